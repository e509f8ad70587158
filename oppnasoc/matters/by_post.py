"""Letters to those who want to be told by post: one sheet each, on the web page and as a PDF.

They are in Swedish whoever prints them: the language of a page is the sender's, not the receiver's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from oppnasoc.people.models import User
from oppnasoc.ui import paper
from oppnasoc.ui.models import Municipality
from oppnasoc.ui.qr import qr_file
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from . import feedback, telling
from .models import Matter
from .telling import Row

TEMPLATE = Path(__file__).parent / "templates" / "matters" / "tending" / "letters.typ"
AT_A_TIME = 100  # letters, those who have waited longest
OWN_WORDS = 500  # characters of what she said; she knows the rest
FEWER_WORDS = 140  # when there is much to answer
ADDRESS_LINES = 5  # so many stand in the window of an envelope


@dataclass(frozen=True)
class Letter:
    """What stands on one sheet. ``key`` is what the form that marks it as sent wants."""

    key: str
    number: int
    address: str
    title: str
    hello: str
    said_when: str
    said: str
    said_in_short: str
    answer: str
    text: str
    reason: str
    turn_to: str
    next_up: str
    asks_better: bool
    has_code: bool
    signed: str


@override("sv")
def waiting(user: User) -> tuple[list[Letter], list[Row]]:
    """The letters that this person may send, and those that nobody can address."""
    owed = feedback.to_be_told_by(user).filter(voice__tell_by=Voice.TellBy.LETTER)
    listed = owed.select_related("matter__steward", "matter__holder", "voice__reach")[:AT_A_TIME]
    rows = telling.rows(listed, addresses=True)
    return (
        [letter(row) for row in rows if row.address.strip()],
        [row for row in rows if not row.address.strip()],
    )


def letter(row: Row) -> Letter:
    """The letter of a debt. Needs the matter with steward and holder."""
    voice, outcome = row.voice, row.outcome
    on = {"on": day(voice.said_on)}
    said = Truncator(voice.text).chars(OWN_WORDS)
    named = _("Hello %(name)s!") % {"name": voice.speaker}
    too = _("You said on %(on)s that it concerns you too.") % on
    where = _("You can turn to %(where)s.") % {"where": outcome.turn_to}
    return Letter(
        key=row.key,
        number=voice.pk,
        address="\n".join(lines_of(row.address)),
        title=row.matter.title,
        hello=named if voice.speaker else _("Hello!"),
        said_when=_("You said this on %(on)s:") % on if said else too,
        said=said,
        said_in_short=Truncator(voice.text).chars(FEWER_WORDS),
        answer=outcome.begins,
        text=outcome.text,
        reason=outcome.reason,
        turn_to=where if outcome.turn_to else "",
        next_up=what_happens_next(row.matter),
        asks_better=not row.is_open_again,
        has_code=voice.code_digest is not None,
        signed=str(row.matter.steward or ""),
    )


def lines_of(address: str) -> Sequence[str]:
    """An address as it stands in the window: its lines, or its parts between commas, at most
    five of them."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = [part.strip() for part in lines[0].split(",") if part.strip()]
    last = ", ".join(lines[ADDRESS_LINES - 1 :])
    return [line for line in (*lines[: ADDRESS_LINES - 1], last) if line]


def what_happens_next(matter: Matter) -> str:
    """What somebody who raised a matter can expect now, in a sentence or two.

    Needs the matter with its holder.
    """
    words = {"holder": str(matter.holder or ""), "on": day(matter.next_on)}
    if matter.status == Matter.Status.OPEN:
        taken_up = _("Since then the matter has been taken up again.")
        return taken_up + " " + _("You hear more by %(on)s.") % words
    if matter.status in Matter.CHANGING:
        return _("%(holder)s carries it out. You hear more by %(on)s.") % words
    if matter.status == Matter.Status.IN_USE:
        return _("We look back on it by %(on)s. Then we ask whether it got better.") % words
    return _("We do nothing more about it now. If you think we should, tell us.")


def code_page() -> str:
    """The address of the page with the code, as it is typed."""
    return settings.SITE_URL.split("://")[1] + reverse("code")


@override("sv")
def pdf(letters: Iterable[Letter], *, today: date) -> bytes:
    """All letters in one file, each on a sheet of its own. Raises paper.Unprintable."""
    site = Municipality.load()
    data = {
        "letters": [vars(each) for each in letters],
        "window": site.envelope_window,
        "today": date_format(today, "j F Y"),
        "place": site.short_name,
        "code_page": code_page(),
        "code_drawing": qr_file(settings.SITE_URL + reverse("code")),
        "words": words(),
    }
    return paper.pdf(TEMPLATE, data, title=_("Letters with answers"))


def words() -> dict[str, Any]:
    """What every letter says."""
    return {
        "why": _("This is why"),
        "next": _("What happens now"),
        "better": _("Did it get better?"),
        "yes": _("Yes"),
        "partly": _("Partly"),
        "no": _("No"),
        "pen": _("Tick a box, and write below if you want to say more."),
        "answer": _("How you answer"),
        "call": _("Call us:"),
        "post": _("Send this sheet to us:"),
        "meeting": _("Or tell us at a meeting."),
        "code": _("With your code you read and answer here:"),
        "code_alt": _("A code for the phone that leads to %(page)s") % {"page": code_page()},
        "number": _("Letter"),
    }
