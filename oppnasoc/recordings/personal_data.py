"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ASK_US,
    EVERYBODY,
    LOCAL,
    SENSITIVE,
    UNTIL_ARCHIVED,
    Basis,
    Moment,
    holding,
)

holding(
    "recorded",
    Moment.MEET,
    order=60,
    title=_("When you are recorded"),
    what=_("Your voice and picture, and what you say as text. Nobody is recorded without a yes."),
    purpose=_("So that those who could not come can hear what was said."),
    basis=[Basis.CONSENT, Basis.PUBLIC],
    laws=[LOCAL, SENSITIVE],
    kept=UNTIL_ARCHIVED,
    seen=EVERYBODY,
    out=ASK_US,
    fields={
        "recordings.Recording": ["title", "event", "description", "made_by"],
        "recordings.Part": ["title", "path", "digest", "address", "captions", "transcript"],
        "recordings.Passage": ["text"],
    },
)
