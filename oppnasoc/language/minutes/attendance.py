"""Who was there, who was not: lists, tables, comma lines and sentences of attendance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from oppnasoc.language.minutes.model import Attendee, Block
from oppnasoc.language.minutes.people_items import parse_people, parse_row
from oppnasoc.language.minutes.vocabulary import ATTENDANCE, LabelKind, label_kind, says_away
from oppnasoc.language.names import same_person
from oppnasoc.language.organisations import KnownOrganisation, looks_like_organisation
from oppnasoc.language.roles import is_role
from oppnasoc.language.sentences import sentences

# "Med på mötet var …", "Närvarande var …", "Vi var elva föräldrar och tre från skolan: …"
_SENTENCES = (
    re.compile(
        r"^(?:med på mötet|närvarande(?: på mötet)?|deltagare(?: på mötet)?|på (?:mötet|plats|"
        r"träffen)"
        r"|med)\s(?:deltog|var|fanns)\s(?P<people>.{3,600})$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:i mötet deltog|vi som (?:deltog|var med)(?: var)?|på mötet deltog|medverkade gjorde|"
        r"deltog gjorde|mötesdeltagare var)\s?:?\s(?P<people>.{3,600})$",
        re.IGNORECASE,
    ),
    re.compile(r"^vi var(?: [^:.]{3,80})?:\s(?P<people>.{3,600})$", re.IGNORECASE),
    re.compile(
        r"^(?P<people>[A-ZÅÄÖ].{3,300}?)\s(?:deltog|medverkade|var på plats|var närvarande)"
        r"(?:\s(?:på|i|vid) (?:mötet|träffen|samrådet))?\.?$"
    ),
)
_WE_WERE = re.compile(
    r"^(?:vi som (?:var|kom) var|vi var|närvarande var|med var|"
    r"på plats var)\s(?P<people>[A-ZÅÄÖ].{3,400})$",
    re.IGNORECASE,
)
# A second label on the same line: "Siv, Bo. Frånvarande: Kim".
_NEXT_LABEL = re.compile(r"[.;]\s+(?=[A-ZÅÄÖ][^:.,;]{2,40}:\s)")
_FROM = re.compile(r"^(?:från|för|representanter (?:för|från))\s[\wåäö]", re.IGNORECASE)
_TABLE_HEAD = re.compile(
    r"^(?:namn|för- och efternamn|deltagare|organisation|enhet|förening|företag|roll|titel|"
    r"funktion|representerar|arbetsplats|närvarande|parti|uppdrag|e-?post|epost|signatur)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Present and absent in document order; ``used``: indexes of the blocks that said so."""

    present: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]
    used: frozenset[int]


class _Collector:
    """Walks the blocks and keeps which list is open."""

    def __init__(self, header_end: int, known: Sequence[KnownOrganisation]) -> None:
        self.header_end = header_end
        self.known = known
        self.lists: dict[LabelKind, list[Attendee]] = {"present": [], "absent": [], "invited": []}
        self.officials: list[Attendee] = []
        self.used: set[int] = set()
        self.open: LabelKind | None = None
        self.context: str | None = None
        self.columns: tuple[str, ...] = ()
        self.listed_inline = False
        self.body_began = False

    def take(self, index: int, block: Block) -> None:
        if block.kind == "separator":
            return
        if block.kind == "heading":
            kind = label_kind(block.text)
            self._switch(kind if kind in ATTENDANCE else None, index)
            self.body_began = self.body_began or (
                kind not in ATTENDANCE and index >= self.header_end
            )
        elif block.kind == "label":
            self._bare_label(index, block)
        elif block.label is not None and block.kind == "paragraph":
            self._labelled(index, block)
        elif self.open is not None:
            self._item(index, block)

    def _switch(self, kind: LabelKind | None, index: int) -> None:
        self.open = kind
        self.context = None
        self.columns = ()
        self.listed_inline = False
        if kind is not None:
            self.used.add(index)

    def _bare_label(self, index: int, block: Block) -> None:
        kind = label_kind(block.label or block.text)
        if kind in ATTENDANCE and (index < self.header_end or self.open or not self.body_began):
            self._switch(kind, index)
            self.context = None
        elif self.open is not None and kind in ("other", "official") and len(block.text) <= 60:
            self.context = (block.label or "").strip()
            self.used.add(index)
        else:
            self.open = None

    def _labelled(self, index: int, block: Block) -> None:
        kind = label_kind(block.label or "")
        value, *rest = _NEXT_LABEL.split(value_of(block))
        from_whom = _FROM.match(block.label or "") is not None
        if self.open is None and from_whom and not self.body_began:
            self._from_organisation(index, block, value)
        elif kind in ATTENDANCE and not (self.body_began and index >= self.header_end):
            self._switch(kind, index)
            if kind in ("present", "absent") and is_role((block.label or "").casefold()):
                self.context = None
            people = parse_people(value, block.first_line, self.known)
            self._add(people)
            self.listed_inline = bool(people)
            for told in rest:
                label, _, names = told.partition(":")
                self.open = label_kind(label) if label_kind(label) in ATTENDANCE else self.open
                self._add(parse_people(names, block.first_line, self.known))
        elif kind == "official" and not self.body_began:
            role = (block.label or "").casefold()
            found = parse_people(value, block.first_line, self.known)
            self.officials.extend(replace(p, role=p.role or role) for p in found if p.name)
            self.used.add(index)
        elif self.open is not None and kind == "other":
            found = parse_people(value, block.first_line, self.known)
            if any(person.name for person in found):
                self._add([_from_context(block.label, p) for p in found])
                self.used.add(index)
            else:
                self.open = None
        else:
            self.open = None

    def _item(self, index: int, block: Block) -> None:
        line = block.first_line
        if self.listed_inline and (block.blank_before or block.kind == "bullet"):
            # The list stood on the label's own line; what follows is something else.
            self.open = None
            return
        if block.cells:
            if all(_TABLE_HEAD.match(cell) for cell in block.cells if cell):
                self.columns = tuple(cell.casefold() for cell in block.cells)
                self.used.add(index)
                return
            found = parse_row(block.cells, self.columns, line, self.known)
        elif len(block.text) > 400 or (block.text.endswith(".") and len(block.text.split()) > 14):
            found = []
        else:
            found = parse_people(block.text, line, self.known, one_person=True)
        if not found:
            # One row that says nothing ("två från huset") does not end the list.
            inside = not block.blank_before and len(block.text) <= 80 and block.text[-1] != "."
            self.open = self.open if block.kind == "bullet" or inside else None
            return
        self._add([_from_context(self.context, p) for p in found])
        self.used.add(index)

    def _add(self, people: Sequence[Attendee]) -> None:
        if self.open is None:
            return
        for person in people:
            told = " ".join(
                each for each in (person.role, person.organisation, person.note) if each
            )
            away = self.open == "present" and person.name is not None and says_away(told)
            self.lists["absent" if away else self.open].append(person)

    def _from_organisation(self, index: int, block: Block, value: str) -> None:
        """ "Från Fyren: Siv Ek, Bo Alm" where nothing says "Närvarande"."""
        found = parse_people(value, block.first_line, self.known)
        if found and all(person.name for person in found):
            self._switch("present", index)
            self._add([_from_context(block.label, person) for person in found])
            self.open = None


def find_attendance(
    blocks: Sequence[Block],
    *,
    header_end: int,
    known: Sequence[KnownOrganisation] = (),
) -> Attendance:
    """Collect the attendance from ``blocks``; ``header_end``: index of the first body block."""
    collector = _Collector(header_end, known)
    for index, block in enumerate(blocks):
        collector.take(index, block)
    present = _distinct(collector.lists["present"])
    used = set(collector.used)
    if not present:
        present, more = _from_sentences(blocks, known)
        used |= more
    for official in collector.officials:
        present = _merged(present, official)
    return Attendance(tuple(present), tuple(_distinct(collector.lists["absent"])), frozenset(used))


def value_of(block: Block) -> str:
    """What stands after the colon (or tab) of a labelled paragraph."""
    label = block.label or ""
    start = block.text.find(label)
    rest = block.text[start + len(label) :] if start >= 0 else block.text
    return rest.lstrip(" :*_\t")


def _from_context(context: str | None, person: Attendee) -> Attendee:
    """``person`` with what a sub-label ("Från Fyren", "Ordförande") says of those below it."""
    if not context:
        return person
    plain = re.sub(r"^(?:från|för|repr(?:esentanter)?(?: för| från)?)\s", "", context, flags=re.I)
    if is_role(context):
        return replace(person, role=person.role or context.casefold())
    if plain != context or looks_like_organisation(plain) or plain[:1].isupper():
        return replace(person, organisation=person.organisation or plain)
    return person


def _from_sentences(
    blocks: Sequence[Block], known: Sequence[KnownOrganisation]
) -> tuple[list[Attendee], set[int]]:
    for index, block in enumerate(blocks[:14]):
        if block.kind != "paragraph":
            continue
        for pattern in _SENTENCES:
            match = pattern.match(block.text)
            people = parse_people(match["people"], block.first_line, known) if match else []
            if people and all(person.name for person in people):
                return people, {index}
        for sentence in sentences(block.text[:1500]):
            match = _WE_WERE.match(sentence.text)
            people = parse_people(match["people"], block.first_line, known) if match else []
            if len(people) >= 2 and all(person.name for person in people):
                # Inside a greeting or a first paragraph, which stays in the text.
                return people, set()
    return [], set()


def _merged(people: list[Attendee], official: Attendee) -> list[Attendee]:
    for position, person in enumerate(people):
        if person.name and official.name and _same(person.name, official.name):
            if person.role is None:
                people[position] = replace(person, role=official.role)
            return people
    return [*people, official]


def _distinct(people: Sequence[Attendee]) -> list[Attendee]:
    seen: set[tuple[str | None, str | None]] = set()
    kept: list[Attendee] = []
    for person in people:
        key = (person.name, None if person.name else person.organisation)
        if key not in seen:
            seen.add(key)
            kept.append(person)
    return kept


def _same(one: str, other: str) -> bool:
    return one == other or same_person(one, other)
