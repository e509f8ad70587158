"""The demo's files: TOML and plain text whose dates are written as a weekday and a week.

``tisdag -6`` is the Tuesday six weeks before the current week, ``måndag 0`` the Monday of this
week, ``fredag +1`` the Friday of the next. Days that have passed are written with a minus (or as
``måndag 0``, which is never ahead), so that the town looks the same on every day of a week.
Inside texts a date stands in braces: ``{tisdag -6}`` becomes "tisdag 3 mars".
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_DATE = re.compile(r"\{([^{}|]+)(?:\|([^{}]+))?\}")


@dataclass(frozen=True)
class Week:
    """The current week, from which every date of the demo is counted."""

    monday: date

    @classmethod
    def of(cls, today: date) -> Week:
        return cls(today - timedelta(days=today.weekday()))

    def day(self, written: str) -> date:
        """The date of ``tisdag -6``. Raises ValueError for anything that is not written so."""
        weekday, _, weeks = written.partition(" ")
        return self.monday + timedelta(days=WEEKDAYS.index(weekday), weeks=int(weeks))

    def words(self, written: str, form: str) -> str:
        """A date in Swedish: with weekday, or as ``form`` says (``dag``, ``månad``, ``år``)."""
        day = self.day(written)
        in_month = f"{day.day} {MONTHS[day.month - 1]}"
        forms = {
            "": f"{WEEKDAYS[day.weekday()]} {in_month}",
            "dag": in_month,
            "månad": MONTHS[day.month - 1],
            "år": f"{in_month} {day.year}",
        }
        return forms[form]

    def fill(self, text: str) -> str:
        """``text`` with its dates written out; a number such as 19 000 does not break."""
        text = _DATE.sub(lambda m: self.words(m[1], m[2] or ""), text)
        return _THOUSANDS.sub("\u00a0", text)

    def filled(self, value: Any) -> Any:
        """Anything read from TOML with the dates in its texts written out."""
        if isinstance(value, str):
            return self.fill(value).strip()
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        if isinstance(value, dict):
            return {key: self.filled(each) for key, each in value.items()}
        return value

    def table(self, name: str) -> dict[str, Any]:
        """The content of ``data/<name>.toml``; ``matters`` is the files of a whole folder."""
        found: dict[str, Any] = {}
        path = DATA / name
        files = sorted(path.glob("*.toml")) if path.is_dir() else [DATA / f"{name}.toml"]
        for file in files:
            for kind, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if isinstance(rows, dict):
                    found.setdefault(kind, {}).update(self.filled(rows))
                else:
                    found[kind] = self.filled(rows)
        return found

    def document(self, name: str) -> str:
        """The notes of a meeting, as their secretary wrote them."""
        return self.fill((DATA / "minutes" / f"{name}.txt").read_text(encoding="utf-8"))


def office_day(day: date) -> date:
    """The day itself, or the Monday after when it is a Saturday or Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
