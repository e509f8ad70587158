"""What each entry says about processes, help, first times and tips."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.editorial.kinds import tell
from oppnasoc.trail.kinds import Audience, kind

from .models import FirstTime, Help, Process, Tip

tell(
    Process,
    published=_("Now it is written how we do it: {}."),
    corrected=_("How we do it was corrected: {}."),
    changed=_("How we do it was changed: {}."),
)
tell(
    Help,
    published=_("Help that exists: {}."),
    corrected=_("What stands about help was corrected: {}."),
)
tell(
    FirstTime,
    published=_("For those who come for the first time: {}."),
    corrected=_("What stands about the first time was corrected: {}."),
)
tell(Tip, published=_("Did you know? {}."), corrected=_("A tip was corrected: {}."))


@kind(
    "guide.situation_saved",
    audience=Audience.STAFF,
    erasure="Holds no data; who changed it is emptied with her account.",
)
def situation_saved() -> str:
    return gettext("A situation that help is sorted under was changed.")
