"""What must never stand on a list that others may find: codes, passwords, card and account numbers.

A guess from the look of a text, made for the list 'If I become ill' and the card. It looks for a
number with a word that says what it is, and for numbers that are what they look like by their own
sums. A year, a phone number, a floor or the number of a flat is none of these.
"""

from __future__ import annotations

import re

_GLUE = (
    r"(?:[\s:=,.()]|(?:är|nr|nummer|till|för|i|på|porten|dörren|huset|larmet|kortet|min|mitt"
    r"|mobilen|telefonen)\b){1,12}"
)
_CODE = re.compile(
    r"\b(?:pin(?:[ -]?kod\w*)?|(?:port|dörr|lås|larm|knapp|telefon|mobil|bank|bankid|skåps?|trapp)?"
    r"-?kod(?:en|er|erna)?|code|passcode)"
    + _GLUE
    + r"(?P<code>[#*]?\d(?:[ -]?\d){2,9}[#*]?)(?!\d)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b(?:lösenord\w*|lösen|password|passord)\s*(?:är\b|[:=])\s*(?P<code>\S{3,})", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"\b(?:(?:bank|löne|spar|person)?konto(?:t|n)?(?:nummer|nr)?|clearing(?:nummer|nr)?|iban)\b"
    + _GLUE
    + r"(?P<code>\d(?:[\s,.-]{0,2}\d){5,17})",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){4,7}(?: ?[A-Z0-9]{1,4})?\b")
_CLEARING = re.compile(r"(?<![\d-])\d{4}-\d\s?,\s?\d(?:[\s.-]?\d){5,9}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_PHONE = re.compile(r"(?:\+|00?)\d(?:[ -]?\d){7,11}")
_ONLY = re.compile(r"[#*]?\d{4,6}[#*]?")
#: Numbers that anybody may call, and that stand alone in a field.
_CALLED = {"1177", "11414", "116111", "116117", "90101"}


def find_secret(text: str) -> str:
    """The first code, password, card or account number in a text; else an empty text."""
    alone = text.strip()
    if _ONLY.fullmatch(alone) and alone not in _CALLED and not _is_year(alone):
        return alone
    for pattern in (_CODE, _PASSWORD, _ACCOUNT):
        for found in pattern.finditer(text):
            if not _PHONE.fullmatch(found["code"].strip()):
                return found["code"].strip()
    for found in _IBAN.finditer(text):
        if _is_iban(found[0].replace(" ", "")):
            return found[0]
    if found_one := _CLEARING.search(text):
        return found_one[0]
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if digits[0] in "23456" and _sums_up(digits):
            return found[0]
    return ""


def _is_year(text: str) -> bool:
    return len(text) == 4 and text[:2] in ("19", "20")


def _sums_up(digits: str) -> bool:
    """The check sum of cards (ISO/IEC 7812, Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def _is_iban(text: str) -> bool:
    """The check sum of account numbers between countries (ISO 13616, ISO 7064 mod 97)."""
    turned = text[4:] + text[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
