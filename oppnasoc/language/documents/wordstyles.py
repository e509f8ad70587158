"""What the styles and lists of a Word document say about a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from oppnasoc.language.documents.package import attribute, child, children, local

_OFF = {"0", "false", "off", "none"}
_HEADING_NAME = re.compile(r"^(?:heading|rubrik)\s*(\d)$", re.IGNORECASE)
_TITLE_NAMES = {"title", "rubrik", "titel"}
_CONTENTS_NAME = re.compile(r"^(?:toc|innehåll)\b", re.IGNORECASE)
_CHAIN = 12  # styles that a style may be based on


def number(element: Element | None, name: str = "val") -> int | None:
    """A whole number from an attribute; None when there is none."""
    value = attribute(element, name)
    try:
        return int(float(value)) if value is not None else None
    except (ValueError, OverflowError):
        return None


def switched(properties: Element | None, name: str) -> bool | None:
    """A property such as bold: on, off, or None when nothing is said."""
    found = child(properties, name)
    if found is None:
        return None
    return (attribute(found, "val") or "1").lower() not in _OFF


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts, its text ("%1."), its indent."""

    start: int
    format: str
    text: str
    left: int | None


@dataclass
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default: str = ""
    spacing: Element | None = None
    size: int | None = None

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        found = cls()
        defaults = child(root, "docDefaults")
        found.spacing = child(defaults, "pPrDefault", "pPr", "spacing")
        found.size = number(child(defaults, "rPrDefault", "rPr", "sz"))
        for style in children(root, "style"):
            name = attribute(style, "styleId") or ""
            found.by_id[name] = style
            is_default = attribute(style, "default") in ("1", "true")
            if is_default and attribute(style, "type") == "paragraph":
                found.default = name
        return found

    def chain(self, name: str | None) -> Iterator[Element]:
        """A style and those it is based on, nearest first."""
        seen: set[str] = set()
        while name and name not in seen and len(seen) < _CHAIN and name in self.by_id:
            seen.add(name)
            style = self.by_id[name]
            yield style
            name = attribute(child(style, "basedOn"), "val")

    def _names(self, name: str | None) -> Iterator[str]:
        for style in self.chain(name):
            yield (attribute(child(style, "name"), "val") or "").strip()

    def heading(self, name: str | None, own: Element | None) -> int | None:
        """Depth of a heading in this style: 0 for the title, from 1 for headings; None for text."""
        outline = number(child(own, "outlineLvl"))
        if outline is not None:
            return outline + 1 if outline <= 8 else None
        for style in self.chain(name):
            title = (attribute(child(style, "name"), "val") or "").strip()
            if match := _HEADING_NAME.match(title):
                return int(match[1])
            if title.lower() in _TITLE_NAMES:
                return 0
            outline = number(child(style, "pPr", "outlineLvl"))
            if outline is not None:
                return outline + 1 if outline <= 8 else None
        return None

    def is_contents(self, name: str | None) -> bool:
        """Whether this is a line of a table of contents."""
        return any(_CONTENTS_NAME.match(title) for title in self._names(name))

    def paragraph(self, name: str | None, own: Element | None, *path: str) -> Element | None:
        """The nearest element that says something about a paragraph: its own, then its styles'."""
        if (found := child(own, *path)) is not None:
            return found
        for style in self.chain(name or self.default):
            if (found := child(style, "pPr", *path)) is not None:
                return found
        return None

    def run(self, name: str | None, own: Element | None, prop: str) -> bool:
        """Whether a run is bold, hidden and so on: its own word, its style's, its paragraph's."""
        said = switched(own, prop)
        if said is not None:
            return said
        character = attribute(child(own, "rStyle"), "val")
        for style in (*self.chain(character), *self.chain(name or self.default)):
            if (said := switched(child(style, "rPr"), prop)) is not None:
                return said
        return False

    def points(self, name: str | None, own: Element | None) -> int | None:
        """The size of a run in half points."""
        for properties in (own, *(child(s, "rPr") for s in self.chain(name or self.default))):
            if (size := number(child(properties, "sz"))) is not None:
                return size
        return self.size

    def space(self, name: str | None, own: Element | None) -> tuple[int, int, bool]:
        """Space before and after in twips, and whether it is left out between its like."""
        before = after = None
        for properties in (own, *(child(s, "pPr") for s in self.chain(name or self.default))):
            spacing = child(properties, "spacing")
            before = number(spacing, "before") if before is None else before
            after = number(spacing, "after") if after is None else after
        before = number(self.spacing, "before") if before is None else before
        after = number(self.spacing, "after") if after is None else after
        close = self.paragraph(name, own, "contextualSpacing")
        contextual = close is not None and (attribute(close, "val") or "1") not in _OFF
        return before or 0, after or 0, contextual


class Lists:
    """Numbering definitions, and how far each list has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstract = {attribute(a, "abstractNumId"): a for a in children(root, "abstractNum")}
        self.nums = {attribute(n, "numId"): n for n in children(root, "num")}
        self.counts: dict[str, dict[int, int]] = {}
        self.started: set[str] = set()

    def _abstract(self, num: str) -> tuple[str, Element | None]:
        """The abstract list behind a number; one that only points at a style is followed once."""
        for _ in range(3):
            key = attribute(child(self.nums.get(num), "abstractNumId"), "val") or ""
            found = self.abstract.get(key)
            link = attribute(child(found, "numStyleLink"), "val")
            if link is None:
                return key, found
            style = self.styles.by_id.get(link)
            num = attribute(child(style, "pPr", "numPr", "numId"), "val") or ""
        return "", None

    def level(self, num: str, depth: int) -> Level:
        """How one level of a list looks. Without a definition it is a bullet."""
        _key, abstract = self._abstract(num)
        found = next(
            (one for one in children(abstract, "lvl") if number(one, "ilvl") == depth), None
        )
        for over in children(self.nums.get(num), "lvlOverride"):
            if number(over, "ilvl") == depth and (own := child(over, "lvl")) is not None:
                found = own
        if found is None:
            return Level(1, "bullet", "", None)
        indent = child(found, "pPr", "ind")
        left = number(indent, "left")
        return Level(
            number(child(found, "start")) or 0 if child(found, "start") is not None else 1,
            attribute(child(found, "numFmt"), "val") or "decimal",
            attribute(child(found, "lvlText"), "val") or "",
            left if left is not None else number(indent, "start"),
        )

    def marker(self, num: str, depth: int) -> str:
        """What stands before the next item of a list; "" for a list without signs."""
        depth = max(0, min(8, depth))
        here = self.level(num, depth)
        if here.format == "bullet":
            return "-"
        key, _abstract = self._abstract(num)
        counts = self.counts.setdefault(key, {})
        if num not in self.started:
            self.started.add(num)
            for over in children(self.nums.get(num), "lvlOverride"):
                start, at = number(child(over, "startOverride")), number(over, "ilvl")
                if start is not None and at is not None:
                    counts[at] = start - 1
        counts[depth] = counts.get(depth, here.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if here.format == "none":
            return ""

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = self.level(num, at)
            return spelled(counts.setdefault(at, level.start), level.format)

        return re.sub(r"%([1-9])", counted, here.text).strip()


def spelled(value: int, form: str) -> str:
    """A count as a list shows it: "3", "c", "iii"; more than a list can hold is a number."""
    if form in ("lowerLetter", "upperLetter", "a", "A") and 1 <= value <= 26 * 4:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form in ("upperLetter", "A") else letters
    if form in ("lowerRoman", "upperRoman", "i", "I") and 1 <= value <= 399:
        roman = _roman(value)
        return roman if form in ("upperRoman", "I") else roman.lower()
    return str(value)


def _roman(value: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
             (4, "IV"), (1, "I"))  # fmt: skip
    found = ""
    for size, sign in signs:
        found += sign * (value // size)
        value %= size
    return found


def style_of(properties: Element | None) -> str | None:
    """The id of the style that a paragraph names."""
    return attribute(child(properties, "pStyle"), "val")


def is_on(element: Element) -> bool:
    """Whether a switch element such as <w:b/> is on."""
    return (attribute(element, "val") or "1").lower() not in _OFF and bool(local(element))
