"""A built text as plain words: for search, for comparison, for feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

_ENDS = re.compile(r"</(?:p|h\d|li)>|<br\s*/?>")
_TAGS = re.compile(r"<[^>]+>")


def from_html(html: str) -> str:
    """Words of rich text, a line for each paragraph or point."""
    lines = unescape(_TAGS.sub("", _ENDS.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def plain(body: Any) -> str:
    """The words of a StreamField's value, a line for each paragraph, its pictures in words too."""
    return "\n".join(
        part for block in body for part in _said(block.block_type, block.value) if part
    )


def _said(kind: str, value: Any) -> Iterator[str]:
    if kind == "heading":
        yield value
    elif kind == "words":
        yield from_html(value.source)
    elif kind == "picture":
        yield from (value["alt"], value["caption"])
    elif kind == "quote":
        yield from (value["words"], value["who"])
    else:
        yield value["title"]
        yield from_html(value["text"].source)
