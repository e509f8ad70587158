"""The one way in: text to :class:`ParsedMinutes`.

A reader turns a document into blocks; everything after that works on blocks alone, so a reader
for another format only has to deliver them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from oppnasoc.language import contacts, dates, names, personal_data
from oppnasoc.language.minutes.attendance import Attendance, find_attendance
from oppnasoc.language.minutes.blocks import read_text
from oppnasoc.language.minutes.commitments import find_commitments
from oppnasoc.language.minutes.header import find_date, find_group, find_place
from oppnasoc.language.minutes.model import Block, Link, ParsedMinutes, Point, Section
from oppnasoc.language.minutes.points import make_points
from oppnasoc.language.minutes.questions import questions_in
from oppnasoc.language.minutes.sections import divide
from oppnasoc.language.minutes.title import find_header
from oppnasoc.language.minutes.upcoming import find_next_meeting
from oppnasoc.language.minutes.vocabulary import label_kind
from oppnasoc.language.organisations import KnownOrganisation
from oppnasoc.language.personal_data import Finding

READERS: dict[str, Callable[[str], list[Block]]] = {"text": read_text}


def parse(
    text: str,
    *,
    reader: str = "text",
    known_groups: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
    known_places: Sequence[str] = (),
    today: date | None = None,
) -> ParsedMinutes:
    """Parse meeting notes.

    ``known_*``: what the installation knows, used to recognise and to be sure; ``today`` bounds
    guesses about years (the real date when left out). Never raises on any text; ValueError on an
    unknown ``reader``.
    """
    if reader not in READERS:
        raise ValueError(f"unknown reader {reader!r}; known: {', '.join(sorted(READERS))}")
    blocks = READERS[reader](unicodedata.normalize("NFC", text))
    return analyse(
        blocks,
        known_groups=known_groups,
        known_organisations=known_organisations,
        known_places=known_places,
        today=today or datetime.now(tz=UTC).date(),
    )


def analyse(
    blocks: Sequence[Block],
    *,
    known_groups: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
    known_places: Sequence[str] = (),
    today: date,
) -> ParsedMinutes:
    """Analyse blocks from any reader; see :func:`parse`."""
    header = find_header(blocks)
    attendance = find_attendance(blocks, header_end=header.body, known=known_organisations)
    division = divide(blocks, header, attendance.used)
    people = _people(blocks, attendance, known_organisations)
    points = make_points(division.sections)
    meeting = find_date(blocks, header, today=today)
    texts = [(block.text, block.first_line) for block in blocks if block.kind != "separator"]
    return ParsedMinutes(
        title=header.title,
        date=meeting,
        group=find_group(blocks, header, known_groups),
        place=find_place(blocks, header, known_places),
        next_meeting=find_next_meeting(blocks, meeting, today=today),
        attendees=attendance.present,
        absent=attendance.absent,
        sections=division.sections,
        points=tuple(points),
        questions=_questions(division.sections),
        commitments=tuple(find_commitments(division.sections, people, attendance.present)),
        links=_links(texts),
        emails=_unique(e for text, _ in texts for e in contacts.find_emails(text)),
        phone_numbers=_unique(p for text, _ in texts for p in contacts.find_phones(text)),
        dates=tuple(mention for text, _ in texts for mention in dates.find(text)),
        person_names=tuple(people),
        findings=_findings(
            points,
            attendance,
            people,
            known_organisations,
            places=[*known_places, *(b.text for b in blocks[: header.body] if len(b.text) <= 220)],
        ),
        blocks=tuple(blocks),
    )


def _people(
    blocks: Sequence[Block], attendance: Attendance, known: Sequence[KnownOrganisation]
) -> list[str]:
    """One name per person in the document, in order of appearance."""
    listed = [p.name for p in (*attendance.present, *attendance.absent) if p.name]
    organisations = [
        *known,
        *(KnownOrganisation(p.organisation) for p in attendance.present if p.organisation),
    ]
    mentioned = [
        mention
        for block in blocks
        if block.kind != "separator"
        for mention in names.find(block.text, people=listed, known_organisations=organisations)
    ]
    first = [names.NameMention(0, len(name), name, name, full=" " in name) for name in listed]
    return names.canonical([*first, *mentioned])


def _questions(sections: Sequence[Section]) -> tuple[str, ...]:
    found: list[str] = []
    for section in sections:
        if section.role in ("attendance", "absence"):
            continue
        asking = label_kind(section.heading or "") == "question"
        if section.heading:
            found.extend(questions_in(section.heading))
        for block in section.blocks:
            as_list = block.kind == "bullet" or asking
            found.extend(questions_in(block.text, written_as_list=as_list))
    return _unique(found)


def _links(texts: Sequence[tuple[str, int]]) -> tuple[Link, ...]:
    seen: dict[str, Link] = {}
    for text, line in texts:
        for link in contacts.find_links(text, line):
            key = link.url if not link.dead else f"{link.url} {link.text}"
            seen.setdefault(key, link)
    return tuple(seen.values())


def _findings(
    points: Sequence[Point],
    attendance: Attendance,
    people: Sequence[str],
    known: Sequence[KnownOrganisation],
    places: Sequence[str],
) -> tuple[Finding, ...]:
    found: list[Finding] = []
    officials: list[str] = []
    revealed: list[str] = []
    for index, person in enumerate(attendance.present):
        told = personal_data.find_in_attendee(
            person.name, person.organisation, person.role, person.note,
            index=index, line=person.line, known_organisations=known,
        )  # fmt: skip
        found.extend(told)
        if person.name and any(each.kind == "official" for each in told):
            officials.append(person.name)
        if person.name and any(each.kind == "health_organisation" for each in told):
            revealed.append(person.name)
    for index, person in enumerate(attendance.absent):
        told = personal_data.find_in_attendee(
            person.name, person.organisation, person.role, person.note,
            index=index, line=person.line, known_organisations=known,
        )  # fmt: skip
        found.extend(replace(each, attendee=None, absent=index) for each in told)
        if person.name and any(each.kind == "health_organisation" for each in told):
            revealed.append(person.name)
    for point in points:
        found.extend(
            personal_data.find_in_point(
                point.text, key=point.key, line=point.first_line, people=people,
                officials=officials, revealed=revealed, places=places, known_organisations=known,
            )
        )  # fmt: skip
    return tuple(found)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
