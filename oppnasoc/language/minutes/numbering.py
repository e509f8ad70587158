"""Numbered lines: which of them are headings, and which are only the items of a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from oppnasoc.language import dates
from oppnasoc.language.minutes.lines import Line

NUMBER = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<sign>[.)]?)(?:\s+|(?<=[.)])(?=[A-ZÅÄÖ]))"
    r"(?P<text>[^\W\d_]\S*.*|[\"”“].*)$"
)
_LETTER = re.compile(r"^(?P<number>[IVX]{1,5}|[A-Z])(?P<sign>[.)])\s+(?P<text>[^\W\d_]\S*.*)$")
# A recording's time before what was talked about: "00:04:30 Lokalen".
CLOCK = re.compile(r"^(?P<number>\d{1,2}:\d\d:\d\d)\s+(?P<text>[^\W\d_].*)$")
_ROMAN = {
    number: value
    for value, number in enumerate(
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
         "XV", "XVI", "XVII", "XVIII", "XIX", "XX"), 1
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered line's text, depth from 1 and number as written."""

    text: str
    level: int
    number: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that count upwards in one style ("1.", "1)", "A.", "I.")."""

    style: str
    items: list[tuple[int, re.Match[str]]]


def numbered_headings(
    lines: Sequence[Line], taken: Collection[int], *, outer: bool
) -> dict[int, Numbered]:
    """Numbered lines are headings when most of their run have text of their own below them.

    ``taken``: lines that are headings already; ``outer``: another numbering (§) divides the
    document, so that plain numbers are lists. A style that counts within another is a list too.
    """
    counted = (*_decimals(lines, taken), *_letters(lines, taken))
    runs = [run for run in counted if _divides(lines, run)]
    if not runs:
        return {}
    found: dict[int, Numbered] = {}
    first = min(runs, key=lambda run: run.items[0][0])
    for run in runs:
        if run.style != first.style or (outer and run.items[0][0] > min(taken, default=0)):
            continue
        for index, match in run.items:
            if heading_like(match["text"]):
                level = match["number"].count(".") + 1
                found[index] = Numbered(match["text"].strip(), level, match["number"])
    return found


def _decimals(lines: Sequence[Line], taken: Collection[int]) -> list[_Run]:
    runs: list[_Run] = []
    expected = 0
    for index, line in enumerate(lines):
        match = NUMBER.match(line.text)
        if match is None or index in taken or line.indent > 12 or line.separator:
            continue
        if "." in match["number"]:
            if runs and int(match["number"].split(".")[0]) < 60 and heading_like(match["text"]):
                runs[-1].items.append((index, match))
            continue
        number = int(match["number"])
        # Only a sign, or a number that continues or opens the count, makes "1 Öppnande" an item.
        if not match["sign"] and not (number in (1, expected) and match["text"][0].isupper()):
            continue
        goes_on = next((run for run in reversed(runs) if run.style == match["sign"]), None)
        if goes_on is not None and number == _last_number(goes_on) + 1:
            goes_on.items.append((index, match))
        else:
            runs.append(_Run(match["sign"], [(index, match)]))
        expected = number + 1
    return runs


def _last_number(run: _Run) -> int:
    return int(run.items[-1][1]["number"].split(".")[0])


def _letters(lines: Sequence[Line], taken: Collection[int]) -> list[_Run]:
    """Runs of "I. II. III." and "A. B. C."; one alone is an initial or a slip."""
    runs: list[_Run] = []
    for index, line in enumerate(lines):
        match = _LETTER.match(line.text)
        if match is None or index in taken or line.separator:
            continue
        number = match["number"]
        for style, value in (("roman", _ROMAN.get(number, 0)), ("letter", _letter_value(number))):
            open_run = next((run for run in reversed(runs) if run.style == style), None)
            if value == 1:
                runs.append(_Run(style, [(index, match)]))
            elif open_run is not None and value == len(open_run.items) + 1:
                open_run.items.append((index, match))
                break
    return [run for run in runs if len(run.items) >= 2]


def _letter_value(number: str) -> int:
    return ord(number) - ord("A") + 1 if len(number) == 1 else 0


def _divides(lines: Sequence[Line], run: _Run) -> bool:
    """Whether the lines of ``run`` divide the document: short, with text of their own below."""
    tops = [(i, m) for i, m in run.items if "." not in m["number"]]
    likely = [(i, m) for i, m in tops if heading_like(m["text"])]
    own_text = [i for i, _ in tops if _has_own_text(lines, i)]
    if len(likely) < 0.7 * len(tops) or len(own_text) < 0.5 * len(tops):
        return False
    return len(tops) != 1 or lines[tops[0][0]].blanks > 0


def heading_like(text: str) -> bool:
    """Whether ``text`` is short and does not end as a sentence or a label does."""
    return len(text) <= 95 and not text.rstrip().endswith((".", ";", ",", ":")) and "\t" not in text


def _has_own_text(lines: Sequence[Line], index: int) -> bool:
    if index + 1 >= len(lines):
        return lines[index].blanks > 0
    following = lines[index + 1]
    if NUMBER.match(following.text) and following.indent <= lines[index].indent + 1:
        inner = NUMBER.match(lines[index].text)
        own, below = NUMBER.match(following.text), inner
        other_style = below is None or (own is not None and own["sign"] != below["sign"])
        return other_style or bool(re.match(r"\d+\.\d", following.text))
    # A lower-case line without a blank is the rest of the item, not text below it.
    return bool(following.marker or following.blanks or not following.text[0].islower())


def split_number(text: str) -> tuple[str, str | None, int]:
    """(text, number, level) of "2.1 Lokaler"; the number stays where it is a year or an amount."""
    match = NUMBER.match(text)
    if match is None or (not match["sign"] and dates.find(text[:20])):
        return text, None, 1
    return match["text"], match["number"], match["number"].count(".") + 1
