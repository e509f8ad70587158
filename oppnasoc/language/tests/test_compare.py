"""Two versions of a text compared in words."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oppnasoc.language.compare import Piece, changed, words

_SOME = st.lists(
    st.sampled_from(["gruppen ", "ska ", "få ", "svar", ".", "\n", "\n\n", "IT-hjälp ", "å", " "]),
    max_size=60,
).map("".join)
TEXTS = st.one_of(_SOME, st.text(max_size=200))


def written(pieces: list[Piece]) -> str:
    """As '[-gone-]' and '{+new+}', easy to read in a test."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("Alla får svar.", "Alla får svar.", "Alla får svar."),
        ("", "Nytt.", "{+Nytt.+}"),
        ("Borta.", "", "[-Borta.-]"),
        (
            "Svar kommer inom tio dagar.",
            "Svar kommer inom fem dagar.",
            "Svar kommer inom [-tio-]{+fem+} dagar.",
        ),
        ("Ring oss.", "Ring oss i dag.", "Ring oss{+ i dag+}."),
        (
            "Gruppen träffas.\n\nAlla får komma.",
            "Gruppen träffas varje vecka.\n\nAlla får komma.\n\nDet finns kaffe.",
            "Gruppen träffas{+ varje vecka+}.\n\nAlla får komma.{+\n\nDet finns kaffe.+}",
        ),
        # A small word that both happen to hold does not tear the phrases apart.
        (
            "Vi ringer dig i morgon bitti.",
            "Vi skriver brev i god tid.",
            "Vi [-ringer dig i morgon bitti-]{+skriver brev i god tid+}.",
        ),
        # What is moved is read as gone here and new there.
        ("Ett. Två. Tre.", "Två. Tre. Ett.", "[-Ett. -]Två. Tre.{+ Ett.+}"),
        ("Kom. Kaffe finns.", "Kom. Ring. Kaffe finns.", "Kom.{+ Ring.+} Kaffe finns."),
    ],
)
def test_changes_are_whole_words(before: str, after: str, expected: str) -> None:
    assert written(words(before, after)) == expected


def test_a_word_with_a_hyphen_is_one_word() -> None:
    assert written(words("Vi ger IT-hjälp.", "Vi ger IT-stöd.")) == (
        "Vi ger [-IT-hjälp-]{+IT-stöd+}."
    )


def test_whether_anything_changed() -> None:
    assert not changed(words("Samma.", "Samma."))
    assert changed(words("Samma.", "Annat."))


@settings(max_examples=300, deadline=None)
@example("gruppen IT-hjälp ", "IT-hjälp \nsvar ")  # Nothing is left after the last change.
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after
    assert all(p.text for p in pieces)
    kinds = [p.kind for p in pieces]
    assert all(kind != following for kind, following in pairwise(kinds))


def _long(kind: str, seed: int) -> str:
    """About 100 kB of text of a sort that is hard to compare."""
    chance = random.Random(seed)
    vocabulary = {
        "one word": ["vi"],
        "two words": ["vi", "du"],
        "few words": ["vi", "du", "och", "inte", "svar"],
        "many words": [f"ord{i}" for i in range(3000)],
        "never the same": [f"ord{seed}{i}" for i in range(30_000)],
    }[kind]
    parts: list[str] = []
    size = 0
    while size < 100_000:
        parts.append(chance.choice(vocabulary) + chance.choice([" ", " ", " ", "\n"]))
        size += len(parts[-1])
    return "".join(parts)


@pytest.mark.parametrize(
    "kind", ["one word", "two words", "few words", "many words", "never the same"]
)
def test_a_long_text_does_not_take_for_ever(kind: str) -> None:
    """Ten times the measured time, so that a slow machine does not fail it."""
    began = time.process_time()
    words(_long(kind, 1), _long(kind, 2))
    assert time.process_time() - began < 10


def test_a_small_change_in_a_long_text_is_small() -> None:
    before = _long("many words", 1)
    middle = before.index(" ", 50_000)
    after = f"{before[:middle]} nyhet{before[middle:]}"
    pieces = words(before, after)
    assert [p for p in pieces if p.kind != "same"] == [Piece("new", " nyhet")]
