"""Sentences of a Swedish paragraph, minding abbreviations, ordinals, quotes and brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABBREVIATIONS_WORDS = (
    "t.ex t ex bl.a bl a kl ca dvs d.v.s m.m mm etc nr st resp osv o.s.v f.d p.g.a pga s.k "
    "sk tel jan feb mar apr jun jul aug sep sept okt nov dec fr.o.m from t.o.m tom m.fl fl "
    "el inkl exkl max min ang avd dr prof s sid kap f.n t.v f.ö ev vol jfr not obs kr tfn "
    "mob ordf sekr bitr tf t.f v.ordf mån tis ons tors fre lör sön år e.d o.d a.k.a m.h.a "
    "i.o.m o.dyl t.h."
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_WORDS.split())
_END = re.compile(r"[.!?…]+[)\]\"'”’»*_]*(?=\s|$)|(?<=\S)\s*\n")
_LAST_WORD = re.compile(r"([\w.]+)$")
_STARTS_NEW = re.compile(r"[\s]*[-–•\"'”“(\[*_<]*[A-ZÅÄÖÉÜ0-9@=]|\s*(?:http|www)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text`` = source[start:end], stripped."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Sentence]:
    """Split ``text``; every non-blank character falls in exactly one sentence."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if _is_end(text, start, match):
            _append(found, text, start, match.end())
            start = match.end()
    _append(found, text, start, len(text))
    return found


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(begin, begin + len(stripped), stripped))


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    sign = match[0]
    following = text[match.end() : match.end() + 8]
    if sign.startswith("?"):
        return text[match.start() - 1 : match.start()] != "(" and not re.match(
            r"\s(?:undra|fråga|sa\b|säg|tyck|menar)", text[match.end() : match.end() + 9]
        )
    if not following.strip():
        return True
    if not _STARTS_NEW.match(following):
        return False
    if sign.startswith(".") and len(sign.rstrip(")]\"'”’»*_")) == 1:
        before = _LAST_WORD.search(text[max(start, match.start() - 12) : match.start()])
        word = before[1].lower() if before else ""
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            # "m.m. Nästa" ends a sentence; "kl. 13", "t.ex. Anna" and "A. Berg" do not.
            return word in {"m.m", "mm", "etc", "osv", "o.s.v", "m.fl", "fl", "kr", "år", "e.d"}
        # "den 3. maj": an ordinal; "klockan 13. Sedan": an end.
        if word.isdigit() and len(word) <= 2:
            return following.lstrip()[:1].isupper()
    return True
