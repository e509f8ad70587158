"""Six pages of invented minutes as text, as a secretary pastes them (W10)."""

from __future__ import annotations

import random
from itertools import count

from .words import paragraph, question, sentence

PAGE = 2_400  # characters of a printed page with headings and air
PAGES = 6
NAMES = "Robin Alm, Kim Dahl, Sam Ek, Mika Lind, Charlie Berg, Noa Sund, Alex Strand, Lo Vik"

_numbers = count(1)


def six_pages() -> str:
    """Minutes with a head, who was there, headings, paragraphs, bullets, questions with answers
    and things promised. No two are the same, as a document that has come in is known again."""
    number = next(_numbers)
    by = random.Random(number)
    parts = [
        f"Minnesanteckningar Grupp 1, möte {number}",
        "Datum: måndag 2 mars 2026 kl. 13.00–15.00\nPlats: Fyren, Hamngatan 1",
        f"Närvarande: {NAMES}",
    ]
    while sum(len(part) + 2 for part in parts) < PAGES * PAGE:
        parts += [
            question(by).rstrip("?").capitalize(),
            paragraph(by, 400),
            "\n".join(f"- {sentence(by, 9)}" for _ in range(4)),
            f"Fråga: {question(by)}\nSvar: {sentence(by, 12)}",
            f"Kim Dahl tar med sig frågan till enheten. {paragraph(by, 250)}",
            f"Nästa gång: {sentence(by, 7)} Ring 08-000 00 00 eller se https://example.org/{number}",
        ]
    return "\n\n".join(parts)
