"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ARCHIVE,
    ASK_US,
    LOCAL,
    SENSITIVE,
    TASK,
    UNTIL_ARCHIVED,
    Basis,
    Moment,
    holding,
)

holding(
    "recordings",
    Moment.MEET,
    order=35,
    title=_("When something is recorded"),
    what=_(
        "Pictures and sound of those who were there, what they said in writing, and who put it up."
    ),
    purpose=_("So that those who were not there can see and hear it."),
    basis=[Basis.PUBLIC, Basis.CONSENT, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE, ARCHIVE],
    kept=UNTIL_ARCHIVED,
    seen=_("Everybody, when it is published. Those who were recorded have been asked first."),
    out=ASK_US,
    fields={
        "recordings.Recording": ["title", "event", "description", "made_by"],
        "recordings.Part": ["title", "path", "digest", "address", "captions", "transcript"],
        "recordings.Passage": ["text"],
    },
)
