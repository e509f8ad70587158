"""Read the signed figures of the plans: one file, described in docs/aggregate.md.

What is not signed with the right key, not whole, or holds a number that should never have left is
refused with a sentence. Nothing here knows a plan; whoever has the file can read it the same way.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

FORMAT = "oppnasoc-plan-figures/1"
MOST = 1_000_000  # characters; a century of quarters is a tenth of it
#: How many plans stand behind a number at least; every number is a multiple of it.
LEAST = 10
#: Counts of plans; each is part of the first.
COUNTS = (
    "rounds", "met", "in_force", "followed_up_in_time",
    "happened_yes", "happened_partly", "happened_no",
)  # fmt: skip
NAMES = (*COUNTS, "median_days", "on_time_percent")
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")


class Refused(Exception):
    """The figures are not what they should be; the sentence says why."""


@dataclass(frozen=True)
class Quarter:
    """One quarter: its name, such as 2026Q4, and a number or None for each of ``NAMES``."""

    name: str
    numbers: dict[str, int | None]

    @property
    def year(self) -> int:
        return int(self.name[:4])

    @property
    def number(self) -> int:
        return int(self.name[5])

    @property
    def months(self) -> tuple[date, date]:
        """The first day of its first and of its last month."""
        return date(self.year, self.number * 3 - 2, 1), date(self.year, self.number * 3, 1)


@dataclass(frozen=True)
class Figures:
    """What a file says: its quarters, the earliest first, and the key that it is signed with."""

    key: str
    quarters: tuple[Quarter, ...]
    signed: str


def read(text: str, *, key: str = "", today: date) -> Figures:
    """The figures of a file. ``key`` is the public key that it must be signed with, in base64;
    without one any key is right. Raises Refused."""
    if len(text) > MOST:
        raise Refused(_("The figures of the plans are too long to be right."))
    file = _object(text, {"content", "key", "signature"})
    if not all(isinstance(value, str) for value in file.values()):
        raise Refused(_("The figures of the plans are not in the form that we know."))
    if key and not hmac.compare_digest(file["key"].encode(), key.encode()):
        raise Refused(_("The figures of the plans are signed with another key than before."))
    _check_signature(file["content"], file["key"], file["signature"])
    content = _object(file["content"], {"format", "quarters"})
    rows = content["quarters"]
    if content["format"] != FORMAT or not isinstance(rows, list) or not rows:
        raise Refused(_("The figures of the plans are not in the form that we know."))
    quarters = tuple(_quarter(row) for row in rows)
    _check_order(quarters, today)
    return Figures(file["key"], quarters, text)


def check_goes_on(shown: Sequence[Quarter], new: Sequence[Quarter]) -> None:
    """Every quarter that has been shown is there and says the same. Raises Refused."""
    told = {quarter.name: quarter.numbers for quarter in new}
    for quarter in shown:
        if quarter.name not in told:
            raise Refused(_("The figures of the plans are older than those that we show."))
        if told[quarter.name] != quarter.numbers:
            raise Refused(_("The figures of the plans say something else of a time already shown."))


def _check_signature(content: str, key: str, signature: str) -> None:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), f"{FORMAT}\n{content}".encode())
    except (binascii.Error, InvalidSignature, ValueError):
        raise Refused(_("The figures of the plans are not signed as they should be.")) from None


def _object(text: str, names: set[str]) -> dict[str, Any]:
    """JSON of exactly these names, each once; NaN and such are no JSON."""
    try:
        read = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or read.keys() != names:
        raise Refused(_("The figures of the plans are not in the form that we know."))
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_number(name: str) -> None:
    raise ValueError(name)


def _quarter(row: Any) -> Quarter:
    if not isinstance(row, dict) or row.keys() != {"quarter", *NAMES}:
        raise Refused(_("The figures of the plans are not in the form that we know."))
    name, numbers = row["quarter"], {each: row[each] for each in NAMES}
    if not isinstance(name, str) or not _QUARTER.fullmatch(name) or name < "2000":
        raise Refused(_("The figures of the plans are not in the form that we know."))
    if not all(_may_be_told(each, value, numbers["rounds"]) for each, value in numbers.items()):
        raise Refused(_("The figures of the plans hold a number that must not be shown."))
    return Quarter(name, numbers)


_within: dict[str, Callable[[int], bool]] = {
    "median_days": lambda value: 0 <= value <= 3660,
    "on_time_percent": lambda value: 0 <= value <= 100,
}


def _may_be_told(name: str, value: Any, rounds: Any) -> bool:
    """Nothing, or a multiple of ten: for counts ten or more, and no more than all."""
    if value is None:
        return True
    if type(value) is not int or type(rounds) is not int or value % LEAST:
        return False
    if name in COUNTS:
        return LEAST <= value <= rounds
    return _within[name](value)


def _check_order(quarters: Sequence[Quarter], today: date) -> None:
    """Each quarter follows the one before, and the last has ended."""
    places = [quarter.year * 4 + quarter.number for quarter in quarters]
    if places != list(range(places[0], places[0] + len(places))):
        raise Refused(_("The figures of the plans lack a time, or tell of one twice."))
    if places[-1] >= today.year * 4 + (today.month + 2) // 3:
        raise Refused(_("The figures of the plans tell of a time that has not ended."))
