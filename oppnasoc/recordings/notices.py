"""What each entry says about recordings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from .models import Recording

REFS = {"recording": "recordings.Recording"}
NOTHING = "Holds the id of a recording only; who tended it is emptied with her account."
STAFF = Audience.STAFF


@kind("recordings.begun", refs=REFS, audience=STAFF, erasure=NOTHING)
def begun(recording: Recording | None) -> str:
    return str(_("A recording was begun."))


@kind("recordings.edited", refs=REFS, audience=STAFF, erasure=NOTHING)
def edited(recording: Recording | None) -> str:
    return str(_("What is told of the recording was changed."))


@kind("recordings.part_added", refs=REFS, audience=STAFF, erasure=NOTHING)
def part_added(recording: Recording | None) -> str:
    return str(_("A part was added to the recording."))


@kind("recordings.part_changed", refs=REFS, audience=STAFF, erasure=NOTHING)
def part_changed(recording: Recording | None) -> str:
    return str(_("A part of the recording was changed."))


@kind("recordings.part_removed", refs=REFS, audience=STAFF, erasure=NOTHING)
def part_removed(recording: Recording | None) -> str:
    return str(_("A part of the recording was taken away."))


@kind("recordings.published", refs=REFS, audience=Audience.PUBLIC, erasure=NOTHING)
def published(recording: Recording | None) -> str:
    """Nothing once it is taken back."""
    if recording is None or not recording.is_public:
        return ""
    return fill(_("There is something to hear or see: {}."), link(recording))


@kind("recordings.withdrawn", refs=REFS, audience=STAFF, erasure=NOTHING)
def withdrawn(recording: Recording | None) -> str:
    return str(_("The recording was taken back."))


@kind("recordings.thrown_away", audience=STAFF, erasure=NOTHING)
def thrown_away() -> str:
    return str(_("A recording that nobody could hear was removed."))
