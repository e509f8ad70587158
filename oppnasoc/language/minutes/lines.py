"""Plain text to lines: marker, indent, blank lines before, and what only decorates the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A bullet sign, a check box, or a number or letter with . or ) – then the text.
_MARKER = re.compile(
    r"^(?P<marker>"
    r"[-–—*+•·●○◦▪■□‣∙⁃►➢✓☐☑☒→⇒\uf0b7\uf0a7\uf0d8]\s{1,8}(?:\[[ xX]?\]\s+)?"
    r"|[•●○◦▪■‣∙⁃►➢→⇒\uf0b7\uf0a7\uf0d8]"
    r"|[-–](?=[A-ZÅÄÖ])"
    r"|o\s{1,8}(?=\S)"
    r"|\d{1,2}[.)]\s{1,8}(?=\D)"
    r"|\d{1,2}[.)](?=[A-ZÅÄÖ][a-zåäö])"
    r"|[a-z]\.\s{1,8}(?=[^\W\d_]{2})"
    r"|\(?[a-zA-Z]\)\s{1,8}"
    r"|\(\d{1,2}\)\s{1,8}"
    r")(?=\S)"
)
_PAGE = re.compile(
    r"^(?:sid(?:an?)?\.?\s*)?\(?\d{1,3}\)?\s*(?:\(\d{1,3}\)|(?:/|av)\s*\d{1,3})\s*$"
    r"|^(?:sid(?:an?)?|page)\.?\s*\d{1,3}\s*$|^[-–]\s*\d{1,3}\s*[-–]$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^(?:[-=_*~#.·—–]{3,}|\|?[\s:|+-]{3,}\|?)$")
# A bullet sign with nothing behind it.
_EMPTY_ITEM = re.compile(r"^[-–—*+•·●○◦▪■□‣∙⁃►➢\uf0b7\uf0a7\uf0d8]\s*(?:\[[ xX]?\])?$")
_NUMBERED = re.compile(r"^\(?(\d{1,2})[.)]")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank source line. ``indent`` in columns (a tab is four); ``text`` is stripped.

    ``body``: text after ``marker``. ``blanks``: blank lines right before. ``separator``: rulers,
    page numbers, table borders. ``page``: a page number or a line repeated on every page;
    ``new_page``: a form feed stands before it.
    """

    number: int
    text: str
    indent: int
    marker: str
    body: str
    blanks: int
    separator: bool
    width: int
    page: bool = False
    new_page: bool = False

    @property
    def ordinal(self) -> int | None:
        """The number in a marker like "3." or "3)"."""
        match = _NUMBERED.match(self.marker)
        return int(match[1]) if match else None


def read_lines(text: str) -> list[Line]:
    """The non-blank lines of ``text``; form feeds count as blank lines."""
    found: list[Line] = []
    blanks = 1
    for number, raw in enumerate(_split(text), 1):
        tidy = raw.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
        stripped = tidy.strip()
        if not stripped:
            blanks += 1
            continue
        if "\f" in raw and found:
            blanks = max(blanks, 2)
        expanded = tidy.replace("\f", "").expandtabs(4)
        indent = len(expanded) - len(expanded.lstrip())
        separator = bool(
            _RULE.match(stripped) or _PAGE.match(stripped) or _EMPTY_ITEM.match(stripped)
        )
        match = None if separator else _MARKER.match(stripped)
        marker = match["marker"] if match else ""
        found.append(
            Line(number, stripped, indent, marker.strip(), stripped[len(marker) :].strip(),
                 blanks, separator, len(expanded.rstrip()), bool(_PAGE.match(stripped)),
                 "\f" in raw and bool(found))
        )  # fmt: skip
        blanks = 0
    return found


def _split(text: str) -> list[str]:
    """Lines as an editor counts them; other Unicode line breaks are ordinary white space."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
