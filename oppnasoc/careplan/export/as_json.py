"""A plan as a file of its own kind: JSON, version 2 (docs/plan-export.md and its schema).

The same picture is the same file, byte for byte. Names of keys are those of the columns and the
fields; values are codes, days (ISO 8601), moments with their zone, and texts as they were written.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from .whole import Own, Picture, Said, Someone

FORMAT, VERSION = "oppnasoc-plan", 2


def as_json(picture: Picture) -> bytes:
    """The file, UTF-8."""
    made = json.dumps(document(picture), ensure_ascii=False, indent=1)
    return (made + "\n").encode()


def document(picture: Picture) -> dict[str, Any]:
    """What the file holds, as JSON knows it."""
    found: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "taken_out_at": picture.at,
        "whole": picture.is_whole,
        "read_by": picture.reader,
        "sections": list(picture.sections),
        "plan": _plan(picture),
        "people": [_someone(each) for each in picture.people],
        "pieces": [_said(each) for each in picture.pieces],
    }
    if picture.own is not None:
        found["own"] = _own(picture.own)
    plain = _plain(found)
    assert isinstance(plain, dict)
    return plain


def _plan(picture: Picture) -> dict[str, Any]:
    return {
        "id": picture.id,
        "name": picture.name,
        "state": picture.state,
        "practice": picture.practice,
        "protected": picture.protected,
        "edition": picture.edition,
        "in_force_at": picture.in_force_at,
        "follow_up_on": picture.follow_up_on,
        "lead": picture.lead,
    }


def _someone(someone: Someone) -> dict[str, Any]:
    return asdict(someone)


def _said(said: Said) -> dict[str, Any]:
    return asdict(said)


def _own(own: Own) -> dict[str, Any]:
    found = asdict(own)
    found["grants"] = found.pop("yeses")
    if (record := found["record"]) is not None:
        record["earlier_grants"] = [{**row.pop("yes"), **row} for row in record["earlier_grants"]]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
