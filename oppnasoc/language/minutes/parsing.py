"""The one way in: text to :class:`ParsedMinutes`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oppnasoc.language.minutes.model import Guess, ParsedMinutes
from oppnasoc.language.organisations import KnownOrganisation


def parse(
    text: str,
    *,
    reader: str = "text",
    known_groups: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
    known_places: Sequence[str] = (),
    today: date | None = None,
) -> ParsedMinutes:
    """Parse meeting notes. Never raises on any text; ValueError on an unknown ``reader``."""
    none: Guess[str] = Guess(None, False, "not_found")
    return ParsedMinutes(none, Guess(None, False, "not_found"), none, none,
                         Guess(None, False, "not_found"))
