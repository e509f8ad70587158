"""What each entry about a voice says. None of them names the speaker."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind
from oppnasoc.ui.html import fill

from .models import Voice

NOTHING = "Holds no name and no text; the voice itself is erased."


@kind("voices.said", codes={"channel"}, audience=Audience.STAFF, erasure=NOTHING)
def said(channel: str | None) -> str:
    how = Voice.Channel(channel).label if channel else ""
    return fill(_("Somebody said something {}."), how)


@kind("voices.published", audience=Audience.STAFF, erasure=NOTHING)
def published() -> str:
    return str(_("What was said is now public."))


@kind("voices.set_aside", audience=Audience.STAFF, erasure=NOTHING)
def set_aside() -> str:
    return str(_("What was said is not shown. The speaker can read why."))
