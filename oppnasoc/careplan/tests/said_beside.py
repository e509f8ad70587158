"""What may be seen of a plan, worked out beside it from a plain list of what was said, as somebody
with pen and paper would."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2026, 10, 20, 9, 0, tzinfo=STOCKHOLM)  # Summer time ends five days later.
PARTS = ["goals", "health", "money", "story", "private"]
#: What each part of the trustee's decision reaches, of these.
REACHED = {"rights": {"goals"}, "property": {"money"}, "person": {"goals", "health"}}
GUARDIANS = ("far", "mor")
ACTS = ("eva", *GUARDIANS)
LAST_OF_KIM = START.date() + timedelta(days=20)
LAST_OF_EVA = START.date() + timedelta(days=45)
BIRTHDAY = START.date() + timedelta(days=60)
NAMES = ["siv", "kim", "mum", "eva", "far", "mor"]


@dataclass(eq=False)
class Word:
    """One yes or no that was said: of a part, or of one ``piece`` of it. ``ends`` is the first
    day on which it no longer holds; ``asked`` the guardians who answer it, the giver among them,
    and ``needs`` those of them who have not said yes."""

    whom: str
    part: str
    piece: uuid.UUID | None
    yes: bool
    by: str
    grant: uuid.UUID
    ends: date | None = None
    asked: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    level: int = 1

    def touches(self, other: Word) -> bool:
        """Whether it is about the same, or holds it or is held by it."""
        same = (self.whom, self.part) == (other.whom, other.part)
        return same and (None in (self.piece, other.piece) or self.piece == other.piece)


class Beside:
    """What has been said and done: ``words`` is what stands, ``seats`` who has ever had a place,
    ``gone`` who has left it, ``last`` everybody's last day, ``away`` who is only on paper, and
    ``refused`` what she said no to then, and who wrote that down."""

    words: list[Word]
    seats: Mapping[str, object]
    gone: set[str]
    away: set[str]
    refused: list[tuple[Word, str]]
    last: dict[str, date | None]
    birthday: date | None
    trusted: set[str]
    until_of_eva: date
    closed: bool
    frozen: bool

    @property
    def today(self) -> date:
        return datetime.now(STOCKHOLM).date()

    def is_there(self, who: str) -> bool:
        last = self.last[who]
        if who in self.gone or self.frozen or self.closed or who not in self.seats:
            return False
        if last is not None and self.today > last:
            return False
        return who not in GUARDIANS or (self.birthday is not None and self.today < self.birthday)

    def lasts(self, word: Word) -> bool:
        return word.ends is None or self.today < word.ends

    def stands(self, word: Word) -> bool:
        return not word.needs and self.lasts(word)

    def sees(self, who: str, section: str, piece: uuid.UUID | None) -> int:
        """How far somebody may go with a part, or one piece of it, by what was said."""
        if section == "private" or not self.is_there(who):
            return 0
        if who == "eva" and (section not in self.trusted or self.today > self.until_of_eva):
            return 0
        hers = [w for w in self.words if (w.whom, w.part) == (who, section) and self.stands(w)]
        about = [word for word in hers if word.piece in (None, piece)]
        if any(not word.yes for word in about):
            return 0
        return max((word.level for word in about if word.yes), default=0)

    def ends_for(self, who: str, *, said: bool) -> list[date]:
        """The days on which what somebody sees, or what she has ``said``, ends at the latest."""
        last = self.last[who]
        found = [last + timedelta(days=1)] if last is not None else []
        found += [self.birthday] if who in GUARDIANS and self.birthday is not None else []
        found += [self.until_of_eva + timedelta(days=1)] if who == "eva" and said else []
        return found

    def end_sooner(self, who: str) -> None:
        """What somebody sees or has said ends with her place, and with her right to say it."""
        for word in (word for word in self.words if word.yes and self.lasts(word)):
            assert word.ends is not None
            ends = self.ends_for(who, said=False) if word.whom == who else []
            if word.by == who:
                ends += self.ends_for(who, said=True)
                ends += [self.today] if who == "eva" and word.part not in self.trusted else []
            word.ends = max(self.today, min([word.ends, *ends]))

    def written(self, word: Word, by: str, yes: bool) -> None:
        """Somebody has written down what the guardian on paper answered: her no stands against
        every yes but one by which whoever wrote it down just now mends it."""
        mended = [each for each in self.refused if each[0] is word and each[1] == by]
        others = [each for each in self.refused if each not in mended]
        if yes:
            assert not any(said.touches(word) for said, _who in others)
            self.refused = others
        elif not any(said is word for said, _who in self.refused):
            self.refused.append((word, by))
        (word.needs.discard if yes else word.needs.add)("mor")

    def ask_guardians(self) -> None:
        """Who has become a guardian is asked of everything that there is a yes to."""
        there = {each for each in GUARDIANS if self.is_there(each)}
        for word in (word for word in self.words if word.yes and self.lasts(word)):
            new = there - word.asked - {word.whom}
            word.asked |= new
            word.needs |= new
