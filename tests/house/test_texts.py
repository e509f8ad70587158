"""Every text of the interface is there in Swedish, in the words of the glossary, plainly said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import num_plurals

from config import messages

ROOMS = ["ui", "people", "groups", "voices", "matters", "meetings", "pages"]
MIN_WORDS = 100
MAX_LIX = 35
MAX_SENTENCE = 20  # words

# Words of offices that have a shorter, warmer one. Beginnings of words.
OFFICIALESE = (
    "avseende", "erhåll", "inkom", "föreligg", "vidta", "härmed", "därutöver", "nedanstående",
    "ovanstående", "respektive", "beträffande", "angående", "ombesörj", "tillse ", "inhämta",
    "delge", "handlägg(?!are)", "jämlikt", "i enlighet med", "med anledning av", "vad avser",
    "huruvida", "såvida", "ehuru", "icke", "äga rum", "föranled", "anmod", "påfordra", "medelst",
    "initiera", "implementera", "vederbörande", "sålunda", "dylik", "erfordr", "emedan", "samtliga",
    "utöva",
)  # fmt: skip
MARKS = re.compile(r"%\(\w+\)[sd]|{\w*}")
FORBIDDEN = re.compile(r"\bärende|\bröst(?!a av)", re.I)


@cache
def source() -> Catalog:
    return messages.extract()


@cache
def swedish() -> Catalog:
    return messages.read()


def forms(text: str | Sequence[str] | None) -> list[str]:
    """A text, or its singular and plural."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def parts(message: Message) -> list[str]:
    """The Swedish forms of a message."""
    return forms(message.string)


def keys(catalog: Catalog) -> set[tuple[str | None, str]]:
    return {(str(m.context) if m.context else None, forms(m.id)[0]) for m in catalog if m.id}


def test_nothing_is_missing() -> None:
    assert sorted(text for _, text in keys(source()) - keys(swedish())) == []


def test_nothing_is_obsolete() -> None:
    assert sorted(text for _, text in keys(swedish()) - keys(source())) == []
    assert not swedish().obsolete


def test_everything_is_translated() -> None:
    assert [m.id for m in swedish() if m.id and not all(parts(m))] == []
    assert [m.id for m in swedish() if m.id and m.fuzzy] == []


def test_plurals_and_placeholders_agree() -> None:
    for message in swedish():
        if not message.id:
            continue
        if message.pluralizable:
            num_plurals(swedish(), message)
        wanted = {mark for form in forms(message.id) for mark in MARKS.findall(form)}
        for part in parts(message):
            found = set(MARKS.findall(part))
            assert found <= wanted, message.id
            if not message.pluralizable:
                assert found == wanted, message.id


def test_the_words_of_the_glossary() -> None:
    """Never *ärende* (in social services it is a person's case), never *röst* (it is a vote)."""
    found = [part for m in swedish() if m.id for part in parts(m) if FORBIDDEN.search(part)]
    assert found == []


def test_no_officialese() -> None:
    found = [
        (word, part)
        for m in swedish()
        if m.id
        for part in parts(m)
        for word in OFFICIALESE
        if re.search(rf"\b{word}", part, re.I)
    ]
    assert found == []


def plain(text: str) -> str:
    """The text as it is read: placeholders and marks become a short word or nothing."""
    text = re.sub(r"<[^>]+>", " ", text)
    return re.sub(r"%\(\w+\)[sd]|{\w*}|%[sd]", "x", text)


def sentences(text: str) -> Iterator[list[str]]:
    for sentence in re.split(r"[.!?:]+(?:\s|$)|\n+", text):
        if words := re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", sentence):
            yield words


def lix(text: str) -> float:
    """Björnsson's readability index: words a sentence + percentage of words over 6 letters."""
    found = list(sentences(text))
    words = [word for sentence in found for word in sentence]
    long = sum(len(word) > 6 for word in words)
    return len(words) / len(found) + 100 * long / len(words)


def test_lix_counts() -> None:
    assert lix("En katt satt på en matta. Den sov.") == pytest.approx(4.0)
    assert lix("Kommunens handläggningsordning.") == pytest.approx(2 + 100)


def places() -> dict[str, list[str]]:
    """The Swedish texts by source file, and by room."""
    result: dict[str, list[str]] = defaultdict(list)
    swedish_of = {(m.context, str(m.id)): m for m in swedish() if m.id}
    for message in source():
        known = swedish_of.get((message.context, str(message.id)))
        if not message.id or known is None:
            continue
        for name in dict.fromkeys(name for name, _ in message.locations):
            text = plain(parts(known)[-1]).strip()
            result[name].append(text if text.endswith((".", "?", "!")) else f"{text}.")
            result[name.split("/")[1]].append(result[name][-1])
    return result


def test_no_sentence_is_too_long() -> None:
    long = {
        " ".join(words)
        for texts in places().values()
        for text in texts
        for words in sentences(text)
        if len(words) > MAX_SENTENCE
    }
    assert sorted(long) == []


def test_our_own_bar_for_plain_language() -> None:
    hard = {
        name: round(value, 1)
        for name, texts in places().items()
        if len(" ".join(texts).split()) >= MIN_WORDS and (value := lix(" ".join(texts))) > MAX_LIX
    }
    assert hard == {}
