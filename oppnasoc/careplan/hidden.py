"""What could tell where a person with protected personal data is: never kept in her plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Every dash is one: phones write what they like. One mark for one, so that places stay.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
#: Streets end so in Swedish; a number stands after them.
_ENDS = (
    "gatan|vägen|gränd|gränden|stigen|torget|allén|backen|leden|slingan|kroken|promenaden"
    "|esplanaden|stranden|höjden|kajen"
)
_FIRST = "södra|norra|östra|västra|gamla|nya|stora|lilla|övre|nedre|inre|yttre|sankt"
_NR = r"(?:\s*nr\.?)?\s*\d{1,3}(?:\s?[A-Za-z])?\b"
#: What is counted after a number, so that it is none of a house.
_COUNTED = r"(?!\s*(?:gång|minut|meter|steg|år|dag|timm|veck|månad|person|kr\b|kron|st\b|mg\b))"
#: "Kungsg. 5" and "Ringv. 12", but not the end of a sentence: "Uppföljning. 5 dagar".
_SHORT = (
    r"\b(?!\w*(?:[aeiouyåäö]ng|b[eo]rg|[lr]v)\.)[^\W\d_]{3,}"
    r"(?:(?:ng|[bcdfhjklmnpqrstvxz])g|[bcdfghjkmnpqstxz]v)\.\s*\d{1,3}(?:\s?[A-Za-z])?\b"
    r"(?!\s+(?!(?:hos|och|med|vid|där|lgh|tr)\b)[a-zåäö]{2,})(?![.,:]\d)"
)
_STREET = "|".join(
    (
        rf"\b[A-ZÅÄÖ][\wé-]*(?:{_ENDS}|plan|gård|gården|väg|gata)\s+\d+(?:\s?[A-Za-z])?\b",
        # As it is written on a phone. "Trappan 3" and "vårdplan 2" are no streets.
        rf"\b[\wé]{{3,}}(?:{_ENDS}){_NR}{_COUNTED}",
        rf"\b(?i:(?:{_FIRST})\s(?:{_ENDS})){_NR}{_COUNTED}",
        _SHORT,
        r"\b[Ll]gh\.?\s*\d{3,4}\b",
        r"\b[Bb]ox\s+\d{2,6}\b",
    )
)
#: A postcode and its town.
_POST = (
    r"(?<![\d.,])(?<!\d-)[1-9]\d{2}\s?\d{2}\s+"
    r"(?!(?i:sek|kr|kronor|eur|euro|nok|dkk|usd)\b)[A-ZÅÄÖ][A-Za-zÅÄÖåäö]+"
)
#: The same in small letters, where nothing else stands between two marks: "12000 kronor" is a sum.
_SMALL_POST = (
    r"(?:(?<![\s\S])|(?<=[\n,;])|(?<=[,;:] ))[1-9]\d{2}\s?\d{2}\s+"
    r"(?!(?:kap|kr|kron|steg|person|människ|invånar|medlem|meter|timm|minut|dag|gång|styck|öre"
    r"|enhet|varje|igen|extra|totalt|brutto|netto|eller|och|per|för|efter|före|kvar)\w*)"
    r"[a-zåäö]{3,}(?:[ -][a-zåäö]{2,})?(?=\s*(?:[\n,.;!?)]|$))"
)
_BETWEEN = r"(?:\s?[-./)]\s?|\s)?"
_PHONE = rf"(?<!\d)(?:(?:\+46|0046)[\s-]?(?:\(0\))?|\(?0[\s-]?)[1-9](?:{_BETWEEN}\d){{6,9}}(?!\d)"
#: A personal number, or a coordination number, where 60 is added to the day.
_NUMBER = "|".join(
    (
        r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-36-9]\d(?:\s?[-+]\s?|\s)?\d{4}(?!\d)",
        r"(?<!\d)(?:19|20)\d{2}-[01]\d-[0-36-9]\d\s?[-+]\s?\d{4}(?![\d-])",
    )
)
_TIME = r"[0-2]?\d\.[0-5]\d"
#: Days, and times after each other: no phones, whatever stands between their digits.
_PLAIN = "|".join(
    (
        r"(?<!\d)(?:19|20)\d{2}-[01]\d-[0-3]\d(?!\d)",
        r"(?<!\d)[0-3]?\d\s?(?P<mark>[./-])\s?[01]?\d\s?(?P=mark)\s?(?:19|20)\d{2}(?!\d)",
        rf"(?<!\d){_TIME}(?:(?:\s?-\s?|\s){_TIME})+(?![\d.])",
        r"(?<!\d)[0-2]\d[0-5]\d\s?-\s?[0-2]\d[0-5]\d(?!\s?\d)",
    )
)
_DEGREES = r"\d{1,3}\s?[°º\s]\s?\d{1,2}[.,]\d{2,}"
#: A place on a map: degrees, degrees and minutes, degrees with minutes and seconds.
_PLACE = (
    r"(?<!\d)-?\d{1,2}[.,]\d{4,}\s?[°º]?\s?[NS]?\s*[,; ]\s*-?\d{1,3}[.,]\d{4,}"
    rf"|\b[NS]\s?{_DEGREES}\s*[,;]?\s*[EWÖV]\s?{_DEGREES}"
    r"|(?<!\d)\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?['’′´]\s?"
    r"(?:\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″]|''|’’)\s?)?[NSEWÖV]?"
)
_MAIL = r"(?<![\w.+-])[\w.+-]+(?:@|\s?[(\[](?:at|a)[)\]]\s?)[\w-]+\.[\w.-]+"
_LINK = (
    r"https?://\S+|\bwww\.\S+"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:se|nu|com|org|net|eu|gl|io|app)/\S+"
)
_FOUND = re.compile(
    f"{_NUMBER}|(?P<plain>{_PLAIN})|{_STREET}|{_POST}|{_SMALL_POST}|{_PHONE}|{_MAIL}|{_PLACE}|{_LINK}"
)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text each of these begins and ends."""
    for found in _FOUND.finditer(text.translate(_DASHES)):
        if found["plain"] is None:
            yield found.span()


def find_hidden(text: str) -> str:
    """The first address, phone, number, mail address, place or link in a text; else nothing."""
    first, last = next(_places(text), (0, 0))
    return text[first:last].strip()


def without_hidden(text: str) -> str:
    """A text with three dots instead of each of these."""
    kept, at = [], 0
    for first, last in _places(text):
        kept += [text[at:first], "…"]
        at = last
    return "".join([*kept, text[at:]])
