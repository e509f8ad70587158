"""What an address asks of the search, and the addresses of what one can ask instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from django.http import HttpRequest

from oppnasoc.ui.addresses import Address

from . import finding
from .sources import sources

MAX_PARTY = 2**63 - 1
NEW = "nyast"
PAGES = {name: Address(name) for name in ("search", "search_feed")}


@dataclass(frozen=True)
class Asked:
    """A query with its filters; ``?q=…&typ=matter&grupp=7&ordning=nyast&sida=2``."""

    query: str = ""
    kind: str = ""
    party: int | None = None
    order: finding.Order = "best"
    page: int = 1

    @classmethod
    def by(cls, request: HttpRequest) -> Asked:
        """What is not understood is left out: any address is a question."""
        given = request.GET
        kinds = {source.kind for source in sources()}
        party, page = given.get("grupp", ""), given.get("sida", "")
        return cls(
            query=" ".join(given.get("q", "")[: finding.LONGEST].replace("\0", " ").split()),
            kind=kind if (kind := given.get("typ", "")) in kinds else "",
            party=int(party) if _is_number(party, 19) and int(party) <= MAX_PARTY else None,
            order="new" if given.get("ordning") == NEW else "best",
            page=max(1, int(page)) if _is_number(page, 4) else 1,
        )

    def find(self) -> finding.Results:
        return finding.find(
            self.query, kind=self.kind, party=self.party, page=self.page, order=self.order
        )

    def url(self, name: str = "search", **other: Any) -> str:
        """The address of the same question, but for ``other``; it begins on its first page."""
        wanted = replace(self, **{"page": 1, **other})
        given = [f"q={quote_plus(wanted.query)}"]
        if wanted.kind:
            given.append(f"typ={quote_plus(wanted.kind)}")
        if wanted.party:
            given.append(f"grupp={wanted.party}")
        if wanted.order == "new":
            given.append(f"ordning={NEW}")
        if wanted.page > 1:
            given.append(f"sida={wanted.page}")
        return f"{PAGES[name]()}?{'&'.join(given)}"


def _is_number(text: str, most: int) -> bool:
    """Whether a text is plain digits, at most so many."""
    return text.isascii() and text.isdecimal() and len(text) <= most
