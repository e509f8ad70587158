"""Entries of a zipped document, each as a tree of XML that can do no harm."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from oppnasoc.language.documents.refusal import Reason, Refused

MAX_ENTRY = 48 * 1024 * 1024  # bytes unpacked: one part
MAX_ALL = 96 * 1024 * 1024  # bytes unpacked: all parts that are read
MAX_ENTRIES = 5000
MAX_DEPTH = 60  # elements within each other; a word processor needs a dozen


class Package:
    """An open zip. What is unpacked is counted; too much is Refused (TOO_HEAVY)."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self.zip = zipfile.ZipFile(file)
        except Exception:
            raise Refused(Reason.BROKEN) from None
        if len(self.zip.infolist()) > MAX_ENTRIES:
            raise Refused(Reason.TOO_HEAVY)
        self.left = MAX_ALL

    def raw(self, name: str) -> bytes | None:
        """The bytes of an entry; None when there is none. Never more than the limits."""
        try:
            info = self.zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 0x1:
            raise Refused(Reason.ENCRYPTED)
        most = min(MAX_ENTRY, self.left)
        try:
            with self.zip.open(info) as entry:
                content = entry.read(most + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
            raise Refused(Reason.BROKEN) from None
        except Exception as error:  # zlib.error, lzma.LZMAError and what a broken stream may say
            if isinstance(error, MemoryError):
                raise
            raise Refused(Reason.BROKEN) from None
        if len(content) > most:
            raise Refused(Reason.TOO_HEAVY)
        self.left -= len(content)
        return content

    def xml(self, name: str) -> Element | None:
        """The root of an entry; None when there is none. A document type is refused unread."""
        content = self.raw(name)
        return None if content is None else parsed(content)


def parsed(content: bytes) -> Element:
    """The root of XML without document type, entities or endless depth."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused(Reason.TOO_HEAVY) from None
    except (ParseError, ValueError, LookupError):
        raise Refused(Reason.BROKEN) from None
    _measure(root)
    return root


def _measure(root: Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Refused(Reason.TOO_HEAVY)
        level = [child for element in level for child in element]


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of one name, whatever their namespace."""
    for child in element if element is not None else ():
        if local(child) == name:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """The first child along a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None
