"""Find, suggest and compare: what pages ask of the search.

Only public things are indexed, so whatever comes from here may be shown to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import Q
from django.utils.safestring import SafeString

from oppnasoc.ui.html import fill

from .models import Document, Word

PER_PAGE = 20
LONGEST = 400  # characters of a query that are read

Order = Literal["best", "new"]


@dataclass(frozen=True)
class Hit:
    """A thing that was found. ``title_html`` and ``excerpt_html`` are safe HTML in which every
    word that matched stands in ``<mark>``."""

    kind: str
    thing: int
    title_html: SafeString
    excerpt_html: SafeString
    url: str
    on: date | None
    party: int | None


@dataclass(frozen=True)
class Unit:
    """A word or phrase of a query: as it was typed, as it was read when it was misspelt, and what
    else was looked for, in words that can be shown."""

    typed: str
    corrected: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """A page of what was found.

    ``total`` is a least number when ``more`` is true, as are those of ``kinds`` (kind, number)
    and ``parties`` (party, number), most first, both counted without the filter of their own.
    ``cut`` tells that the query was too long to be read to its end. ``page`` is the page that is
    shown, within ``pages`` (at least 1).
    """

    query: str
    read: tuple[Unit, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    kinds: tuple[tuple[str, int], ...] = ()
    parties: tuple[tuple[int, int], ...] = ()
    page: int = 1
    pages: int = 1
    cut: bool = False
    left_out: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Suggestion:
    """What may be meant while somebody types: a thing with its address, or a word without."""

    text: str
    url: str | None
    kind: str


def find(
    query: str, *, kind: str = "", party: int | None = None, page: int = 1, order: Order = "best"
) -> Results:
    """What a query finds, best or newest first. Any text is a query; none finds nothing."""
    query = query[:LONGEST].replace("\0", " ")
    words = query.casefold().split()
    if not words:
        return Results(query)
    asked = Q()
    for word in words:
        asked |= Q(title__icontains=word) | Q(text__icontains=word)
    found = Document.objects.filter(asked).order_by("-id")
    if kind:
        found = found.filter(kind=kind)
    if party is not None:
        found = found.filter(party=party)
    hits = [shown(document) for document in found[(page - 1) * PER_PAGE : page * PER_PAGE]]
    total = found.count()
    return Results(query, tuple(map(Unit, words)), tuple(hits), total, pages=-(-total // PER_PAGE))


def similar(text: str, *, kind: str, limit: int = 3) -> list[Hit]:
    """Things of a kind that are about the same as a text: nothing rather than nonsense."""
    return [shown(each) for each in Document.objects.filter(kind=kind, title=text)[:limit]]


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Things and words that begin so, while somebody types."""
    prefix = prefix[:LONGEST].replace("\0", " ").strip()
    if not prefix:
        return []
    titles = Document.objects.filter(title__istartswith=prefix).order_by("-id")[:limit]
    words = Word.objects.filter(shown__istartswith=prefix).order_by("-documents")[:limit]
    found = [Suggestion(each.title, each.url, each.kind) for each in titles]
    return [*found, *(Suggestion(each.shown, None, "") for each in words)][:limit]


def shown(document: Document) -> Hit:
    return Hit(
        document.kind,
        document.thing,
        fill("{}", document.title),
        fill("{}", document.text[:200]),
        document.url,
        document.on,
        document.party,
    )
