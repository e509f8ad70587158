"""What each entry about a text that others are asked about says. None of them names a person."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day

from .models import Referral

ASKED = "Names whoever asks and the text; who sent it out is the entry's actor."
ANSWERED = "Names a party only; who wrote for it is the entry's actor."
NOTHING = "Holds no name and no text; the answer itself is erased."
PARTY = {"party": "groups.Party"}
TEXT = {"referral": "referrals.Referral"}


@kind("referrals.drafted", audience=Audience.STAFF, erasure=ASKED)
def drafted() -> str:
    return str(_("A draft was begun."))


@kind("referrals.changed", audience=Audience.STAFF, erasure=ASKED)
def changed() -> str:
    return str(_("The draft was changed."))


@kind("referrals.discarded", audience=Audience.STAFF, erasure=ASKED)
def discarded() -> str:
    return str(_("The draft was thrown away."))


@kind(
    "referrals.sent_out",
    refs={"sender": "groups.Party", **TEXT},
    audience=Audience.PUBLIC,
    erasure=ASKED,
)
def sent_out(sender: Party | None, referral: Referral | None) -> str:
    return fill(_("{} asks what you think of a text: {}"), link(sender), link(referral))


@kind("referrals.extended", codes={"until"}, audience=Audience.PUBLIC, quiet=True, erasure=ASKED)
def extended(until: str | None) -> str:
    return fill(_("One can answer until {}."), day(date.fromisoformat(until)) if until else "")


@kind("referrals.withdrawn", refs=TEXT, audience=Audience.PUBLIC, erasure=ASKED)
def withdrawn(referral: Referral | None) -> str:
    return fill(_("The text was withdrawn: {}"), link(referral))


@kind("referrals.put_back", refs=TEXT, audience=Audience.PUBLIC, erasure=ASKED)
def put_back(referral: Referral | None) -> str:
    return fill(_("One can answer again: {}"), link(referral))


@kind(
    "referrals.answered",
    refs=PARTY,
    codes={"late"},
    audience=Audience.PUBLIC,
    erasure=ANSWERED,
)
def answered(party: Party | None, late: bool | None) -> str:
    if late:
        return fill(_("{} answered, after the last day."), link(party))
    return fill(_("{} answered."), link(party))


@kind(
    "referrals.answered_anew",
    refs=PARTY,
    codes={"late"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=ANSWERED,
)
def answered_anew(party: Party | None, late: bool | None) -> str:
    return fill(_("{} changed its answer."), link(party))


@kind(
    "referrals.party_took_back",
    refs=PARTY,
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=ANSWERED,
)
def party_took_back(party: Party | None) -> str:
    return fill(_("{} took its answer back."), link(party))


@kind("referrals.answer_drafted", refs=PARTY, audience=Audience.STAFF, erasure=ANSWERED)
def answer_drafted(party: Party | None) -> str:
    return fill(_("{} writes an answer."), link(party))


@kind("referrals.answer_discarded", refs=PARTY, audience=Audience.STAFF, erasure=ANSWERED)
def answer_discarded(party: Party | None) -> str:
    return fill(_("{} threw its draft away."), link(party))


@kind("referrals.said", audience=Audience.STAFF, erasure=NOTHING)
def said() -> str:
    return str(_("Somebody answered."))


@kind("referrals.entered", audience=Audience.STAFF, erasure=ASKED)
def entered() -> str:
    return str(_("What somebody answered was written down for her."))


@kind("referrals.entry_undone", audience=Audience.STAFF, erasure=ASKED)
def entry_undone() -> str:
    return str(_("What was written down for somebody was taken away."))


@kind("referrals.shown", audience=Audience.STAFF, erasure=NOTHING)
def shown() -> str:
    return str(_("The answer is now public."))


@kind("referrals.set_aside", audience=Audience.STAFF, erasure=NOTHING)
def set_aside() -> str:
    return str(_("The answer is not shown. Whoever wrote it can read why."))


@kind("referrals.answer_taken_back", refs=TEXT, audience=Audience.STAFF, erasure=NOTHING)
def answer_taken_back(referral: Referral | None) -> str:
    return str(_("Whoever answered took the words back."))


@kind("referrals.concluded", codes={"changed"}, audience=Audience.STAFF, erasure=NOTHING)
def concluded(changed: bool | None) -> str:
    if changed:
        return str(_("It was said what the answer changed."))
    return str(_("It was said why the answer changed nothing."))


@kind("referrals.rewritten", codes={"number"}, audience=Audience.STAFF, erasure=ASKED)
def rewritten(number: int | None) -> str:
    return fill(_("Paragraph {} was rewritten."), number)


@kind("referrals.closed", refs=TEXT, audience=Audience.PUBLIC, big=True, erasure=ASKED)
def closed(referral: Referral | None) -> str:
    return fill(_("It is told what the answers changed: {}"), link(referral))


@kind("referrals.reopened", refs=TEXT, audience=Audience.PUBLIC, quiet=True, erasure=ASKED)
def reopened(referral: Referral | None) -> str:
    return fill(_("The result is looked at again: {}"), link(referral))
