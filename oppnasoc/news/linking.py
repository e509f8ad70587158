"""What a post names by its address: anything public that can be found, whichever room has it.

The index of the search knows every public thing with its title and its address, and forgets what
is hidden in the moment when it is: so a post needs to know nothing of other rooms, and what nobody
may read is not named (docs/adr/0034-edited-under-redaktion.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from oppnasoc.search.models import Document, Pending
from oppnasoc.search.sources import sources
from oppnasoc.ui.prepared import prepared

#: A source of the search and the key of its thing.
Target = tuple[str, int]

_NUMBERED = re.compile(r"^(?:/[^/]+)+/\d+(?=-)")


@dataclass(frozen=True)
class Link:
    """A thing as a page names it: its title, its address, and what it is in a word."""

    title: str
    url: str
    what: str


def path_of(address: str) -> str:
    """The path of an address on this site; '' for one that leads elsewhere."""
    parts = urlsplit(address.strip())
    here = urlsplit(settings.SITE_URL)
    if parts.netloc and parts.netloc != here.netloc:
        return ""
    return unquote(parts.path) if parts.path.startswith("/") else ""


def at_address(address: str) -> Target | None:
    """The public thing whose page stands at an address, also when it has got another title since
    the address was copied; None when there is none."""
    path = path_of(address)
    if not path:
        return None
    wanted = Q(url=path)
    if numbered := _NUMBERED.match(path):
        wanted |= Q(url__startswith=f"{numbered[0]}-")
    rows = list(Document.objects.filter(wanted).values_list("kind", "thing", "url")[:5])
    rows.sort(key=lambda row: row[2] != path)
    return (rows[0][0], rows[0][1]) if rows else None


@prepared
def readable(kinds: str, things: Sequence[int]) -> QuerySet[Document, tuple[str, int, str, str]]:
    """What everybody may read with these keys, of the kinds that stand with a space between them:
    kind, key, title, address."""
    waits = Pending.objects.filter(kind=OuterRef("kind"), thing=OuterRef("thing"))
    rows = Document.objects.filter(kind__in=kinds.split(), thing__in=things).filter(~Exists(waits))
    return rows.values_list("kind", "thing", "title", "url")


def links(targets: Iterable[Target]) -> dict[Target, Link]:
    """Things as they are named now, without those that nobody may read. One query, or none."""
    wanted = set(targets)
    if not wanted:
        return {}
    words = {source.kind: source.label for source in sources()}
    kinds, things = {kind for kind, _ in wanted}, {thing for _, thing in wanted}
    rows = readable(kinds=" ".join(sorted(kinds)), things=sorted(things))
    return {
        (kind, thing): Link(title, url, str(words.get(kind, "")))
        for kind, thing, title, url in rows
        if (kind, thing) in wanted
    }
