"""A Word or OpenDocument file made anew of what it shows: allowed elements and attributes only.

What is not named here is not in the copy: authors, comments, changes, revision ids, hidden text,
names of styles, page heads and feet, pictures, properties, thumbnails, embedded files, programs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from oppnasoc.language.documents.package import local

#: What comes of an element: itself, only what is in it, or nothing.
KEEP, UNWRAP, DROP = "keep", "unwrap", "drop"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass
class Rules:
    """Which elements and attributes may pass, by name without namespace.

    ``renamed`` are attributes that hold names of styles, which get new ones. ``hides`` says of
    an element that it is hidden, with all that is in it.
    """

    kept: frozenset[str]
    unwrapped: frozenset[str]
    attributes: frozenset[str]
    renamed: frozenset[str]
    hides: Callable[[Element], bool]
    names: dict[str, str] = field(default_factory=dict)

    def name(self, old: str) -> str:
        """The new name of a style: the same for the same."""
        return self.names.setdefault(old, f"s{len(self.names) + 1}")

    def fate(self, element: Element) -> str:
        name = local(element)
        if not name or self.hides(element):
            return DROP
        if name in self.kept:
            return KEEP
        return UNWRAP if name in self.unwrapped else DROP

    def copied(self, element: Element) -> Element:
        """A kept element with what may pass of its attributes and content."""
        made = Element(element.tag, self._attributes(element))
        self._fill(made, element)
        return made

    def _attributes(self, element: Element) -> dict[str, str]:
        found = {}
        for key, value in element.attrib.items():
            name = key.rpartition("}")[2]
            if name in self.renamed:
                found[key] = self.name(value)
            elif name in self.attributes or key == _XML_SPACE:
                found[key] = value
        return found

    def _fill(self, made: Element, source: Element) -> None:
        _say(made, source.text)
        for part in source:
            fate = self.fate(part)
            if fate == KEEP:
                made.append(self.copied(part))
            elif fate == UNWRAP:
                self._fill(made, part)
            _say(made, part.tail)


def words(text: str) -> frozenset[str]:
    """The names in a text, divided by spaces."""
    return frozenset(text.split())


def _say(made: Element, text: str | None) -> None:
    """Add text at the end of what there is."""
    if not text:
        return
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def packed(parts: Iterable[tuple[str, bytes | Element]], prefixes: Mapping[str, str]) -> bytes:
    """A zip of parts in this order, without times or names of machines."""
    for prefix, space in prefixes.items():
        ET.register_namespace(prefix, space)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts:
            if not isinstance(content, bytes):
                text = ET.tostring(content, encoding="unicode")
                content = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return target.getvalue()
