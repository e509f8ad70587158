"""What each entry says about reading other installations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind
from oppnasoc.ui.html import fill

from .models import Installation

REFS = {"installation": "comparison.Installation"}
NOTHING = "Holds the id of an installation and numbers; who chose it is emptied with her account."


@kind("comparison.subscribed", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def subscribed(installation: Installation | None) -> str:
    return fill(_("We began to read what {} shows."), installation or "–")


@kind("comparison.unsubscribed", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def unsubscribed(installation: Installation | None) -> str:
    return fill(_("We stopped reading what {} shows."), installation or "–")


@kind(
    "comparison.taken_in",
    refs=REFS,
    codes={"changed", "gone"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def taken_in(installation: Installation | None, changed: int | None, gone: int | None) -> str:
    said = _("From {}: {} new or changed, {} gone.")
    return fill(said, installation or "–", changed or 0, gone or 0)
