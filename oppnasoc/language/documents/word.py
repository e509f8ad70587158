"""The docx reader: paragraphs with their headings, lists and tables, in the order of reading.

Left out: what is deleted or moved away by tracked changes, hidden text, comments, foot notes'
marks, field codes, contents lists, page heads and feet, pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO
from xml.etree.ElementTree import Element

from oppnasoc.language.documents.package import Package, attribute, child, children, local
from oppnasoc.language.documents.paragraphs import Paragraph
from oppnasoc.language.documents.refusal import Reason, Refused
from oppnasoc.language.documents.tables import Rows, told
from oppnasoc.language.documents.wordstyles import Lists, Styles, number, style_of

MAX_PARAGRAPHS = 20_000
_WRAPPERS = {"ins", "moveTo", "smartTag", "customXml", "bdo", "dir", "fldSimple"}
_GAP = 60  # twips; three points of space show
_PLAIN_LIST = {"-", ""}


@dataclass(slots=True)
class _Run:
    """``strong``: bold, underlined or in capitals; ``size`` in half points."""

    text: str
    strong: bool = False
    size: int | None = None


def paragraphs(file: BinaryIO) -> list[Paragraph]:
    """Every paragraph of a docx. Raises Refused."""
    package = Package(file)
    root = package.xml("word/document.xml")
    body = child(root, "body")
    if body is None:
        raise Refused(Reason.BROKEN)
    reader = _Reader(
        Styles.of(package.xml("word/styles.xml")),
        package.xml("word/numbering.xml"),
        _targets(package.xml("word/_rels/document.xml.rels")),
    )
    return list(reader.blocks(body))


def _targets(root: Element | None) -> dict[str, str]:
    return {
        attribute(each, "Id") or "": attribute(each, "Target") or ""
        for each in children(root, "Relationship")
        if (attribute(each, "TargetMode") or "") == "External"
    }


class _Reader:
    def __init__(self, styles: Styles, numbering: Element | None, targets: dict[str, str]) -> None:
        self.styles = styles
        self.lists = Lists(numbering, styles)
        self.targets = targets
        self.indents: list[int] = []
        self.above: tuple[int, str | None] = (0, None)
        self.count = 0

    def blocks(self, parent: Element) -> Iterator[Paragraph]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self.paragraph(element)
            elif name == "tbl":
                yield from self.table(element)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None and not self._is_contents(element):
                    yield from self.blocks(content)
            elif name in _WRAPPERS:
                yield from self.blocks(element)
            elif name == "AlternateContent" and (chosen := _chosen(element)) is not None:
                yield from self.blocks(chosen)

    def _is_contents(self, element: Element) -> bool:
        gallery = attribute(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val") or ""
        return "contents" in gallery.lower()

    def table(self, element: Element) -> Iterator[Paragraph]:
        rows: Rows = []
        for row in _through(element, "tr"):
            cells = []
            for cell in _through(row, "tc"):
                merged = child(cell, "tcPr", "vMerge")
                going_on = merged is not None and attribute(merged, "val") in (None, "continue")
                self.indents = []
                cells.append([] if going_on else list(self.blocks(cell)))
            rows.append(cells)
        self.indents = []
        yield from told(rows)

    def paragraph(self, element: Element) -> Iterator[Paragraph]:
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            raise Refused(Reason.TOO_LONG)
        own = child(element, "pPr")
        style = style_of(own)
        if self.styles.is_contents(style):
            return
        boxes: list[Element] = []
        runs = list(self.runs(element, style, boxes))
        text = "".join(run.text for run in runs)
        before, after, contextual = self.styles.space(style, own)
        like = contextual and style == self.above[1]
        gap = not like and self.above[0] + before >= _GAP
        self.above = (0 if contextual else after, style)
        made = self._shaped(text, style, own, gap=gap)
        told = [run for run in runs if run.text.strip()]
        yield replace(
            made,
            loud=bool(told) and all(run.strong for run in told),
            size=min((run.size or 0 for run in told), default=0) / 2,
        )
        for box in boxes:
            self.indents = []
            yield from self.blocks(box)

    def _shaped(self, text: str, style: str | None, own: Element | None, *, gap: bool) -> Paragraph:
        numbered = self.styles.paragraph(style, own, "numPr")
        num = attribute(child(numbered, "numId"), "val") or "0"
        depth = number(child(numbered, "ilvl")) or 0
        heading = self.styles.heading(style, own)
        marker = ""
        if num != "0" and text.strip():
            marker = self.lists.marker(num, depth)
        if heading is not None and text.strip():
            self.indents = []
            shown = "" if marker in _PLAIN_LIST else marker
            return Paragraph(text, "heading", heading, shown, gap=gap)
        if num == "0" or not text.strip() or not marker:
            if text.strip():
                self.indents = []
            return Paragraph(text, gap=gap)
        left = number(child(own, "ind"), "left")
        if left is None:
            left = self.lists.level(num, depth).left
        if left is None:
            left = number(self.styles.paragraph(style, own, "ind"), "left")
        return Paragraph(text, "bullet", self._depth(left or 360 * (depth + 1)), marker, gap=gap)

    def _depth(self, left: int) -> int:
        """How deep an item with this indent stands within the items above it."""
        while self.indents and self.indents[-1] > left + 40:
            self.indents.pop()
        if not self.indents or self.indents[-1] < left - 40:
            self.indents.append(left)
        return min(len(self.indents) - 1, 5)

    def runs(self, parent: Element, style: str | None, boxes: list[Element]) -> Iterator[_Run]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self.run(element, style, boxes)
            elif name == "hyperlink":
                yield from self.link(element, style, boxes)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    yield from self.runs(content, style, boxes)
            elif name in _WRAPPERS:
                yield from self.runs(element, style, boxes)
            elif name == "AlternateContent":
                _boxes(element, boxes)

    def link(self, element: Element, style: str | None, boxes: list[Element]) -> Iterator[_Run]:
        inside = list(self.runs(element, style, boxes))
        words = "".join(run.text for run in inside).strip()
        target = self.targets.get(attribute(element, "id") or "", "")
        yield from inside if (text := linked(words, target)) == words else [_Run(text)]

    def run(self, element: Element, style: str | None, boxes: list[Element]) -> Iterator[_Run]:
        own = child(element, "rPr")
        if self.styles.run(style, own, "vanish") or self.styles.run(style, own, "webHidden"):
            return
        text = ""
        for part in element:
            name = local(part)
            if name == "t":
                text += part.text or ""
            elif name in ("tab", "ptab"):
                text += "\t"
            elif name in ("br", "cr"):
                text += "\n"
            elif name == "noBreakHyphen":
                text += "-"
            elif name == "sym":
                text += "•" if (attribute(part, "font") or "").startswith("Wing") else ""
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                _boxes(part, boxes)
        underline = attribute(child(own, "u"), "val")
        caps = self.styles.run(style, own, "caps") or self.styles.run(style, own, "smallCaps")
        bold = self.styles.run(style, own, "b")
        strong = bold or caps or underline not in (None, "none")
        yield _Run(text, strong, self.styles.points(style, own))


def _through(parent: Element, name: str) -> Iterator[Element]:
    """Children of a name, also inside content controls and tracked changes."""
    for element in parent:
        here = local(element)
        if here == name:
            yield element
        elif here == "sdt":
            content = child(element, "sdtContent")
            if content is not None:
                yield from _through(content, name)
        elif here in _WRAPPERS:
            yield from _through(element, name)


def _chosen(element: Element) -> Element | None:
    """The first of several versions of the same thing."""
    chosen = child(element, "Choice")
    return child(element, "Fallback") if chosen is None else chosen


def _boxes(element: Element, boxes: list[Element]) -> None:
    """Text boxes within a drawing; of two versions of the same drawing only the first."""
    if local(element) == "AlternateContent":
        if (chosen := _chosen(element)) is not None:
            _boxes(chosen, boxes)
        return
    for part in element:
        if local(part) == "txbxContent":
            boxes.append(part)
        else:
            _boxes(part, boxes)


def linked(words: str, target: str) -> str:
    """The words of a link, with its address when they do not say it themselves."""
    if not target.startswith(("http://", "https://")) or not words:
        return words
    bare = target.split("://", 1)[1].rstrip("/").removeprefix("www.")
    if bare.casefold() in words.casefold() or any(sign in words for sign in "[]()\n"):
        return words
    return f"[{words}]({target})" if not any(sign in target for sign in "() ") else words
