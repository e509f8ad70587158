"""Swedish alphabetical order as a plain string key, for a database column or ``sorted``.

Order (Svensk standard as in dictionaries since 2006): a–z with w as a letter of its own after v,
then å, ä, ö. Accents, case, punctuation and leading quotes do not count at first, only to break
ties. Danish and German letters file with their Swedish relatives: æ as ä, ø as ö, ü as y.
"""

from __future__ import annotations

import re
import unicodedata

# Plain ASCII keys: "{", "|" and "}" come right after "z" in every byte-wise collation.
_LETTERS = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "ß": "ss", "ð": "d", "þ": "th",
     "đ": "d", "ł": "l", "œ": "oe"}
)  # fmt: skip
_NUMBER = re.compile(r"\d+")
_NOT_SORTED = re.compile(r"[^a-z0-9{|}]+")


def sort_key(text: str) -> str:
    """A key such that comparing keys by code point gives Swedish order.

    Numbers sort by value ("punkt 2" before "punkt 10"). The exact text is appended as the last
    tie-breaker, so that the order is total.
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not _is_mark(c))
    plain = _NUMBER.sub(_padded, plain)
    return f"{_NOT_SORTED.sub(' ', plain).strip()}\x1f{text}"


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _padded(match: re.Match[str]) -> str:
    # The number of digits first, so that no value is too long to sort.
    digits = "".join(str(unicodedata.digit(c, 0)) for c in match[0]).lstrip("0") or "0"
    return f"{min(len(digits), 99):02d}{digits}"
