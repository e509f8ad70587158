"""What could tell where a person with protected personal data is: never kept in her plan."""

from __future__ import annotations

import re

#: Streets end so in Swedish; a number stands after them.
_STREET = (
    r"\b[A-ZÅÄÖ][\wåäöÅÄÖé-]*(?:gatan|vägen|gränd|gränden|stigen|torget|plan|allén|backen|leden"
    r"|slingan|kroken|gård|gården|promenaden|esplanaden|väg|gata)\s+\d+\s?[A-Za-z]?\b"
)
_FOUND = re.compile(
    "|".join(
        (
            _STREET,
            r"\b\d{3}\s?\d{2}\s+[A-ZÅÄÖ][a-zåäö]+",  # a postcode and its town
            r"(?<!\d)(?:\+46|0046|0)[\s-]?(?:\(0\))?[1-9](?:[\s-]?\d){6,9}(?!\d)",  # a phone
            # a personal number, or a coordination number, where 60 is added to the day
            r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-36-9]\d[-+ ]?\d{4}(?!\d)",
            r"[\w.+-]+@[\w-]+\.[\w.-]+",  # an address of mail
            r"(?<!\d)-?\d{1,2}[.,]\d{4,}\s*[,; ]\s*-?\d{1,3}[.,]\d{4,}",  # a place on a map
            r"https?://\S+",
        )
    )
)


def find_hidden(text: str) -> str:
    """The first address, phone, number, mail address, place or link in a text; else nothing."""
    found = _FOUND.search(text)
    return found.group(0).strip() if found else ""


def without_hidden(text: str) -> str:
    """A text with three dots instead of each of these."""
    return _FOUND.sub("…", text)
