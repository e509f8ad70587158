"""An export of our own is read: strictly, within limits, and as values only. Nothing is run.

A file comes from somebody's phone and may be anything. Whatever is not exactly a plan of a
version that we know is refused with a sentence that says what to do; nothing is guessed.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from ..kinds import SHAPES
from ..models import Doing, Kind, SeatKind, Side, Support
from ..sealed import Words
from ..sections import Section
from ..writing import MOST, Refused, cleaned
from .as_json import FORMAT, VERSION

#: The first version had no record of what has happened around the plan.
VERSIONS = range(1, VERSION + 1)
MOST_BYTES = 20 * 1024 * 1024
MOST_PEOPLE = 200
DEEPEST = 8
_T = TypeVar("_T")


@dataclass(frozen=True)
class BroughtPerson:
    """Somebody as the file tells of them: words only, no account and no right to read."""

    id: uuid.UUID
    kind: str
    side: str
    support: str
    mandate: bool
    until_on: date | None
    ended: bool
    words: Words


@dataclass(frozen=True)
class BroughtPiece:
    """A piece as the file tells of it; its words are checked when it is written."""

    id: uuid.UUID
    kind: Kind
    section: str
    item: str
    words: Words
    hers: bool
    author: uuid.UUID | None
    seat: uuid.UUID | None
    about: uuid.UUID | None
    doing: str
    decided: bool
    starts_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class Brought:
    """What a file brings. Rights to read, confirmations, the state of the plan and what has
    happened around it are not read; ``has_record`` is whether the file tells of that."""

    taken_out_at: datetime
    name: str
    practice: bool
    protected: bool
    others_none: bool
    has_record: bool
    grown_up_on: date | None
    follow_up_on: date | None
    lead: uuid.UUID | None
    people: tuple[BroughtPerson, ...]
    pieces: tuple[BroughtPiece, ...]


class _Wrong(Exception):
    """The file is not as the schema says; ``where`` is for nobody but us."""


def read(content: bytes) -> Brought:
    """What a file brings. Raises Refused with a sentence when it cannot be read."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is too large. At most 20 MB can be brought in."), "file")
    try:
        found = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
        _not_deep(found)
    except (ValueError, RecursionError, _Wrong):
        raise Refused(_not_ours(), "file") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Refused(_not_ours(), "file")
    version = found.get("version")
    if type(version) is not int or version not in VERSIONS:
        raise Refused(
            _("The file was made by another version of this site. Take out a new one there."),
            "file",
        )
    try:
        if len(_rows(found, "pieces")) > MOST or len(_rows(found, "people")) > MOST_PEOPLE:
            raise Refused(_("There is more in the file than a plan can hold."), "file")
        return _brought(found)
    except (_Wrong, ValueError, OverflowError):
        raise Refused(
            _("Something in the file has been changed. Choose the file as it was taken out."),
            "file",
        ) from None


def _not_ours() -> str:
    return _("This is not a plan that was taken out from here. Choose the file that ends in .json.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Wrong("a key twice")
    return found


def _no_number(name: str) -> None:
    raise _Wrong(name)


def _not_deep(value: Any) -> None:
    level = [value]
    for _depth in range(DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, (dict, list))
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise _Wrong("deep")


def _get(row: dict[str, Any], name: str, kind: type[_T]) -> _T:
    """A value of exactly this type; a text must be one that can be kept as UTF-8."""
    value = row.get(name)
    if type(value) is not kind:
        raise _Wrong(name)
    if isinstance(value, str):
        value.encode()  # An unpaired half of a sign raises UnicodeEncodeError, a ValueError.
    return value


def _maybe(row: dict[str, Any], name: str) -> str:
    return "" if row.get(name) is None else _get(row, name, str)


def _rows(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = _get(found, name, list)
    if not all(isinstance(row, dict) for row in rows):
        raise _Wrong(name)
    return rows


def _id(row: dict[str, Any], name: str) -> uuid.UUID | None:
    text = _maybe(row, name)
    return uuid.UUID(text) if text else None


def _own_id(row: dict[str, Any]) -> uuid.UUID:
    found = _id(row, "id")
    if found is None:
        raise _Wrong("id")
    return found


def _day(row: dict[str, Any], name: str) -> date | None:
    text = _maybe(row, name)
    return date.fromisoformat(text) if text else None


def _code(row: dict[str, Any], name: str, codes: list[str], *, empty: bool = False) -> str:
    text = _get(row, name, str)
    if text not in codes and not (empty and text == ""):
        raise _Wrong(name)
    return text


def _brought(found: dict[str, Any]) -> Brought:
    plan = _get(found, "plan", dict)
    own = _get(found, "own", dict) if "own" in found else {}
    at = datetime.fromisoformat(_get(found, "taken_out_at", str))
    if at.tzinfo is None:
        raise _Wrong("taken_out_at")
    timezone.localtime(at)  # OverflowError for what no calendar of ours can tell.
    people = tuple(_person(row) for row in _rows(found, "people"))
    pieces = tuple(_piece(row) for row in _rows(found, "pieces"))
    if len({each.id for each in pieces}) < len(pieces) or len({p.id for p in people}) < len(people):
        raise _Wrong("an id twice")
    return Brought(
        taken_out_at=at,
        name=cleaned(_get(plan, "name", str)),
        practice=_get(plan, "practice", bool),
        protected=_get(plan, "protected", bool),
        others_none="own" in found and _get(own, "others_none", bool),
        has_record=own.get("record") is not None and bool(_get(own, "record", dict)),
        grown_up_on=_day(own, "grown_up_on"),
        follow_up_on=_day(plan, "follow_up_on"),
        lead=_id(plan, "lead"),
        people=people,
        pieces=pieces,
    )


_PERSON = ("name", "role", "organisation", "phone", "email", "chief", "chief_phone")

#: What earlier files do not hold.
_LATER = ("away",)


def _person(row: dict[str, Any]) -> BroughtPerson:
    return BroughtPerson(
        id=_own_id(row),
        kind=_code(row, "kind", SeatKind.values),
        side=_code(row, "side", Side.values),
        support=_code(row, "support", Support.values),
        mandate=_get(row, "mandate", bool),
        until_on=_day(row, "until_on"),
        ended=_get(row, "ended", bool),
        words={name: _get(row, name, str) for name in _PERSON}
        | {name: _get(row, name, str) for name in _LATER if name in row},
    )


def _piece(row: dict[str, Any]) -> BroughtPiece:
    kind = Kind(_code(row, "kind", Kind.values))
    shape = SHAPES[kind]
    words = _get(row, "words", dict)
    if not set(words) <= set(shape.names):
        raise _Wrong("words")
    forms = {field.name: bool if field.form == "yes" else str for field in shape.fields}
    kept: Words = {}
    for name, value in words.items():
        # A field that was never filled in is an empty text whatever its form.
        kept[name] = _get(words, name, str if value == "" else forms[name])
    section = _code(row, "section", [str(part) for part in Section])
    if section not in shape.sections:
        raise _Wrong("section")
    item = _get(row, "item", str)
    if len(item) > 40 or not all(
        sign.isascii() and (sign.isalnum() or sign in "-_") for sign in item
    ):
        raise _Wrong("item")
    return BroughtPiece(
        id=_own_id(row),
        kind=kind,
        section=section,
        item=item,
        words=kept,
        hers=_get(row, "hers", bool),
        author=_id(row, "author"),
        seat=_id(row, "seat"),
        about=_id(row, "about"),
        doing=_code(row, "doing", Doing.values, empty=True),
        decided=_get(row, "decided", bool),
        starts_on=_day(row, "starts_on"),
        due_on=_day(row, "due_on"),
    )
