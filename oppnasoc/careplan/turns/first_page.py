"""What the first page of a plan says before anything else: the next meeting, and who does what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..opening import Opened, Read
from ..plans import State
from ..sealed import Words
from . import following_up, meeting

#: So much of who does what stands on the first page; the rest is a step away.
MOST = 5
#: Where a plan stands while nothing has been asked for or promised in it.
QUIET = (State.BEGUN,)


@dataclass(frozen=True)
class WhoDoes:
    """Something that will be done, and who does it."""

    read: Read
    who: Words
    today: date

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.read.piece.due_on is not None and self.read.piece.due_on < self.today

    @property
    def phone(self) -> str:
        return str(self.who.get("phone", ""))


@dataclass(frozen=True)
class First:
    """What is nearest in a plan, as one person may read it."""

    meeting: Read | None
    doing: list[WhoDoes]
    more: int  # things to do that do not stand here

    @property
    def is_empty(self) -> bool:
        return self.meeting is None and not self.doing


def first_of(opened: Opened) -> First:
    """The next meeting and the nearest things that will be done. The reading is logged."""
    if not opened.plan.is_open:
        return First(None, [], 0)
    today = timezone.localdate(opened.at)
    coming = meeting.to_come(opened)[:1]
    rows = sorted(following_up.still_to_do(opened), key=lambda piece: piece.due_on or date.max)
    nearest = rows[:MOST]
    opened.reads(*(piece.section for piece in (*coming, *nearest)))
    return First(
        meeting=opened.read(coming[0]) if coming else None,
        doing=[WhoDoes(opened.read(piece), opened.about(piece.seat), today) for piece in nearest],
        more=len(rows) - len(nearest),
    )


def is_new(opened: Opened) -> bool:
    """Whether its owner has not written anything yet: then three doors are enough."""
    return opened.is_owner and opened.plan.state in QUIET and not opened.outline
