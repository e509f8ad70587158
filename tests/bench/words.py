"""Invented Swedish text whose words are spread as in real text: few common ones, many rare.

The text means nothing; it has the lengths, letters, compounds and inflections of Swedish, and
word n is used about 1/n as often as the first (Zipf's law), so that an index or a search meets
what it would meet in a town. The same seed gives the same text on every machine.
"""

from __future__ import annotations

import random
from itertools import accumulate

# Common words first: they carry half of every text.
COMMON = """
och att det som en är på för av inte med vi till den har de ett om man kan när så jag men var från
eller hur får vill ska där efter mer någon alla också bara vid över här nu två mellan sin utan
många vad varför redan bättre samma igen först sedan mycket hela ofta alltid aldrig själv annan
behöver fick kom gick säger väntar hjälper frågar svarar träffar möter börjar slutar ringer läser
skriver ändrar provar känner vet tror tycker finns saknas fungerar dröjer räcker stänger öppnar
"""
NOUNS = """
brev möte besked stöd svar väg tid dag vecka boende rum samtal plan kontakt person grupp telefon
blankett beslut adress dörr kaffe lokal resa arbete skola familj vän granne hem natt vinter sommar
helg pengar hjälp trygghet oro ansvar ordning språk tolk dator kurs utbildning förening ledare
enhet handledare sjukdom vila mat soffa bord karta buss hållplats lista nyckel kalender anteckning
"""
FIRST = """
vägled möt väntrums bostads stöd besked kontakt boende dag tid samtals hem telefon familje skol
arbets vinter natt språk tolk data grupp rese trygghets handlednings brev förenings plan lokal
gemenskaps kvälls morgon lov helg kurs råd vardags dörr nyckel mat promenad trädgårds bok sång
"""
LAST = """
ning tid lista plats rutin stund brev grupp besök hjälp ledare bok blankett samtal plan väg dag
skylt svar kort möte fråga modell tavla krets vecka träff linje karta pärm lokal lampa stol ring
prov vana start paus slut trappa bänk
"""
ENDINGS = ("", "en", "er", "erna", "s")
OPENERS = ("Varför", "Kan", "Hur", "När", "Vem", "Finns det", "Måste")
VOWELS = "aeiouyåäö"


def vocabulary() -> list[str]:
    """About 8,000 different words, the commonest first; every compound in several inflections."""
    compounds = [
        first + last + (ending if last[-1] not in VOWELS else ending.lstrip("e"))
        for first in FIRST.split()
        for last in LAST.split()
        for ending in ENDINGS
    ]
    random.Random(1).shuffle(compounds)
    return list(dict.fromkeys([*COMMON.split(), *NOUNS.split(), *compounds]))


WORDS = vocabulary()
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(len(WORDS))))


def sentence(by: random.Random, words: int) -> str:
    """A sentence of so many words."""
    chosen = by.choices(WORDS, cum_weights=_WEIGHTS, k=words)
    return " ".join(chosen).capitalize() + "."


def paragraph(by: random.Random, length: int) -> str:
    """Sentences of 6 to 14 words, about ``length`` characters together."""
    found: list[str] = []
    size = 0
    while size < length:
        found.append(sentence(by, by.randint(6, 14)))
        size += len(found[-1]) + 1
    return " ".join(found)


def question(by: random.Random) -> str:
    """A question of 5 to 9 words, as a matter is called."""
    words = " ".join(by.choices(WORDS, cum_weights=_WEIGHTS, k=by.randint(4, 7)))
    return f"{by.choice(OPENERS)} {words}?"
