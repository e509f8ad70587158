"""The document that a secretary works on between upload and publication; plain data.

A :class:`Review` is kept as JSON in ``Draft.content``. Dates stay as the text that was typed, so
that saving and continuing later never loses anything; :func:`oppnasoc.meetings.unready.problems`
says what is missing before publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from oppnasoc.language.markup import plain
from oppnasoc.language.minutes import ParsedMinutes

from .models import Point

KEY_LENGTH = 24  # characters, as the column holds
SAME_POINT = 80.0  # rapidfuzz ratio, 0..100, from which two points count as the same


@dataclass
class Case:
    """What becomes of a point that is a matter: joins one, or a new one with all it needs."""

    join: int | None = None
    title: str = ""
    theme: int | None = None
    steward: int | None = None
    holder: int | None = None
    next_on: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether somebody has said what it becomes."""
        return self.join is not None or bool(self.title)


@dataclass
class Item:
    """One heading, paragraph or bullet. ``line``/``last_line`` are lines of the original, from 1.

    ``proposal`` and ``why`` are what the parser proposed and the code of its rule; ``promise`` is
    a commitment or decision it thinks stands here: ``who``, ``what``, ``when``, ``kind``, ``why``.
    """

    key: str
    kind: str
    level: int
    text: str
    line: int = 0
    last_line: int = 0
    outcome: str = Point.Outcome.MINUTES
    answer: str = ""
    proposal: str = Point.Outcome.MINUTES
    why: str = ""
    promise: dict[str, str] = field(default_factory=dict)
    case: Case = field(default_factory=Case)


@dataclass
class Person:
    """Somebody who was there, as the notes say it."""

    name: str = ""
    organisation: str = ""
    role: str = ""

    def written(self) -> str:
        """The form that personal-data findings are looked for in."""
        return ", ".join(part for part in (self.name, self.organisation, self.role) if part)


@dataclass
class Review:
    """Everything that is decided about a document of minutes so far.

    ``asked`` are the facts the parser was unsure of, with the code of why and what it would
    propose; ``choices`` maps a finding's key to what to do with it; ``dropped`` are the keys of
    items that somebody took away or joined with another.
    """

    title: str = ""
    held_on: str = ""
    place: int | None = None
    next_on: str = ""
    next_at: str = ""
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    dead_links: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def reshape(self, merged: set[str]) -> None:
        """Let the items follow their edited texts, as :func:`reshape`; note which went away."""
        before = {item.key for item in self.items}
        self.items = reshape(self.items, merged=merged)
        gone = before - {item.key for item in self.items}
        self.dropped = sorted({*self.dropped, *gone})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Review:
        """The review of a draft's content. Unknown keys raise TypeError: content is ours alone."""
        data = dict(content)
        data["people"] = [Person(**p) for p in data.get("people", [])]
        data["items"] = [
            Item(**{**i, "case": Case(**i.get("case", {}))}) for i in data.get("items", [])
        ]
        return cls(**data)

    def day(self) -> date | None:
        """The day of the meeting, if one is typed and it is a day."""
        return as_day(self.held_on)

    def chosen(self, *outcomes: str) -> list[Item]:
        """The items with one of these outcomes, in order."""
        return [item for item in self.items if item.outcome in outcomes]


def as_day(typed: str) -> date | None:
    """A day from ISO text, ``None`` when it is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def from_parsed(parsed: ParsedMinutes, *, places: dict[str, int] | None = None) -> Review:
    """The first review of a parsed document. ``places`` maps known names to primary keys.

    Only what the parser is sure of is filled in; the rest is asked for, with its proposals.
    """
    review = Review()
    if parsed.title.value and (parsed.title.sure or parsed.title.why):
        review.title = parsed.title.value
    if parsed.date.sure and parsed.date.value:
        review.held_on = parsed.date.value.isoformat()
    for name in ("title", "date", "place", "group"):
        guess = getattr(parsed, name)
        if not guess.sure:
            tried = [str(c) for c in guess.candidates] or (
                [str(guess.value)] if guess.value else []
            )
            review.asked[name] = {"why": guess.why, "candidates": tried}
    if parsed.place.value:
        review.place = (places or {}).get(parsed.place.value)
    moment = parsed.next_meeting.value
    if moment and moment.day:
        review.next_on = moment.day.isoformat()
        review.next_at = moment.start.isoformat("minutes") if moment.start else ""
    review.people = [
        Person(a.name or "", a.organisation or "", a.role or "") for a in parsed.attendees
    ]
    review.items = list(_items(parsed))
    review.dead_links = [link.text or link.url for link in parsed.links if link.dead]
    return review


NOT_CONTENT = {"attendance", "absence"}


def _items(parsed: ParsedMinutes) -> Iterable[Item]:
    """Headings and labels from the sections, woven with their points, in document order."""
    answers = {key for point in parsed.points for key in point.answer_points}
    texts = {point.key: point.text for point in parsed.points}
    by_section: dict[int, list[Any]] = {}
    for point in parsed.points:
        by_section.setdefault(point.section_index, []).append(point)
    for index, section in enumerate(parsed.sections):
        if section.role in NOT_CONTENT:
            continue
        if section.heading:
            yield Item(f"h{section.first_line}", Point.Kind.HEADING, section.level,
                       plain(section.heading), section.first_line, section.first_line)  # fmt: skip
        labels = [b for b in section.blocks if b.kind == "label" and b.text.strip()]
        for point in by_section.get(index, []):
            while labels and labels[0].first_line < point.first_line:
                label = labels.pop(0)
                yield Item(f"l{label.first_line}", Point.Kind.LABEL, 1, plain(label.text),
                           label.first_line, label.last_line)  # fmt: skip
            kind = Point.Kind.PARAGRAPH if point.kind == "paragraph" else Point.Kind.BULLET
            item = Item(point.key, kind, max(1, point.level), plain(point.text),
                        point.first_line, point.last_line)  # fmt: skip
            if point.key not in answers:
                item.proposal = item.outcome = point.proposal
                item.why = point.why
            item.answer = "\n\n".join(plain(texts[k]) for k in point.answer_points if k in texts)
            if item.outcome == Point.Outcome.ANSWERED and not item.answer:
                # The answer stands in the same point, behind the question.
                item.answer = item.text.rpartition("?")[2].strip()
                if not item.answer:
                    item.outcome = Point.Outcome.MINUTES
            item.promise = _promise(point.text, parsed)
            yield item


def _promise(text: str, parsed: ParsedMinutes) -> dict[str, str]:
    for found in parsed.commitments:
        if found.what.strip(" .") and found.what.strip(" .") in text:
            return {
                "who": found.who or "",
                "when": found.when or "",
                "what": plain(found.what),
                "kind": found.kind,
                "why": found.why,
            }
    return {}


def reshape(items: Sequence[Item], *, merged: set[str]) -> list[Item]:
    """Items after editing: an empty one is dropped, a blank line splits one in two, and those in
    ``merged`` join the one before. The first part keeps the key, new parts get their own. What a
    joined item was to become, it passes on to one that was only minutes.
    """
    used = {item.key for item in items}
    result: list[Item] = []
    for item in items:
        parts = [part.strip() for part in _paragraphs(item.text)]
        parts = [part for part in parts if part]
        if not parts:
            continue
        if item.key in merged and result:
            _join(result[-1], item, " ".join(parts))
            continue
        item.text = parts[0]
        result.append(item)
        for number, part in enumerate(parts[1:], start=2):
            key = _free(f"{item.key[:18]}-d{number}", used)
            result.append(Item(key, item.kind, item.level, part, item.line, item.last_line))
    return result


def _join(first: Item, second: Item, text: str) -> None:
    first.text = f"{first.text} {text}"
    first.last_line = max(first.last_line, second.last_line)
    first.answer = "\n\n".join(part for part in (first.answer, second.answer) if part)
    if first.outcome == Point.Outcome.MINUTES:
        first.outcome, first.case = second.outcome, second.case


def _paragraphs(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").split("\n")
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [" ".join(block) for block in blocks]


def _free(key: str, used: set[str]) -> str:
    """A key that is not used, of at most ``KEY_LENGTH`` characters; it is used from now on."""
    free, number = key[:KEY_LENGTH], 2
    while free in used:
        free = f"{key[: KEY_LENGTH - len(str(number))]}{number}"
        number += 1
    used.add(free)
    return free


@dataclass(frozen=True)
class Earlier:
    """A point as it was published before: what a new import of the same meeting must keep."""

    key: str
    text: str
    outcome: str
    answer: str
    matter: int | None


def carry_over(review: Review, earlier: Sequence[Earlier]) -> Review:
    """Give items the lasting keys and decisions of the points they were published as.

    The same text wins, then the likest of at least ``SAME_POINT``; each is used once, so that
    anchors and the voices behind them keep their addresses. An item that was not there before
    never gets the key of one that was.
    """
    left = list(earlier)
    taken: set[int] = set()

    def take(item: Item, old: Earlier) -> None:
        left.remove(old)
        taken.add(id(item))
        item.key = old.key
        item.outcome = old.outcome
        item.answer = item.answer or old.answer
        if old.matter is not None:
            item.case = Case(join=old.matter)

    unmatched = []
    for item in review.items:
        same = next((old for old in left if old.text == item.text), None)
        if same:
            take(item, same)
        else:
            unmatched.append(item)
    for item in unmatched:
        scored = [(fuzz.ratio(item.text, old.text), old) for old in left]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best and best[0] >= SAME_POINT:
            take(item, best[1])
    used = {old.key for old in earlier}
    for item in review.items:
        if id(item) not in taken:
            item.key = (
                _free(item.key, used) if item.key not in used else _free(f"{item.key[:18]}-n", used)
            )
    return review
