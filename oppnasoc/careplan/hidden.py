"""What could tell where a person with protected personal data is: never kept in her plan."""

from __future__ import annotations

import re

#: Streets end so in Swedish; a number stands after them.
_ENDS = (
    "gatan|vägen|gränd|gränden|stigen|torget|allén|backen|leden|slingan|kroken|promenaden"
    "|esplanaden|stranden|höjden|kajen"
)
_STREET = "|".join(
    (
        rf"\b[A-ZÅÄÖ][\wé-]*(?:{_ENDS}|plan|gård|gården|väg|gata)\s+\d+\s?[A-Za-z]?\b",
        # As it is written on a phone. "Trappan 3" and "vårdplan 2" are no streets.
        rf"\b[\wé]{{3,}}(?:{_ENDS})\s+\d{{1,3}}\s?[A-Za-z]?\b(?!\s*(?:gång|minut|meter|steg|år|dag))",
        r"\b[Ll]gh\.?\s*\d{3,4}\b",
        r"\b[Bb]ox\s+\d{2,6}\b",
    )
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
