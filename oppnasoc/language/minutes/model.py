"""The shapes that minutes are parsed into. All are frozen; all line numbers count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Generic, Literal, TypeVar

from oppnasoc.language.contacts import Link
from oppnasoc.language.dates import DateMention
from oppnasoc.language.personal_data import Finding

T = TypeVar("T")

BlockKind = Literal["heading", "label", "paragraph", "bullet", "row", "separator"]
SectionRole = Literal["content", "attendance", "absence", "agenda", "actions", "next_meeting"]
Proposal = Literal["minutes", "good_to_know", "answered", "matter"]

__all__ = [
    "Attendee", "Block", "BlockKind", "Commitment", "Guess", "Link", "Moment", "ParsedMinutes",
    "Point", "Proposal", "Section", "SectionRole",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """A fact read from the document, or the lack of one.

    ``sure`` is True only when nobody needs to be asked. An unsure guess may still carry a
    ``value`` (proposed in the form) and/or ``candidates`` (to choose among, likeliest first).
    ``why`` is a code for the rule that decided, never prose. ``line`` is where it was read.
    """

    value: T | None
    sure: bool
    why: str
    candidates: tuple[T, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When the next meeting is: ``day`` is None when the year or day is not certain."""

    day: date | None
    start: time | None
    end: time | None
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of source lines that belong together; the unit every reader delivers.

    ``text``: lines joined, marker, numbering and heading markup removed, inline markup kept.
    ``level``: heading depth (1 = top) or bullet nesting (1 = outermost), 0 for other kinds.
    ``marker``: the bullet sign as written ("-", "1.", "a)"); ``number``: of a heading ("3", "2.1").
    ``label``: the word before the colon in "Datum: 3 maj", also for a bare label ("Synpunkter").
    ``cells``: the columns of a table row. ``styles``: hints, of "markdown", "bold", "caps",
    "underlined", "numbered", "paragraph-sign" or the name of a word processor's style.
    """

    kind: BlockKind
    level: int
    text: str
    first_line: int
    last_line: int
    marker: str = ""
    number: str | None = None
    label: str | None = None
    cells: tuple[str, ...] = ()
    styles: frozenset[str] = frozenset()
    blank_before: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, until the next heading of any level.

    ``heading`` is None for text that comes before the first heading. ``bullets`` and
    ``paragraphs`` count blocks; labels, bare links, header facts and attendance do not count as
    paragraphs. ``number`` is the heading's own numbering without signs.
    """

    heading: str | None
    level: int
    role: SectionRole
    number: str | None
    first_line: int
    last_line: int
    blocks: tuple[Block, ...]
    bullets: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody (or, with ``name`` None, some organisation) listed as present – or absent."""

    name: str | None
    organisation: str | None
    role: str | None
    note: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Point:
    """One paragraph or bullet as the review screen shows it.

    ``key`` is stable for the same text within a document ("3f9a1c02d4-1": hash, occurrence).
    ``answer_points``: keys of the points that answer this one, in order. ``proposal`` is what to
    preselect; ``why`` is the code of the rule ("default" for only minutes).
    """

    key: str
    kind: Literal["paragraph", "bullet", "row"]
    level: int
    text: str
    section_index: int
    first_line: int
    last_line: int
    is_question: bool
    has_answer: bool
    answer_points: tuple[str, ...]
    proposal: Proposal
    why: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A decision or a promise to do something, as a suggestion. ``when`` is verbatim or ISO."""

    who: str | None
    what: str
    when: str | None
    kind: Literal["decision", "commitment"]
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class ParsedMinutes:
    """Everything read from one document, in document order."""

    title: Guess[str]
    date: Guess[date]
    group: Guess[str]
    place: Guess[str]
    next_meeting: Guess[Moment]
    attendees: tuple[Attendee, ...] = ()
    absent: tuple[Attendee, ...] = ()
    sections: tuple[Section, ...] = ()
    points: tuple[Point, ...] = ()
    questions: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    links: tuple[Link, ...] = ()
    emails: tuple[str, ...] = ()
    phone_numbers: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    person_names: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    @property
    def decisions_or_commitments(self) -> tuple[Commitment, ...]:
        """The same as ``commitments``, under the name used in the JSON form."""
        return self.commitments
