"""The letters of a PDF page to lines: what stands on the same baseline, from left to right."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as pdfium

_HYPHENS = {0x02, 0xAD, 0xFFFE, 0x2010, 0x2011}
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_TILTED = 0.05  # radians; a watermark across the page is no text
_COLUMN = 1.8  # times the size of the letters: a gap that stands for a tab or a cell
_PAGE = re.compile(
    r"^(?:sid(?:an?)?\.?\s*|page\s*)?[-–]?\s*\d{1,3}\s*(?:\(\d{1,3}\)|(?:/|av|of)\s*\d{1,3})?"
    r"\s*[-–]?$",
    re.IGNORECASE,
)
_EDGE = 0.12  # of the page's height: where heads and feet stand


@dataclass(slots=True)
class Line:
    """Letters on one baseline. Positions in points from the lower left corner of the page."""

    page: int
    left: float
    right: float
    base: float
    size: float
    text: str
    bold: bool
    first_word: float  # width
    top_edge: bool = False
    bottom_edge: bool = False


@dataclass(slots=True)
class _Piece:
    """Letters drawn one after the other."""

    left: float
    right: float
    base: float
    size: float
    text: str = ""
    bold_letters: int = 0
    letters: int = 0
    word_end: float | None = None
    sizes: Counter[float] = field(default_factory=Counter)


class _Letters:
    """Asks pdfium about the letters of one page."""

    def __init__(self, textpage: object) -> None:
        self.page = textpage
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.box = pdfium.FS_RECTF()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.bold_fonts: dict[tuple[bytes, int], bool] = {}

    def is_bold(self, index: int) -> bool:
        self.name.value = b""
        pdfium.FPDFText_GetFontInfo(self.page, index, self.name, 128, ctypes.byref(self.flags))
        weight = pdfium.FPDFText_GetFontWeight(self.page, index)
        key = (self.name.value, weight)
        if key not in self.bold_fonts:
            name = key[0].decode("utf-8", "replace")
            self.bold_fonts[key] = bool(_BOLD_NAME.search(name)) or weight >= _BOLD_WEIGHT
        return self.bold_fonts[key]

    def place(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self.page, index, ctypes.byref(self.x), ctypes.byref(self.y))
        return self.x.value, self.y.value

    def span(self, index: int) -> tuple[float, float, float]:
        """Left, right and height of the letter's whole box."""
        pdfium.FPDFText_GetLooseCharBox(self.page, index, ctypes.byref(self.box))
        return self.box.left, self.box.right, abs(self.box.top - self.box.bottom)


def page_lines(textpage: object, count: int, page: int, height: float) -> list[Line]:
    """The lines of a page, from its top."""
    pieces = _pieces(_Letters(textpage), count)
    lines = [line for group in _rows(pieces) for line in _merged(group, page)]
    for line in lines:
        line.top_edge = line.base > height * (1 - _EDGE)
        line.bottom_edge = line.base < height * _EDGE
    return lines


def _pieces(letters: _Letters, count: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    now: _Piece | None = None
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(letters.page, index)
        if code in (0, 10, 13) or 0xD800 <= code <= 0xDFFF:
            continue
        sign = "-" if code in _HYPHENS else chr(code)
        if sign.isspace():
            if now is not None and not now.text.endswith(" "):
                now.text += " "
                now.word_end = now.right if now.word_end is None else now.word_end
            continue
        if abs(_angle(pdfium.FPDFText_GetCharAngle(letters.page, index))) > _TILTED:
            continue
        _x, base = letters.place(index)
        left, right, size = letters.span(index)
        if not all(map(math.isfinite, (base, left, right, size))):
            continue
        size = max(size, 1.0)
        fits = (
            now is not None
            and abs(base - now.base) <= 0.35 * max(size, now.size)
            and -0.5 * size <= left - now.right <= _COLUMN * size
        )
        if now is None or not fits:
            now = _Piece(left, right, base, size)
            pieces.append(now)
        elif left - now.right > 0.28 * size and not now.text.endswith(" "):
            now.text += " "
            now.word_end = now.right if now.word_end is None else now.word_end
        now.text += sign
        now.right = max(now.right, right)
        now.letters += 1
        now.bold_letters += letters.is_bold(index)
        now.sizes[round(size * 2) / 2] += 1
    return [piece for piece in pieces if piece.text.strip()]


def _angle(angle: float) -> float:
    return (angle + math.pi) % (2 * math.pi) - math.pi if math.isfinite(angle) else 0.0


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces on the same baseline, from the top; text in columns keeps the order it came in."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.base):
        if rows and abs(rows[-1][0].base - piece.base) <= 0.35 * max(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    beside = sum(1 for row in rows if sum(len(p.text) >= 25 for p in row) >= 2)
    if beside >= 8:
        return [[piece] for piece in pieces]
    return rows


def _merged(row: list[_Piece], page: int) -> list[Line]:
    row = sorted(row, key=lambda p: p.left)
    text = row[0].text.strip()
    for before, piece in pairwise(row):
        wide = piece.left - before.right > _COLUMN * piece.size
        # A sign before its item is no column of its own.
        wide = wide and len(text) > 3
        text += ("   " if wide else " ") + piece.text.strip()
    letters = sum(p.letters for p in row)
    sizes: Counter[float] = Counter()
    for piece in row:
        sizes.update(piece.sizes)
    first = row[0]
    return [
        Line(
            page=page,
            left=first.left,
            right=max(p.right for p in row),
            base=first.base,
            size=sizes.most_common(1)[0][0],
            text=text,
            bold=sum(p.bold_letters for p in row) >= 0.95 * letters,
            first_word=(first.word_end or first.right) - first.left,
        )
    ]


def without_edges(lines: Sequence[Line], pages: int) -> list[Line]:
    """``lines`` without page numbers and what stands on the edge of several pages.

    Of a single page, small words without figures on the edge are its head or foot.
    """

    def plain(line: Line) -> tuple[str, bool]:
        return re.sub(r"\d+", "#", " ".join(line.text.casefold().split())), line.top_edge

    on_edge = [line for line in lines if line.top_edge or line.bottom_edge]
    seen: dict[tuple[str, bool], set[int]] = {}
    for line in on_edge:
        seen.setdefault(plain(line), set()).add(line.page)
    sizes = Counter(line.size for line in lines)
    small = 0.85 * sizes.most_common(1)[0][0] if sizes else 0.0
    often = {key for key, where in seen.items() if len(where) >= max(2, pages * 0.5)}
    return [
        line
        for line in lines
        if not (
            (line.top_edge or line.bottom_edge)
            and (
                plain(line) in often
                or _PAGE.match(line.text.strip())
                or (line.size <= small and not re.search(r"\d", line.text))
            )
        )
    ]
