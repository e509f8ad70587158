"""What each entry about telling and judging says; none of them names who is told or who judged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill
from oppnasoc.voices.models import Voice

from .models import Judgement, Matter

NO_MORE = "Holds nothing but the time."
TOLD = "Names a matter and a way only; the voice's speaker is erased with the voice."


@kind(
    "matters.told",
    refs={"matter": "matters.Matter"},
    codes={"how"},
    audience=Audience.STAFF,
    erasure=TOLD,
)
def told(matter: Matter | None, how: str | None) -> str:
    way = Voice.TellBy(how).label if how else ""
    return fill(_("Was told {} what came of “{}”"), way, link(matter))


@kind("matters.untold", refs={"matter": "matters.Matter"}, audience=Audience.STAFF, erasure=TOLD)
def untold(matter: Matter | None) -> str:
    return fill(_("Was not told after all what came of “{}”"), link(matter))


@kind(
    "matters.offered",
    refs={"party": "groups.Party"},
    audience=Audience.STAFF,
    erasure="Names a party only; what was written is checked by hand.",
)
def offered(party: Party | None) -> str:
    if party is None:
        return str(_("Something came in by mail and waits for a look."))
    return fill(_("Something came from {} and waits for a look."), link(party))


@kind(
    "matters.offer_left",
    refs={"party": "groups.Party"},
    audience=Audience.STAFF,
    erasure="Names a party only; what was written is removed after ninety days.",
)
def offer_left(party: Party | None) -> str:
    if party is None:
        return str(_("What came in by mail is not published."))
    return fill(_("What came from {} is not published."), link(party))


@kind("matters.not_reached", refs={"party": "groups.Party"}, audience=Audience.STAFF, erasure=TOLD)
def not_reached(party: Party | None) -> str:
    return fill(_("The mail to {} came back. Call them instead."), link(party))


JUDGED = "Names nobody; what somebody thought goes with her voice."


@kind("matters.judged", codes={"better"}, audience=Audience.STAFF, erasure=JUDGED)
def judged(better: str | None) -> str:
    chosen = Judgement.Better(better).label if better else ""
    return fill(_("Did it get better? One who raised it: {}."), chosen)


@kind(
    "matters.taken_up",
    refs={"judgement": "matters.Judgement"},
    audience=Audience.PUBLIC,
    erasure=JUDGED,
)
def taken_up(judgement: Judgement | None) -> str:
    said = _("Somebody who raised it says that it did not get better, and took it up again.")
    if judgement is None or not judgement.shown:
        return str(said)
    return fill("{} ”{}”", said, judgement.words)


@kind("matters.words_shown", audience=Audience.STAFF, erasure=NO_MORE)
def words_shown() -> str:
    return str(_("Somebody's words on whether it got better are shown."))


@kind("matters.words_left", audience=Audience.STAFF, erasure=NO_MORE)
def words_left() -> str:
    return str(_("Somebody's words on whether it got better are not shown."))
