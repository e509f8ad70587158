"""What this room keeps of people (``ui/register.py``): every text of every room that editors write.

A room whose texts have rows of their own declares those beside its own models.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ARCHIVE, ASK_US, SERVICE, TASK, Basis, Moment, could_tell, holding

from .models import Edited

holding(
    "texts",
    Moment.WORK,
    order=15,
    title=_("Texts on the site"),
    what=_("What editors write, and who changed it. People can be named there, with their yes."),
    purpose=_("To tell what we do and how."),
    basis=[Basis.PUBLIC, Basis.CONSENT],
    laws=[SERVICE, TASK, ARCHIVE],
    kept=_("As long as the text is there. Its older versions too."),
    seen=_("Everybody reads the text. Who changed it is seen by editors."),
    out=ASK_US,
    fields={
        model._meta.label: sorted(could_tell(model, get_user_model()))
        for model in apps.get_models()
        if issubclass(model, Edited)
    },
)
