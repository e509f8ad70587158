"""The papers of a plan as tagged PDF, A4. Nothing of them is kept: no file, no cache."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from oppnasoc.ui import paper

from .easy import Card, easy
from .pictograms import Pictogram
from .sheets import Sheet, acute_sheet, card_sheet, plan_sheet, story_sheet
from .whole import Picture

_SHEETS = Path(__file__).parents[1] / "templates" / "careplan" / "papers"


def plan_pdf(picture: Picture) -> bytes:
    """The plan in large letters. Raises Unprintable, as all of these do."""
    return _pdf(plan_sheet(picture))


def acute_pdf(picture: Picture) -> bytes:
    return _pdf(acute_sheet(picture))


def story_pdf(picture: Picture, chosen: Collection[object] | None = None) -> bytes:
    return _pdf(story_sheet(picture, chosen))


def card_pdf(picture: Picture) -> bytes:
    """Red, amber and green on one page, as large as their words allow."""
    return _pdf(card_sheet(picture), "card.typ")


def easy_pdf(picture: Picture) -> bytes:
    """In easy words with pictures, larger still."""
    made = easy(picture)
    data = {"title": made.title, "cards": [_card(card) for card in made.cards]}
    return paper.pdf(_SHEETS / "easy.typ", data, title=made.title)


def _pdf(sheet: Sheet, template: str = "plan.typ") -> bytes:
    return paper.pdf(_SHEETS / template, asdict(sheet), title=sheet.title)


def _card(card: Card) -> dict[str, Any]:
    return {
        "shows": _drawn(card.shows),
        "title": card.title,
        "texts": card.texts,
        "own_page": card.own_page,
        "things": [
            {"shows": _drawn(each.shows), "label": each.label, "texts": each.texts}
            for each in card.things
        ],
    }


def _drawn(shows: Pictogram) -> dict[str, str]:
    return {"svg": shows.svg, "alt": str(shows.alt)}
