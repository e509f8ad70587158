"""The bytes of a text file to text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
# UTF-8 that was read as Windows-1252 once: "rÃ¥d" for "råd", "â€“" for a dash.
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf¥¤¶…„–©¨¼]|â€|Â[\xa0-\xbf]")


def decoded(raw: bytes) -> str:
    """The text in ``raw``: UTF-8 or UTF-16 with a mark, UTF-8, else Windows-1252.

    Text that was decoded wrongly once before it was saved is repaired. Raises ValueError, with
    one sentence, when ``raw`` is not text.
    """
    if raw.startswith(_UTF16):
        try:
            return repaired(raw.decode("utf-16"))
        except UnicodeDecodeError:
            raise ValueError("this is not a text file") from None
    if raw.startswith(_BINARY) or b"\x00" in raw[:4096]:
        raise ValueError("this is not a text file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise ValueError("this is not a text file") from None
    return repaired(text)


def repaired(text: str) -> str:
    """``text`` decoded anew when it shows signs of it more than once; otherwise as it is."""
    if len(_MOJIBAKE.findall(text)) < 2:
        return text
    return "".join(_line_repaired(line) for line in text.splitlines(keepends=True))


def _line_repaired(line: str) -> str:
    if not _MOJIBAKE.search(line):
        return line
    try:
        # Bytes that Windows-1252 lacks pass through Python's text as control characters.
        raw = b"".join(
            character.encode("cp1252", errors="ignore") or character.encode("latin-1")
            for character in line
        )
        return raw.decode("utf-8")
    except UnicodeError:
        return line
