"""Codes, passwords, cards and accounts are found; years, phones, floors and flats are not."""

from __future__ import annotations

import pytest

from oppnasoc.careplan.careful import find_secret


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Portkoden är 4512", "4512"),
        ("portkod: 1984#", "1984#"),
        ("Koden till larmet är 12 34 56", "12 34 56"),
        ("PIN 0420", "0420"),
        ("Min pinkod: 1234.", "1234"),
        ("kod 5512", "5512"),
        ("Dörrkod 2026", "2026"),
        ("4711", "4711"),
        ("Lösenordet är Sommar2026!", "Sommar2026!"),
        ("lösenord: katten", "katten"),
        ("Kontonummer 8327-9, 123 456 789-0", "8327-9, 123 456 789-0"),
        ("konto 1234567890", "1234567890"),
        ("Pengarna: 8327-9, 1234567", "8327-9, 1234567"),
        ("SE45 5000 0000 0583 9825 7466", "SE45 5000 0000 0583 9825 7466"),
        ("Kortet är 4111 1111 1111 1111", "4111 1111 1111 1111"),
    ],
)
def test_what_must_not_stand_there_is_found(text: str, found: str) -> None:
    assert find_secret(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "1987",
        "Sedan 2019 tar jag medicinen själv",
        "vån 3",
        "våning 3, lgh 1201",
        "Porten till vänster, lgh 1201",
        "070-174 06 05",
        "Ring 1177 eller 112",
        "1177",
        "Koden har Eva, ring 070-174 06 05",
        "Portkoden kan Eva. Hon har nummer 070 174 06 05",
        "Fråga Eva om koden 070-174 06 05",
        "Portkod finns inte, lgh 1201",
        "Postnummer 871 30",
        "Räkning på 1 250 kronor den 27 januari 2027",
        "Autogiro 4 500 kronor den 28:e",
        "Klockan 14.30, buss 201",
        "Eva vet lösenordet",
        "Kontot sköter min gode man",
        "Bankgiro 123-4567",
        "OCR 1234567890128",
        "2026-11-30 klockan 08.15",
        "Två hundar: 3 dl foder kl 7 och 17",
        "Insulin 12 enheter",
    ],
)
def test_what_may_stand_there_is_let_be(text: str) -> None:
    assert find_secret(text) == ""
