"""The odt reader: paragraphs with their headings, lists and tables, in the order of reading.

Left out: deleted text of tracked changes, notes, comments, hidden text, contents lists, page
heads and feet, pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO
from xml.etree.ElementTree import Element

from oppnasoc.language.documents.package import Package, attribute, child, local
from oppnasoc.language.documents.paragraphs import Paragraph
from oppnasoc.language.documents.refusal import Reason, Refused
from oppnasoc.language.documents.tables import Rows, told
from oppnasoc.language.documents.word import MAX_PARAGRAPHS, linked
from oppnasoc.language.documents.wordstyles import spelled

HIDDEN_OR_ASIDE = {
    "tracked-changes", "table-of-content", "alphabetical-index", "note", "annotation",
    "annotation-end", "hidden-text", "hidden-paragraph", "sequence-decls", "variable-decls",
    "user-field-decls", "forms", "illustration-index", "change", "change-start", "change-end",
}  # fmt: skip
_WRAPPERS = {"section", "index-body", "change-start", "list-header", "numbered-paragraph"}
_LENGTH = re.compile(r"^(-?[\d.]+)(cm|mm|in|pt|pc)$")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0}
_GAP = 3.0  # points
_BOLD = {"bold", "600", "700", "800", "900"}
MAX_SPACES = 40  # spaces or tabs that one element may stand for


def paragraphs(file: BinaryIO) -> list[Paragraph]:
    """Every paragraph of an odt. Raises Refused."""
    package = Package(file)
    manifest = package.raw("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Refused(Reason.ENCRYPTED)
    root = package.xml("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise Refused(Reason.BROKEN)
    styles = _Styles()
    styles.add(package.xml("styles.xml"))
    styles.add(root)
    return list(_Reader(styles).blocks(body))


def points(length: str | None) -> float | None:
    """A length such as "0.5cm" in points."""
    match = _LENGTH.match(length or "")
    return float(match[1][:9]) * _POINTS[match[2]] if match else None


class _Styles:
    """Styles by family and name; list styles by name and level."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], Element] = {}
        self.defaults: dict[str, Element] = {}
        self.lists: dict[str, dict[int, Element]] = {}

    def add(self, root: Element | None) -> None:
        for group in ("styles", "automatic-styles"):
            group_of = child(root, group)
            for style in group_of if group_of is not None else ():
                self._add(style)

    def _add(self, style: Element) -> None:
        family, name = attribute(style, "family") or "", attribute(style, "name") or ""
        if local(style) == "style":
            self.by_name[family, name] = style
        elif local(style) == "default-style":
            self.defaults[family] = style
        elif local(style) == "list-style":
            levels = {}
            for level in style:
                at = attribute(level, "level") or ""
                if at.isdecimal() and len(at) < 3:
                    levels[int(at)] = level
            self.lists[name] = levels

    def chain(self, family: str, name: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while name and name not in seen and len(seen) < 12 and (family, name) in self.by_name:
            seen.add(name)
            style = self.by_name[family, name]
            yield style
            name = attribute(style, "parent-style-name")
        if family in self.defaults:
            yield self.defaults[family]

    def said(self, family: str, name: str | None, properties: str, what: str) -> str | None:
        """The nearest value of a property along the styles."""
        for style in self.chain(family, name):
            if (value := attribute(child(style, properties), what)) is not None:
                return value
        return None

    def names(self, name: str | None) -> Iterator[str]:
        """What a style and those it builds on are called, nearest first."""
        yield name or ""
        for style in self.chain("paragraph", name):
            yield (attribute(style, "display-name") or attribute(style, "name") or "").strip()


@dataclass(slots=True)
class _Run:
    text: str
    strong: bool
    size: float


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.counts: dict[tuple[str, int], int] = {}
        self.after = 0.0
        self.count = 0

    def blocks(self, parent: Element) -> Iterator[Paragraph]:
        for element in parent:
            name = local(element)
            if name in HIDDEN_OR_ASIDE:
                continue
            if name in ("p", "h"):
                yield from self.paragraph(element)
            elif name == "list":
                yield from self.items(element, 1, attribute(element, "style-name") or "")
            elif name == "table":
                yield from told(self.rows(element))
            elif name in _WRAPPERS:
                if not self._is_hidden_section(element):
                    yield from self.blocks(element)
            elif name in ("frame", "g", "custom-shape"):
                yield from self.boxes(element)

    def _is_hidden_section(self, element: Element) -> bool:
        return attribute(element, "display") == "none"

    def boxes(self, element: Element) -> Iterator[Paragraph]:
        for part in element:
            if local(part) == "text-box":
                yield from self.blocks(part)
            elif local(part) in ("frame", "g", "custom-shape"):
                yield from self.boxes(part)
            elif local(part) == "p" and local(element) == "custom-shape":
                yield from self.paragraph(part)

    def rows(self, element: Element) -> Rows:
        found: Rows = []
        for row in element:
            if local(row) in ("table-header-rows", "table-rows", "table-row-group"):
                found.extend(self.rows(row))
            elif local(row) == "table-row":
                cells = [cell for cell in row if local(cell) == "table-cell"]
                found.append([list(self.blocks(cell)) for cell in cells])
        return found

    def items(self, element: Element, depth: int, style: str) -> Iterator[Paragraph]:
        if attribute(element, "continue-numbering") != "true" and depth == 1:
            starts = attribute(element, "continue-list") is None
            for key in [k for k in self.counts if k[0] == style and starts]:
                del self.counts[key]
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            marked = local(item) == "list-header"
            for part in item:
                name = local(part)
                if name == "list":
                    inner = attribute(part, "style-name") or style
                    yield from self.items(part, depth + 1, inner)
                elif name in ("p", "h"):
                    yield from self.item(part, item, depth, style, marked=marked)
                    marked = True
                elif name == "table":
                    yield from told(self.rows(part))

    def item(
        self, part: Element, item: Element, depth: int, style: str, *, marked: bool
    ) -> Iterator[Paragraph]:
        for made in self.paragraph(part):
            if made.shape == "heading":
                marker = "" if marked else self.marker(style, depth, item)
                yield replace(made, marker="" if marker == "-" else marker)
            elif marked or not made.text.strip():
                yield made
            else:
                marker = self.marker(style, depth, item)
                if not marker:
                    yield made
                else:
                    level = min(depth - 1, 5)
                    yield replace(made, shape="bullet", level=level, marker=marker)

    def marker(self, style: str, depth: int, item: Element) -> str:
        levels = self.styles.lists.get(style, {})
        level = levels.get(depth)
        if level is None or local(level) != "list-level-style-number":
            return "-"
        form = attribute(level, "num-format") or ""
        start = attribute(item, "start-value") or ""
        if start.isdecimal() and len(start) < 6:
            self.counts[style, depth] = int(start) - 1
        begins = attribute(level, "start-value") or "1"
        first = int(begins) if begins.isdecimal() and len(begins) < 6 else 1
        self.counts[style, depth] = self.counts.get((style, depth), first - 1) + 1
        for key in [k for k in self.counts if k[0] == style and k[1] > depth]:
            del self.counts[key]
        if not form:
            return ""
        shown = attribute(level, "display-levels") or "1"
        above = int(shown) if shown.isdecimal() and len(shown) < 3 else 1
        numbers = [
            spelled(self.counts.get((style, at), 1), form)
            for at in range(max(1, depth - above + 1), depth + 1)
        ]
        before, behind = attribute(level, "num-prefix") or "", attribute(level, "num-suffix") or ""
        return f"{before}{'.'.join(numbers)}{behind}".strip()

    def paragraph(self, element: Element) -> Iterator[Paragraph]:
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            raise Refused(Reason.TOO_LONG)
        style = attribute(element, "style-name")
        if self.styles.said("paragraph", style, "text-properties", "display") == "none":
            return
        boxes: list[Element] = []
        runs = list(self.runs(element, style, self._strong("paragraph", style), boxes))
        text = "".join(run.text for run in runs)
        above = points(self.styles.said("paragraph", style, "paragraph-properties", "margin-top"))
        gap = (above or 0.0) + self.after >= _GAP
        below = self.styles.said("paragraph", style, "paragraph-properties", "margin-bottom")
        self.after = points(below) or 0.0
        told_runs = [run for run in runs if run.text.strip()]
        made = Paragraph(
            text,
            gap=gap,
            loud=bool(told_runs) and all(run.strong for run in told_runs),
            size=min((run.size for run in told_runs), default=0.0),
        )
        depth = self._heading(element, style)
        if depth is not None and text.strip():
            made = replace(made, shape="heading", level=depth)
        yield made
        for box in boxes:
            yield from self.boxes(box)

    def _heading(self, element: Element, style: str | None) -> int | None:
        names = [name.casefold() for name in self.styles.names(style)]
        if "title" in names[:4]:
            return 0
        if local(element) != "h":
            return None
        level = attribute(element, "outline-level") or "1"
        return int(level) if level.isdecimal() and len(level) < 3 and level != "0" else 1

    def _strong(self, family: str, style: str | None) -> bool:
        said = self.styles.said
        underline = said(family, style, "text-properties", "text-underline-style")
        return (
            (said(family, style, "text-properties", "font-weight") or "") in _BOLD
            or underline not in (None, "none")
            or said(family, style, "text-properties", "text-transform") == "uppercase"
        )

    def _size(self, style: str | None, span: str | None) -> float:
        own = self.styles.said("text", span, "text-properties", "font-size") if span else None
        size = points(own)
        if size is None:
            size = points(self.styles.said("paragraph", style, "text-properties", "font-size"))
        return size or 0.0

    def runs(
        self, parent: Element, style: str | None, strong: bool, boxes: list[Element],
        span: str | None = None,
    ) -> Iterator[_Run]:  # fmt: skip
        size = self._size(style, span)
        if parent.text:
            yield _Run(" ".join(re.split(r"[ \t\r\n]+", parent.text)), strong, size)
        for part in parent:
            name = local(part)
            if name == "s":
                yield _Run(" " * _times(part), strong, size)
            elif name == "tab":
                yield _Run("\t", strong, size)
            elif name == "line-break":
                yield _Run("\n", strong, size)
            elif name == "span":
                own = attribute(part, "style-name")
                if self.styles.said("text", own, "text-properties", "display") != "none":
                    weight = self.styles.said("text", own, "text-properties", "font-weight")
                    louder = self._strong("text", own) or (strong and weight is None)
                    yield from self.runs(part, style, louder, boxes, own)
            elif name == "a":
                inside = list(self.runs(part, style, strong, boxes, span))
                words = "".join(run.text for run in inside).strip()
                text = linked(words, attribute(part, "href") or "")
                yield from inside if text == words else [_Run(text, strong, size)]
            elif name in ("frame", "g", "custom-shape"):
                boxes.append(part)
            elif name and name not in HIDDEN_OR_ASIDE and name not in ("list", "table"):
                yield from self.runs(part, style, strong, boxes, span)
            if part.tail:
                yield _Run(" ".join(re.split(r"[ \t\r\n]+", part.tail)), strong, size)


def _times(element: Element) -> int:
    """How many spaces an element stands for; a bomb of a thousand million is forty."""
    count = attribute(element, "c") or "1"
    return min(int(count), MAX_SPACES) if count.isdecimal() and len(count) < 9 else 1
