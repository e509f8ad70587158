"""What each entry about telling and judging says; none of them names who is told or who judged."""

from __future__ import annotations

from django.utils.translation import gettext as _

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
