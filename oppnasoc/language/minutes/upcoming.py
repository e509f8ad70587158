"""When the next meeting is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from oppnasoc.language import dates
from oppnasoc.language.minutes.model import Block, Guess, Moment
from oppnasoc.language.minutes.vocabulary import label_kind

_NEXT = re.compile(
    r"\b(?:nästa|kommande) (?:\w+)?(?:möte|träff|apt|sammanträde|gång|mötestillfälle)\w*\b",
    re.IGNORECASE,
)


def find_next_meeting(
    blocks: Sequence[Block], meeting: Guess[date], *, today: date
) -> Guess[Moment]:
    """When the next meeting is: under its heading, after its label, or in a sentence."""
    best: Guess[Moment] | None = None
    for text, line in _next_texts(blocks):
        found = [m for m in dates.find(text) if m.value is None or m.value != meeting.value]
        if not found:
            continue
        guess = _moment(found[0], text, line, meeting)
        if guess.sure:
            return guess
        best = best or guess
    return best or Guess(None, False, "not_found")


def _next_texts(blocks: Sequence[Block]) -> Iterable[tuple[str, int]]:
    for index, block in enumerate(blocks):
        bare = block.kind in ("heading", "label")
        if bare and label_kind(re.split(r"\d|:", block.text, maxsplit=1)[0]) == "next_meeting":
            yield block.text, block.first_line
            for below in blocks[index + 1 : index + 3]:
                if below.kind == "heading":
                    break
                yield below.text, below.first_line
        elif block.label and label_kind(block.label) == "next_meeting":
            yield block.text, block.first_line
        elif not bare:
            match = _NEXT.match(block.text) or re.search(
                r"(?:^|[.!?]\s)(?:Nästa|Kommande) (?:\w+)?(?:möte|träff|sammanträde)\w*\s"
                r"(?:är|blir|hålls|äger)", block.text
            )  # fmt: skip
            if match:
                yield block.text[match.start() :], block.first_line


def _moment(
    mention: dates.DateMention, text: str, line: int, meeting: Guess[date]
) -> Guess[Moment]:
    day = mention.value if mention.consistent else None
    moment = Moment(day, mention.starts, mention.ends, text.strip())
    if day is not None:
        return Guess(moment, True, "written", (moment,), line)
    if meeting.value is None or mention.value is not None:
        return Guess(moment, False, "year_missing", (), line)
    likely = []
    for year in (meeting.value.year, meeting.value.year + 1):
        for day in dates.candidate_dates(mention, today=date(year, 12, 31), back=1):
            if meeting.value < day and (day - meeting.value).days <= 366:
                likely.append(Moment(day, mention.starts, mention.ends, text.strip()))
    return Guess(moment, False, "year_missing", tuple(likely), line)
