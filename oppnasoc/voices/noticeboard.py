"""The sheet on the noticeboard: what became of the slips, under their public numbers.

A sheet shows how things stood at the end of a day, so that the one of a given day can be printed
again. It is worked out from what is kept with its day – slips typed in, answers, steps, meetings –
and of that only what is public now: what was taken back or hidden since is not there either. It
never holds a code, a name or what somebody said.

Floors above tell what they know (``ui.registry.tells``):
``noticeboard.stands`` (voices → ``Standing``s on a day), ``noticeboard.since`` (groups → ``News``
of some days) and ``noticeboard.coming`` (groups → the next meeting on a day, as a ``Coming``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Place
from oppnasoc.ui import paper
from oppnasoc.ui.context import municipality
from oppnasoc.ui.qr import qr_file
from oppnasoc.ui.registry import told

from .models import Slip, Voice

TEMPLATE = Path(__file__).parent / "templates" / "voices" / "noticeboard.typ"
SLIPS = 60  # the latest that came back
WEEK = timedelta(days=7)  # what is younger is marked as new
LINES = 3  # of what has happened since last week
PAPERS = ("a4", "a3")


@dataclass(frozen=True)
class Standing:
    """How a matter stood on a day: its title, its state in a few words, the answer or what changed
    in short, why, and the day of the latest."""

    title: str
    state: str
    text: str
    why: str
    on: date


@dataclass(frozen=True)
class News:
    """Something that happened to a matter on a day, in one line."""

    on: date
    text: str


@dataclass(frozen=True)
class Coming:
    """A group's next meeting: the day, and day, time and place in words."""

    on: date
    text: str


@dataclass(frozen=True)
class Row:
    """One slip: its public number and how the matters stand that what was written there became."""

    number: int
    is_new: bool
    standing: list[Standing]


@dataclass(frozen=True)
class Board:
    """Everything on a sheet. ``rows`` are by number."""

    name: str
    url: str
    on: date
    rows: list[Row]
    since: list[str]
    coming: list[str]
    say_at: str

    @property
    def day(self) -> str:
        """The day of the sheet, always with its year: a sheet may hang for long."""
        return date_format(self.on, "j F Y")

    @property
    def say_shown(self) -> str:
        """The address where one says something, as it is typed."""
        return self.say_at.split("://")[1].partition("?")[0]

    @property
    def shown_at(self) -> str:
        """Where all of it is on the web, as it is typed."""
        return settings.SITE_URL.split("://")[1] + self.url

    @property
    def before(self) -> date:
        """The day of the sheet a week before."""
        return self.on - WEEK


def of_group(group: Group, on: date) -> Board:
    """The sheet of a group."""
    return board(str(group), reverse("noticeboard", args=[group.slug]), [group], on)


def of_place(place: Place, on: date) -> Board:
    """The sheet of a place where people meet: the slips of every group that meets there."""
    url = reverse("noticeboard_place", args=[place.pk])
    return board(place.name, url, list(Group.objects.filter(place=place).order_by("pk")), on)


def board(name: str, url: str, groups: Sequence[Group], on: date) -> Board:
    """How things stood for some groups at the end of a day; at most eight queries."""
    ids = [group.pk for group in groups]
    query = f"?{urlencode({'grupp': groups[0].slug})}" if len(groups) == 1 else ""
    happened: list[News] = [
        line
        for lines in told("noticeboard.since", ids, after=on - WEEK, until=on).values()
        for line in lines
    ]
    coming: dict[int, Coming] = told("noticeboard.coming", ids, on=on)
    names = {group.pk: str(group) for group in groups}
    return Board(
        name=name,
        url=url,
        on=on,
        rows=rows(ids, on),
        since=[line.text for line in sorted(happened, key=lambda n: n.on, reverse=True)[:LINES]],
        coming=[
            one.text if len(groups) == 1 else f"{names[pk]}: {one.text}"
            for pk, one in sorted(coming.items(), key=lambda pair: pair[1].on)
        ],
        say_at=f"{settings.SITE_URL}{reverse('say')}{query}",
    )


def rows(groups: Sequence[int], on: date) -> list[Row]:
    """The slips that were typed in by a day and are public now, by number."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    slips = Slip.objects.filter(
        sheet__group__in=groups,
        voice__visibility=Voice.Visibility.PUBLIC,
        voice__created_at__lt=end,
    )
    latest = list(slips.select_related("voice").order_by("-number")[:SLIPS])
    voices = [slip.voice_id for slip in latest if slip.voice_id is not None]
    stands: dict[int, list[Standing]] = told("noticeboard.stands", voices, on=on)
    found = []
    for slip in reversed(latest):
        assert slip.voice is not None
        standing = stands.get(slip.voice.pk, [])
        newest = [timezone.localdate(slip.voice.created_at), *(each.on for each in standing)]
        found.append(Row(slip.number, max(newest) > on - WEEK, standing))
    return found


def pdf(board: Board, size: str) -> bytes:
    """The sheet as a PDF, one A4 or one A3. Raises paper.Unprintable."""
    site, call = municipality(), _("Or call %(phone)s.")
    # What is new gets a place first, then what came in last; the sheet shows them by number.
    first = sorted(board.rows, key=lambda row: (not row.is_new, -row.number))
    data = {
        "paper": size,
        "name": board.name,
        "day": board.day,
        "rows": [_on_paper(row) for row in first],
        "since": board.since,
        "coming": board.coming,
        "say_at": board.say_shown,
        "drawing": qr_file(board.say_at),
        "words": {
            "title": _("What became of your slips"),
            "as_of": _("How it stands on %(day)s") % {"day": board.day},
            "slip": _("Slip"),
            "new": _("New"),
            "why": _("This is why"),
            "since": _("Since last week"),
            "coming": _("Next meeting"),
            "say": _("Do you want to say something?"),
            "where": _("Write a slip, scan the code, or go to:"),
            "call": call % {"phone": site.help_phone} if site.help_phone else "",
            "drawing": _("A code for the phone that leads to the page where you say something"),
            "more": _("There are more. All of them are at %(where)s") % {"where": board.shown_at},
            "none": _("No slip has come back yet"),
        },
    }
    title = _("What became of your slips: %(name)s") % {"name": board.name}
    return paper.pdf(TEMPLATE, data, title=title, keep=True)


def _on_paper(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "new": row.is_new,
        "standing": [
            {"title": s.title, "state": s.state, "text": s.text, "why": s.why} for s in row.standing
        ],
        "nothing": _("We have read it. It is not a question of its own yet."),
    }
