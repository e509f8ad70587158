"""The JSON form of parsed minutes: plain dicts, lists, strings, numbers and None."""

from __future__ import annotations

from datetime import date
from typing import Any

from oppnasoc.language.minutes.model import Attendee, Guess, Moment, ParsedMinutes
from oppnasoc.language.personal_data import Finding


def to_json(parsed: ParsedMinutes) -> dict[str, Any]:
    """Return ``parsed`` as JSON-ready data.

    ``title``, ``date``, ``group``, ``place`` and ``next_meeting`` are values (dates ISO, None when
    not certain; an unsure title, group or place is the proposed one); ``sure`` and ``asks`` tell
    which of them a person must confirm, and among what.
    """
    guesses: dict[str, Guess[Any]] = {
        "title": parsed.title, "date": parsed.date, "group": parsed.group,
        "place": parsed.place, "next_meeting": parsed.next_meeting,
    }  # fmt: skip
    return {
        "title": parsed.title.value,
        "date": parsed.date.value.isoformat() if parsed.date.sure and parsed.date.value else None,
        "group": parsed.group.value,
        "place": parsed.place.value,
        "next_meeting": _moment(parsed.next_meeting.value),
        "sure": {name: guess.sure for name, guess in guesses.items()},
        "asks": {name: _ask(guess) for name, guess in guesses.items() if not guess.sure},
        "attendees": [_person(person) for person in parsed.attendees],
        "absent": [_person(person) for person in parsed.absent],
        "sections": [
            {"heading": s.heading, "level": s.level, "number": s.number, "role": s.role,
             "bullets": s.bullets, "paragraphs": s.paragraphs,
             "first_line": s.first_line, "last_line": s.last_line}
            for s in parsed.sections
        ],
        "questions": list(parsed.questions),
        "decisions_or_commitments": [
            {"who": c.who, "what": c.what, "when": c.when, "kind": c.kind, "why": c.why,
             "line": c.line}
            for c in parsed.commitments
        ],
        # Dead and relative links lead nowhere from here; they are in "dead_links".
        "links": [link.url for link in parsed.links if not link.dead],
        "dead_links": [link.text or link.url for link in parsed.links if link.dead],
        "emails": list(parsed.emails),
        "phone_numbers": list(parsed.phone_numbers),
        "person_names": list(parsed.person_names),
        "findings": [_finding(finding) for finding in parsed.findings],
        "points": [
            {"key": p.key, "kind": p.kind, "level": p.level, "text": p.text,
             "section": p.section_index, "first_line": p.first_line, "last_line": p.last_line,
             "is_question": p.is_question, "has_answer": p.has_answer,
             "answer_points": list(p.answer_points), "proposal": p.proposal, "why": p.why}
            for p in parsed.points
        ],
    }  # fmt: skip


def _person(person: Attendee) -> dict[str, str | int | None]:
    return {"name": person.name, "organisation": person.organisation, "role": person.role,
            "note": person.note, "line": person.line}  # fmt: skip


def _moment(moment: Moment | None) -> str | None:
    if moment is None or moment.day is None:
        return None
    if moment.start is None:
        return moment.day.isoformat()
    return f"{moment.day.isoformat()} {moment.start:%H:%M}"


def _ask(guess: Guess[Any]) -> dict[str, Any]:
    return {"why": guess.why, "candidates": [_plain(each) for each in guess.candidates]}


def _plain(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return _moment(value) if isinstance(value, Moment) else str(value)


def _finding(finding: Finding) -> dict[str, Any]:
    return {"kind": finding.kind, "severity": finding.severity, "text": finding.text,
            "start": finding.start, "end": finding.end, "point": finding.point_key,
            "attendee": finding.attendee, "absent": finding.absent, "line": finding.line,
            "suggestions": list(finding.suggestions),
            "replacements": dict(finding.replacements)}  # fmt: skip
