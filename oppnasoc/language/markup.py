"""Inline markup that people paste into notes, turned into plain text."""

from __future__ import annotations

import re

_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\(([^()\s]{0,500})\)")
_ANGLE = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,300}?)(?<=\S)\1")
_CODE = re.compile(r"`([^`\n]{1,200})`")


def plain(text: str) -> str:
    """``text`` without markdown: a link becomes its words and, if it leads somewhere, its address.

    A dead link (``[words](#)``) becomes its words alone.
    """

    def words(found: re.Match[str]) -> str:
        label, url = found[1].strip(), found[2]
        return f"{label} ({url})" if url.startswith(("http://", "https://")) else label

    text = _ANGLE.sub(r"\1", _LINK.sub(words, text))
    return _CODE.sub(r"\1", _STRONG.sub(r"\2", text))
