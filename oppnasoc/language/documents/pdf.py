"""The pdf reader: a PDF knows letters and places only, so paragraphs are found by how they stand.

Size, weight, indent and space tell headings, list items and where a paragraph goes on. Without a
text layer (scanned pages) a PDF is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import BinaryIO

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from oppnasoc.language.documents.paragraphs import Paragraph
from oppnasoc.language.documents.pdflines import Line, page_lines, without_edges
from oppnasoc.language.documents.refusal import Reason, Refused

MAX_PAGES = 200
MAX_LETTERS = 400_000
FEW = 12  # letters a page: fewer is a stamp or a page number on a picture
_SIGN = re.compile(r"^(?P<sign>[-–—*•·●○◦▪■□‣∙⁃►➢✓→\uf0b7\uf0a7\uf0d8]|o(?=\s)|\uf06f)\s*(?=\S)")
_NUMBER = re.compile(r"^(?P<sign>\(?\d{1,2}[.)]|[a-z]\)|§\s?\d{1,3})\s+(?=\S)")
_SHOWN = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM)
_ENDED = (".", "!", "?", ":", ";", "…")
_PRIVATE = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff]")
_IN_ADDRESS = re.compile(r"https?://\S+[/-]$")
_ADDRESS_LAST = re.compile(r"https?://\S+$")
_KEEPS_HYPHEN = re.compile(r"(?:och|eller|respektive|samt|resp)\b")


def opened(file: BinaryIO) -> pdfium2.PdfDocument:
    """The document. Raises Refused when it is locked or broken."""
    file.seek(0)
    try:
        return pdfium2.PdfDocument(file.read())
    except pdfium2.PdfiumError as error:
        locked = "assword" in str(error) or "ecurity" in str(error)
        raise Refused(Reason.ENCRYPTED if locked else Reason.BROKEN) from None


def paragraphs(file: BinaryIO) -> list[Paragraph]:
    """Every paragraph of a pdf. Raises Refused."""
    document = opened(file)
    pages = len(document)
    if pages == 0:
        raise Refused(Reason.BROKEN)
    if pages > MAX_PAGES:
        raise Refused(Reason.TOO_LONG)
    lines: list[Line] = []
    letters = 0
    pictures = False
    for number in range(pages):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pdfium2.PdfiumError:
            raise Refused(Reason.BROKEN) from None
        count = pdfium.FPDFText_CountChars(textpage.raw)
        letters += max(count, 0)
        if letters > MAX_LETTERS:
            raise Refused(Reason.TOO_LONG)
        drawn = list(page.get_objects(max_depth=3))
        lines.extend(
            signed(page_lines(textpage.raw, count, number, page.get_height()), _dots(drawn))
        )
        pictures = pictures or any(each.type in _SHOWN for each in drawn)
        textpage.close()
        page.close()
    read = sum(len(line.text) for line in lines)
    if read < FEW * pages and (pictures or read == 0):
        raise Refused(Reason.SCANNED if pictures else Reason.EMPTY)
    if sum(len(_PRIVATE.findall(line.text)) for line in lines) > 0.2 * read:
        raise Refused(Reason.GARBLED)
    return Layout(without_edges(lines, pages)).paragraphs()


def _dots(drawn: Sequence[pdfium2.PdfObject]) -> list[tuple[float, float]]:
    """The middle of each small drawing of the size of a bullet."""
    found = []
    for each in drawn:
        if each.type != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = each.get_bounds()
        if 1.5 <= right - left <= 7 and 1.5 <= top - bottom <= 7:
            found.append(((left + right) / 2, (bottom + top) / 2))
    return found


def signed(lines: list[Line], dots: Sequence[tuple[float, float]]) -> list[Line]:
    """``lines`` with a sign before those that a drawn bullet stands beside."""
    for line in lines:
        for x, y in dots:
            beside = line.left - 3.0 * line.size <= x < line.left
            if beside and line.base - 1 <= y <= line.base + line.size:
                line.text = f"• {line.text}"
                line.left = x
                break
    return lines


class Layout:
    """How a whole document is set: size, margins and the usual distance between lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 10.0
        usual = [line for line in lines if abs(line.size - self.size) <= 1.0]
        rights = sorted(line.right for line in usual)
        self.right = rights[int(len(rights) * 0.97)] if rights else 0.0
        self.left = min((line.left for line in usual), default=0.0)
        steps = Counter(
            round((one.base - two.base) * 2) / 2
            for one, two in pairwise(usual)
            if one.page == two.page and 0 < one.base - two.base <= 2.2 * self.size
        )
        self.pitch = self._pitch(steps)

    def _pitch(self, steps: Counter[float]) -> float:
        """The smallest common distance: between lines of one paragraph, not between paragraphs."""
        often = max(2, 0.03 * sum(steps.values()))
        likely = [s for s, times in steps.items() if times >= often and s >= 0.8 * self.size]
        return min(likely, default=self.size * 1.15)

    def paragraphs(self) -> list[Paragraph]:
        """Lines gathered to paragraphs."""
        groups: list[list[Line]] = []
        gaps: list[bool] = []
        for line in self.lines:
            if groups and self._goes_on(groups[-1], line):
                groups[-1].append(line)
                continue
            gaps.append(bool(groups) and self._is_apart(groups[-1][-1], line))
            groups.append([line])
        indents: list[float] = []
        found = []
        for group, gap in zip(groups, gaps, strict=True):
            made = self._paragraph(group, gap, indents)
            if made.shape != "bullet":
                indents.clear()
            found.append(made)
        return found

    def _is_apart(self, above: Line, line: Line) -> bool:
        if above.page != line.page:
            return True
        return above.base - line.base > self._step(above, line) * 1.28

    def _step(self, above: Line, line: Line) -> float:
        """The distance of two lines of this size within one paragraph."""
        return self.pitch * max(above.size, line.size) / self.size

    def _goes_on(self, group: list[Line], line: Line) -> bool:
        above = group[-1]
        if _NUMBER.match(line.text):
            return False
        if _SIGN.match(line.text) and not self._is_dash_inside(above, line):
            return False
        if abs(above.size - line.size) > 0.6 or "   " in line.text or "   " in above.text:
            return False
        if above.bold and not line.bold and len(group) == 1 and not self._is_full(above, line):
            return False
        if (line.bold and not above.bold) or (above.bold != line.bold and _is_short(above)):
            return False
        if _ADDRESS_LAST.search(above.text) and line.text.startswith("http"):
            return False
        turned = above.page != line.page
        if not turned and self._is_apart(above, line):
            return False
        ended = above.text.endswith(_ENDED)
        low = line.text[0].islower()
        first = group[0]
        sign = _SIGN.match(first.text) or _NUMBER.match(first.text)
        hanging = sign is not None and line.left > first.left + 0.5 * line.size
        if turned:
            return not ended and low and (self._is_full(above, line) or hanging)
        if hanging:
            return True
        if sign is not None and line.left < first.left - 2:
            return False
        if abs(line.left - above.left) > 0.8 * line.size and len(group) > 1:
            return False
        if self._is_full(above, line):
            return True
        wide = above.right - above.left > 0.6 * (self.right - self.left)
        return low and not ended and wide

    def _is_dash_inside(self, above: Line, line: Line) -> bool:
        """A dash that opens a line in the middle of a sentence is no sign of a list."""
        rest = line.text[1:].strip()[:1]
        return (
            line.text[0] in "-–—"
            and not rest.isupper()
            and not above.text.endswith(_ENDED)
            and self._is_full(above, line)
        )

    def _is_full(self, above: Line, line: Line) -> bool:
        """Whether the next word would not have fitted on the line above."""
        return above.right + line.first_word + 0.2 * line.size >= self.right - 0.5 * line.size

    def _paragraph(self, group: list[Line], gap: bool, indents: list[float]) -> Paragraph:
        first = group[0]
        text = _joined([line.text for line in group])
        loud = all(line.bold for line in group)
        sign = _SIGN.match(text)
        counted = _NUMBER.match(text)
        if sign or (counted and not loud and "§" not in counted["sign"]):
            match = sign or counted
            assert match is not None
            while indents and indents[-1] > first.left + 3:
                indents.pop()
            if not indents or indents[-1] < first.left - 3:
                indents.append(first.left)
            marker = "-" if sign else match["sign"]
            level = min(len(indents) - 1, 5)
            return Paragraph(
                text[match.end() :], "bullet", level, marker, gap=gap, size=first.size, loud=loud
            )
        return Paragraph(text, gap=gap, loud=loud, size=min(line.size for line in group))


def _is_short(line: Line) -> bool:
    return len(line.text) <= 90


def _joined(texts: Sequence[str]) -> str:
    """Lines of one paragraph as one; a word that was divided at the end of a line is whole."""
    whole = texts[0]
    for text in texts[1:]:
        divided = re.search(r"[^\W\d_]-$", whole) and text[:1].islower()
        if _IN_ADDRESS.search(whole) and not text[:1].isupper():
            whole += text
        elif divided and not _KEEPS_HYPHEN.match(text):
            whole = whole[:-1] + text
        else:
            whole = f"{whole} {text}"
    return whole
