"""Lemmas, compounds and terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oppnasoc.language.words import analyse, fold, words_in
from oppnasoc.language.words.compounds import split
from oppnasoc.language.words.lexicon import Lexicon, NoLexicon

COMPOUNDS = {
    "brukarrådet": ["brukare", "råd"],
    "väntetiderna": ["vänta", "tid"],
    "boendestödjaren": ["boende", "stödjare"],
    "handläggningstid": ["handläggning", "tid"],
    "arbetsmarknadsenheten": ["arbetsmarknad", "enhet"],
    "reseersättning": ["resa", "ersättning"],
    "gatukontor": ["gata", "kontor"],
    "telefonkö": ["telefon", "kö"],
    "kvinnojour": ["kvinna", "jour"],
    "läkartid": ["läkare", "tid"],
}


@pytest.mark.parametrize(("word", "parts"), COMPOUNDS.items())
def test_a_compound_is_taken_apart(word: str, parts: list[str]) -> None:
    found = split(word)
    assert found is not None
    assert len(found.parts) == len(parts)
    assert all(part in each for part, each in zip(parts, found.parts, strict=True))


WHOLE = """
kommun handläggare organisation samordnare beslut ansvar svar möte personal blankett utbildning
trygghet kalender förslag härbärge
"""


@pytest.mark.parametrize("word", WHOLE.split())
def test_a_word_that_only_looks_like_a_compound_stays_whole(word: str) -> None:
    assert split(word) is None


@pytest.mark.parametrize(
    "forms",
    [
        "handläggare handläggaren handläggarnas",
        "bok böcker böckerna",
        "möte mötet mötena",
        "besluta beslutades beslutat",
        "brukarorganisation brukarorganisationerna",
        "SIP SIP:en SIP:ar",
        "boendet boendena boende",
    ],
)
def test_forms_of_a_word_share_a_term(forms: str) -> None:
    terms = [set(analyse(form).wholes) for form in forms.split()]
    assert set.intersection(*terms)


def test_a_modifier_may_stand_for_two_words() -> None:
    assert {"brukare", "bruka", "rad"} <= set(analyse("brukarråden").parts)


def test_a_hyphen_joins_parts() -> None:
    term = analyse("IT-hjälpen")
    assert term.wholes == ("ithjalp",)
    assert term.parts == ("it", "hjalp")


def test_a_missing_lexicon_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoLexicon, match=r"oppnasoc\.language\.words\.compile"):
        Lexicon(tmp_path)


@example("𝐀")  # Its small letter is that of what it is composed of.
@given(st.text(max_size=300))
def test_any_text_gives_plain_terms(text: str) -> None:
    for match in words_in(text):
        term = analyse(match[0])
        for each in (*term.wholes, *term.parts):
            assert each == fold(each) != ""
            assert each.isascii()
            assert len(each) <= 60
