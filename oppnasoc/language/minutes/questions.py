"""Questions in minutes, and where they are answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oppnasoc.language.minutes.model import Block
from oppnasoc.language.minutes.vocabulary import label_kind
from oppnasoc.language.sentences import sentences

_FINITE = (
    r"(?:gör|är|kan|ska|skall|blir|händer|får|har|vill|tycker|fungerar|kommer|behöver|går|innebär|"
    r"betyder|finns|ser|menas|borde|bör|hittar|når|tänker|vet|säger|ligger|hanterar|löser|kostar|"
    r"gäller det|löser|skulle|måste|mäter|kunde|kände|tar|leder|sker)"
)
# A question that somebody wrote down with a full stop: "Hur gör vi med nycklarna."
_WITHOUT_MARK = re.compile(
    rf"^(?:hur|varför|vem|vilka|vilken|vilket|var|vad)\s(?:\w+\s)?{_FINITE}\s"
    r"(?:vi|man|det|de|jag|du|ni|den|hon|han|alla|kommunen)\b"
    rf"|^(?:hur|varför|vem|vilka)\s{_FINITE}\b",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\b(?:en|flera|någras?|annan|ny) (?:annan )?fråga (?:som (?:kom upp|ställdes|"
    r"lyftes) )?(?:var|är|gällde|om)\b"
    r"|\bfrågan (?:är|var|om|kom upp|ställdes|väcktes)\b|\b(?:undra[rs]?|undrade[s]?|frågade|"
    r"ställde frågan)\b"
    r"\s(?:[\w-]+\s){0,3}?(?:om|hur|varför|vad|när|var|vem|vilka|vilken)\b",
    re.IGNORECASE,
)
# In a list the mark is often left out: "När går nästa färja", "Varför så mörkt här".
_LISTED = re.compile(
    r"^varför\b|^(?:hur|när|vem|vad|var|vilk\w+)\s(?:(?!(?:vi|man|de|det|du|ni|jag|hon|han|"
    r"den|som)\s)"
    r"\w+\s)?\w{2,}(?<!efte)(?<!unde)(?<!öve)r\s(?!att\b)"
    r"|^(?:finns det|kan (?:man|vi|ni|jag)|får (?:man|vi|jag)|går det att|ska vi|"
    r"måste (?:man|vi|jag))\s"
    r"|\s[–-]\s(?:måste|kan|får|ska)\s(?:man|vi|jag)\s",
    re.IGNORECASE,
)
# "Vi vet inte ännu", "Det utreds": what is said so leaves the question open.
_OPEN_STILL = re.compile(
    r"\b(?:vet (?:vi |ingen |jag )?inte|vet ingen|ingen (?:vet|visste)|utreds|utreder|oklart|oklar|"
    r"återkommer|kollar|undersök\w+|tar med (?:sig )?frågan|tas upp|får vi se|ska fråga|"
    r"inte bestämt|"
    r"inte klart)\b",
    re.IGNORECASE,
)
_SHORT_ANSWER = re.compile(
    r"^(?:[–-]\s)?(?:ja|jo|nej|absolut|självklart|visst|tyvärr)\b|^(?:[–-]\s)?(?:från |den |"
    r"till |på |kl\.? |"
    r"omkring |ungefär |cirka |ca |i |cirka )?(?:\d|januari|februari|mars|april|maj|juni|"
    r"juli|augusti|"
    r"september|oktober|november|december|(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^(?:[^\W\d_][^:?\"”“]{0,40}):\s+(?=[\"”“A-ZÅÄÖ])")
_QUOTED = re.compile(r":\s[\"”“](?=[A-ZÅÄÖ])")
_ANSWER = re.compile(
    r"^(?:svar\w*\b|[\"”–-]?\s?(?:[\w()-]+,?\s|[A-ZÅÄÖ]\.\s){1,6}?(?:svara(?:de|r)|"
    r"förklara(?:de|r)|"
    r"bekräfta(?:de|r))\b)",
    re.IGNORECASE,
)
# No paragraph that people wrote is longer; what is longer is not read for questions.
_LONGEST = 12_000
_TRIM = " \t*_>\"”“»'–-•"


def questions_in(text: str, *, written_as_list: bool = False) -> list[str]:
    """The direct questions in ``text``, each as its own sentence.

    ``written_as_list``: the text is a bullet, where a question may end in a full stop.
    """
    found = []
    for sentence in sentences(text[:_LONGEST]):
        plain = _LEAD_IN.sub("", sentence.text.strip(_TRIM)).strip(_TRIM)
        quoted = _QUOTED.search(plain)
        if quoted:
            plain = plain[quoted.end() :].strip(_TRIM)
        if _is_asked(sentence.text):
            found.append(_tidy(plain))
        elif sentence.text.endswith("!") or not (written_as_list or len(plain) < 90):
            continue
        elif _WITHOUT_MARK.match(plain) or (written_as_list and _LISTED.search(plain)):
            found.append(_tidy(plain))
    return [question for question in found if question]


def is_indirect(text: str) -> bool:
    """Whether ``text`` reports a question: "Siv undrade om …"."""
    return _INDIRECT.search(text) is not None


def answers_inside(text: str) -> bool:
    """Whether a question in ``text`` is answered in a later sentence of the same text."""
    asked = False
    for sentence in sentences(text[:_LONGEST]):
        if asked and not _is_asked(sentence.text):
            replied = _ANSWER.match(sentence.text) or _SHORT_ANSWER.match(sentence.text)
            return bool(replied) and not leaves_open(text[sentence.start :])
        asked = (
            asked or _is_asked(sentence.text) or bool(_WITHOUT_MARK.match(sentence.text))
            or is_indirect(sentence.text)
        )  # fmt: skip
    return False


def leaves_open(text: str) -> bool:
    """Whether a reply says that nobody knows yet."""
    return _OPEN_STILL.search(text) is not None


def is_answer(block: Block) -> bool:
    """Whether ``block`` opens as an answer: "Svar: …", "Anna svarade att …"."""
    if block.label is not None and label_kind(block.label) == "answer":
        return True
    return _ANSWER.match(block.text[:160]) is not None


def answer_indexes(blocks: Sequence[Block], index: int) -> list[int]:
    """Indexes of the blocks right after ``index`` that answer it: reply, or nested bullets."""
    block = blocks[index]
    found: list[int] = []
    for below in range(index + 1, len(blocks)):
        other = blocks[below]
        short = other.kind == "bullet" and block.kind == "paragraph" and below == index + 1
        if short and block.text.rstrip().endswith("?") and _SHORT_ANSWER.match(other.text):
            found.append(below)
            break
        nested = other.kind == "bullet" and block.kind == "bullet" and other.level > block.level
        if not (nested and not questions_in(other.text)) and not (is_answer(other) and not found):
            break
        found.append(below)
    return found


def _is_asked(sentence: str) -> bool:
    end = sentence.rstrip(" )]\"”“’'*_!»")
    if end.endswith("?"):
        return not end.endswith("(?") and any(c.isalpha() for c in end)
    # "…, undrar Siv." after the question itself.
    return bool(re.search(r"\?[\"”]?\s(?:undra|fråga|sa\b|säg|tyck|menar)", sentence))


def _tidy(question: str) -> str:
    question = re.sub(r"^\([^()]{3,60}\)\s*", "", question.strip(_TRIM))
    if question.startswith("(") and question.count("(") > question.count(")"):
        question = question[1:]
    while question.endswith((")", "]")) and question.count("(") < question.count(")"):
        question = question[:-1]
    return question.strip(_TRIM)
