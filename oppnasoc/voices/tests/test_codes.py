"""The secret code: written down, read out, typed anyhow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.voices import codes

code = st.text(alphabet=codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)
between = st.sampled_from(["", " ", "-", " - ", "\t", "–", ".", "\n"])
#: What people write for the letters and digits that look alike.
ALIKE = {"1": "1iIlL", "0": "0oO", "V": "vVuU"}


@given(code)
def test_round_trip(secret: str) -> None:
    assert codes.read(codes.spell(secret)) == secret
    assert len(codes.spell(secret)) == codes.LENGTH + 1


@given(code, st.data())
def test_read_as_people_type(secret: str, data: st.DataObject) -> None:
    typed = ""
    for letter in secret:
        same = ALIKE.get(letter, letter.lower() + letter)
        typed += data.draw(st.sampled_from(same)) + data.draw(between)
    assert codes.read(data.draw(between) + typed) == secret


@given(st.text(max_size=60))
def test_anything_is_a_code_or_none(typed: str) -> None:
    found = codes.read(typed)
    assert found is None or (len(found) == codes.LENGTH and set(found) <= set(codes.ALPHABET))


@pytest.mark.parametrize("typed", ["", "ABCDE-FGH1", "ABCDE-FGH123", "åäö", "-" * 10])
def test_what_is_no_code(typed: str) -> None:
    assert codes.read(typed) is None


def test_made_of_the_alphabet_and_never_the_same() -> None:
    made = {codes.make() for _number in range(500)}
    assert len(made) == 500
    assert all(codes.read(one) == one for one in made)


def test_the_digest_needs_the_key(settings: Any) -> None:
    first = codes.digest("ABCDEFGH12")
    assert len(first) == 64
    assert first == codes.digest("ABCDEFGH12")
    assert first != codes.digest("ABCDEFGH13")
    settings.SECRET_KEY = "en annan nyckel"
    assert codes.digest("ABCDEFGH12") != first
