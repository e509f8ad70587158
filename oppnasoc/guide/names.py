"""Names of parties and places by their keys, kept, so that ten steps ask nothing."""

from __future__ import annotations

from oppnasoc.groups.known import parties
from oppnasoc.groups.models import Party, Place
from oppnasoc.ui.kept import kept


@kept
def by_key() -> dict[int, Party]:
    return {party.pk: party for party in parties()}


@kept
def places() -> dict[int, str]:
    """One query."""
    return dict(Place.objects.order_by().values_list("pk", "name"))


def party(key: int | None) -> Party | None:
    """The party with its kind, name and address."""
    return by_key().get(key) if key else None


def called(key: int | None) -> str:
    found = party(key)
    return found.name if found else ""


def place_called(key: int | None) -> str:
    return places().get(key, "") if key else ""


def joined(*parts: str) -> str:
    """What there is of some names and words, as the beginning of a line."""
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]
