"""What this room keeps of people (``ui/register.py``): nothing but what every edited text does."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from oppnasoc.ui.register import could_tell, nobody

from .models import Situation, Step

nobody(
    "guide.Step",
    fields=sorted(could_tell(Step, get_user_model())),
    because="One step of how something is handled; names roles and units, never a person.",
)
nobody(
    "guide.Situation",
    fields=sorted(could_tell(Situation, get_user_model())),
    because="Where somebody can stand, in an editor's words; nobody in particular.",
)
nobody("guide.Process_situations", because="Which situations lead to a process.")
nobody("guide.Process_related", because="Which processes are near each other.")
nobody("guide.Help_situations", because="In which situations help is offered.")
nobody("guide.FirstTime_written_by", because="Which organisations and units wrote a text together.")
