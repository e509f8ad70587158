"""What each entry about a voice says. None of them names the speaker."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Outside, Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day

from .asking import Asked
from .models import Inquiry, Voice

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


@kind("voices.waits_again", audience=Audience.STAFF, erasure=NOTHING)
def waits_again() -> str:
    return str(_("It was set aside, and waits for a look again."))


@kind("voices.slip_undone", audience=Audience.STAFF, erasure=NOTHING)
def slip_undone() -> str:
    return str(_("It was typed in under the number of another slip and is removed."))


@kind("voices.wrote", codes={"speaker"}, audience=Audience.STAFF, erasure=NOTHING)
def wrote(speaker: bool | None) -> str:
    if speaker:
        return str(_("Whoever said it wrote a message."))
    return str(_("A message was written to whoever said it."))


@kind("voices.corrected", codes={"asked"}, audience=Audience.STAFF, erasure=NOTHING)
def corrected(asked: str | None) -> str:
    return with_asked(_("What was said was put right by whoever said it."), asked)


def with_asked(sentence: str, asked: str | None) -> str:
    """A sentence with how the speaker asked, when somebody did it for her."""
    return fill("{} ({})", sentence, Asked(asked).label) if asked else str(sentence)


@kind("voices.correction_asked", audience=Audience.STAFF, erasure=NOTHING)
def correction_asked() -> str:
    return str(_("Whoever said it has new words, which wait for a look."))


@kind("voices.correction_refused", audience=Audience.STAFF, erasure=NOTHING)
def correction_refused() -> str:
    return str(_("The new words are not shown. The speaker can read why."))


@kind("voices.way_chosen", codes={"tell_by"}, audience=Audience.STAFF, erasure=NOTHING)
def way_chosen(tell_by: str | None) -> str:
    way = Voice.TellBy(tell_by).label if tell_by else ""
    return fill(_("Whoever said it wants to be told {}."), way)


@kind("voices.reach_removed", audience=Audience.STAFF, erasure=NOTHING)
def reach_removed() -> str:
    return str(_("The address was removed, as everything is told."))


@kind("voices.not_reached", codes={"hers"}, audience=Audience.STAFF, erasure=NOTHING)
def not_reached(hers: bool | None) -> str:
    if hers is False:
        return str(_("The address belongs to somebody else. Nothing more is sent there."))
    return str(_("The address does not work. Nothing more is sent there."))


@kind("voices.withdrawn", codes={"asked"}, audience=Audience.STAFF, erasure=NOTHING)
def withdrawn(asked: str | None) -> str:
    return with_asked(_("Whoever said it took the words back."), asked)


@kind("voices.name_taken_away", codes={"asked"}, audience=Audience.STAFF, erasure=NOTHING)
def name_taken_away(asked: str | None) -> str:
    return with_asked(_("The name beside the words was taken away."), asked)


@kind(
    "voices.onward_asked", refs={"to": "groups.Outside"}, audience=Audience.STAFF, erasure=NOTHING
)
def onward_asked(to: Outside | None) -> str:
    return fill(_("Whoever said it was asked whether it may be passed on to {}."), link(to))


@kind("voices.onward_answered", codes={"yes"}, audience=Audience.STAFF, erasure=NOTHING)
def onward_answered(yes: bool | None) -> str:
    if yes:
        return str(_("Whoever said it lets it be passed on."))
    return str(_("Whoever said it does not want it passed on."))


@kind("voices.passed_on", refs={"to": "groups.Outside"}, audience=Audience.STAFF, erasure=NOTHING)
def passed_on(to: Outside | None) -> str:
    return fill(_("It was passed on to {}."), link(to))


@kind("voices.flood_lifted", audience=Audience.STAFF, erasure=NOTHING)
def flood_lifted() -> str:
    return str(_("It came with very many others and is looked at by itself."))


ASKED = "Names the group only; who asked is the entry's actor."


@kind(
    "voices.inquiry_opened",
    refs={"group": "groups.Party", "inquiry": "voices.Inquiry"},
    audience=Audience.PUBLIC,
    erasure=ASKED,
)
def inquiry_opened(group: Party | None, inquiry: Inquiry | None) -> str:
    if inquiry is None or inquiry.taken_back:
        return fill(_("{} asked everybody."), link(group))
    return fill(_("{} asked everybody: {}"), link(group), link(inquiry))


@kind(
    "voices.inquiry_closed",
    refs={"inquiry": "voices.Inquiry"},
    audience=Audience.PUBLIC,
    erasure=ASKED,
)
def inquiry_closed(inquiry: Inquiry | None) -> str:
    if inquiry is None or inquiry.taken_back:
        return str(_("The question was closed before its time."))
    return fill(_("The question was closed before its time: {}"), link(inquiry))


@kind(
    "voices.inquiry_extended", codes={"until"}, audience=Audience.PUBLIC, quiet=True, erasure=ASKED
)
def inquiry_extended(until: str | None) -> str:
    return fill(_("One can answer until {}."), day(date.fromisoformat(until)) if until else "")


@kind("voices.inquiry_taken_back", audience=Audience.STAFF, erasure=ASKED)
def inquiry_taken_back() -> str:
    return str(_("The question was taken back."))


@kind("voices.inquiry_put_back", audience=Audience.STAFF, erasure=ASKED)
def inquiry_put_back() -> str:
    return str(_("The question is asked again."))


@kind(
    "voices.inquiry_told",
    refs={"inquiry": "voices.Inquiry"},
    audience=Audience.PUBLIC,
    erasure=ASKED,
)
def inquiry_told(inquiry: Inquiry | None) -> str:
    if inquiry is None or inquiry.taken_back:
        return str(_("The group told what came of it."))
    return fill(_("The group told what came of its question: {}"), link(inquiry))


@kind("voices.sheet_made", refs={"group": "groups.Party"}, audience=Audience.STAFF, erasure=ASKED)
def sheet_made(group: Party | None) -> str:
    return fill(_("Slips were printed for {}."), link(group))
