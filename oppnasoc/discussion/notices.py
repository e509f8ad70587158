"""What each entry about a talk says. None of them names anybody, and none is told to followers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill
from oppnasoc.voices.models import Voice

from .models import Appeal, Mode

NOTHING = "Holds no name and no text; the comment itself is emptied when it is taken back."


@kind("discussion.written", audience=Audience.STAFF, erasure=NOTHING)
def written() -> str:
    return str(_("Somebody wrote in the talk."))


@kind("discussion.edited", audience=Audience.STAFF, erasure=NOTHING)
def edited() -> str:
    return str(_("Whoever wrote it changed the words."))


@kind("discussion.withdrawn", audience=Audience.STAFF, erasure=NOTHING)
def withdrawn() -> str:
    return str(_("Whoever wrote it took the words back."))


@kind("discussion.shown", audience=Audience.STAFF, erasure=NOTHING)
def shown() -> str:
    return str(_("What was written is now shown."))


@kind("discussion.hidden", audience=Audience.STAFF, erasure=NOTHING)
def hidden() -> str:
    return str(_("What was written is not shown. Whoever wrote it can read why."))


@kind("discussion.waits_again", audience=Audience.STAFF, erasure=NOTHING)
def waits_again() -> str:
    return str(_("What was written waits for a look again."))


@kind("discussion.flood_lifted", audience=Audience.STAFF, erasure=NOTHING)
def flood_lifted() -> str:
    return str(_("It came with very many others and is looked at by itself."))


@kind("discussion.reported", audience=Audience.STAFF, erasure=NOTHING)
def reported() -> str:
    return str(_("Somebody thinks that it should not stand there."))


@kind("discussion.settled", audience=Audience.STAFF, erasure=NOTHING)
def settled() -> str:
    return str(_("Somebody looked at what was reported, and it stays."))


@kind("discussion.appealed", audience=Audience.STAFF, erasure=NOTHING)
def appealed() -> str:
    return str(_("Whoever wrote it asks for another look."))


@kind("discussion.decided", codes={"decision"}, audience=Audience.STAFF, erasure=NOTHING)
def decided(decision: str | None) -> str:
    what = Appeal.Decision(decision).label if decision else ""
    return fill(_("Another look was taken. {}."), what)


@kind("discussion.offered", codes={"yes"}, audience=Audience.STAFF, erasure=NOTHING)
def offered(yes: bool | None) -> str:
    if yes is False:
        return str(_("Whoever wrote it does not want it taken along any more."))
    return str(_("Whoever wrote it wants it taken along into the matter."))


@kind(
    "discussion.taken_along",
    refs={"voice": "voices.Voice"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def taken_along(voice: Voice | None) -> str:
    return str(_("What was written in the talk now stands in the matter."))


@kind("discussion.mode_chosen", codes={"mode"}, audience=Audience.STAFF, erasure=NOTHING)
def mode_chosen(mode: str | None) -> str:
    return fill(_("The talk was changed: {}."), Mode(mode).label if mode else "")


@kind(
    "discussion.set_up",
    refs={"group": "groups.Group"},
    codes={"mode"},
    audience=Audience.STAFF,
    erasure="Names the group only; who did it is the entry's actor.",
)
def set_up(group: Group | None, mode: str | None) -> str:
    return fill(_("How {} talks was changed: {}."), link(group), Mode(mode).label if mode else "")
