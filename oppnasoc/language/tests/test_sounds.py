"""Words that are mixed up in writing sound alike; others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.language.words.sounds import sound

MIXED_UP = (
    ("handlegare", "handläggare"), ("motivasion", "motivation"), ("sjema", "schema"),
    ("mötte", "möte"), ("sosialtjenst", "socialtjänst"), ("bistond", "bistånd"),
    ("ressurs", "resurs"), ("kvito", "kvitto"), ("sykel", "cykel"), ("järna", "gärna"),
    ("sykiatri", "psykiatri"), ("tjenst", "tjänst"), ("sjukt", "skjukt"), ("exstra", "ecstra"),
)  # fmt: skip
APART = (
    ("handledare", "handläggare"), ("möte", "mäte"), ("tak", "tack t"), ("bår", "bar"),
    ("råd", "rad"), ("lön", "län"), ("kos", "gos"),
)  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), MIXED_UP)
def test_words_that_are_mixed_up_sound_alike(written: str, meant: str) -> None:
    assert sound(written) == sound(meant)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö", max_size=30))
def test_a_letter_written_twice_is_heard_once(word: str) -> None:
    for at in range(1, len(word)):
        # Those that are in none of the ways to write a sound with several letters.
        if word[at - 1] == word[at] and word[at] in "abefmruvyzåäö":
            assert sound(word) == sound(word[:at] + word[at + 1 :])
