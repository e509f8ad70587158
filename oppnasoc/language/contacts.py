"""Links, e-mail addresses and phone numbers as written in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKDOWN = re.compile(r"\[(?P<text>[^\[\]\n]{0,300})\]\((?P<url>[^()\s]{0,1000})\)")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”\[\]{}|\\^`]{2,1000}", re.IGNORECASE)
# A bare domain: only endings that are hardly ever the end of something else.
_DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[a-zåäö0-9-]{1,63}\.){1,4}(?:se|nu|com|org|net|eu|info|example)"
    r"(?:/[^\s<>\"”\[\]()]{0,500})?(?![\w@-])"
)
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-zA-Z0-9åäöÅÄÖ-]{1,63}\.){1,5}[a-zA-Z]{2,24}(?![\w-])"
)
PHONE = re.compile(
    r"(?<![\w./:+-])(?:\+46\s?(?:\(0\)\s?)?|0046\s?|0)[1-9]\d{0,2}(?:\s?[-–/]\s?|\s)?"
    r"\d{2,3}(?:\s?\d{2,3}){1,3}(?![\w-]|[.:/]\d)"
)
_TRAILING = ".,;:!?'*_"
_DEAD = re.compile(r"^(?:#.*|javascript:.*|about:.*|)$", re.IGNORECASE)
_LABELLED = re.compile(r"(?:tel|tfn|telefon|mobil|ring|sms|nummer)\w*[.:]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written. ``dead``: its target leads nowhere ("#", empty)."""

    url: str
    text: str | None
    dead: bool
    line: int


def find_links(text: str, line: int) -> list[Link]:
    """Links in ``text``: markdown links, addresses, bare domains – in order of appearance."""
    found: list[tuple[int, Link]] = []
    masked = list(text)
    for match in _MARKDOWN.finditer(text):
        url = match["url"].strip("<>")
        relative = not re.match(r"(?:https?:|mailto:|www\.|#|$)", url, re.IGNORECASE)
        if not url.lower().startswith("mailto:") and not (relative and not _DOMAIN.match(url)):
            found.append((match.start(), Link(url, match["text"], bool(_DEAD.match(url)), line)))
        masked[match.start("url") : match.end("url")] = " " * len(match["url"])
    for pattern in (EMAIL, _URL, _DOMAIN):
        for match in pattern.finditer("".join(masked)):
            if pattern is not EMAIL:
                found.append((match.start(), Link(_trimmed(match[0]), None, False, line)))
            masked[match.start() : match.end()] = " " * (match.end() - match.start())
    return [link for _, link in sorted(found, key=lambda pair: pair[0])]


def find_emails(text: str) -> list[str]:
    """E-mail addresses in ``text``."""
    return [match[0].rstrip(".") for match in EMAIL.finditer(text)] if "@" in text else []


def find_phones(text: str) -> list[str]:
    """Swedish phone numbers in ``text``, as written; 7 to 13 digits, written as a number is."""
    return [match[0] for match in phone_matches(text)]


def phone_matches(text: str) -> list[re.Match[str]]:
    """Matches of :data:`PHONE` that look like a phone number, not a reference or an amount."""
    found = []
    for match in PHONE.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        grouped = bool(re.search(r"[-–/]|^\+|^0046", match[0]))
        labelled = bool(_LABELLED.search(text[max(0, match.start() - 20) : match.start()]))
        mobile = re.match(r"07[0-9]", match[0])
        if 8 <= digits <= 13 and (grouped or labelled or mobile):
            found.append(match)
    return found


def only_links(text: str) -> bool:
    """Whether ``text`` is nothing but links."""
    rest = _URL.sub("", _MARKDOWN.sub("", text))
    return bool(text.strip()) and not rest.strip(" <>.,;:*_\n") and rest != text


def _trimmed(url: str) -> str:
    url = url.rstrip(_TRAILING)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(_TRAILING)
    return url
