"""What must always hold of the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant

from . import index
from .models import Document
from .sources import sources


@invariant(
    "search.index_agrees",
    order=100,
    holds=lambda: _("The search finds what is public, as it is now, and nothing else."),
)
def index_agrees(look: Look) -> Iterator[Fault]:
    """All of it, or of each kind so many things spread over the whole, others every night."""
    if look.whole:
        wrong = index.differences()
        agrees = not wrong
    else:
        agrees = sample_agrees(look.today.toordinal())
    if not agrees:
        says = _("The search does not find what the pages say.")
        yield Fault("all", says, _("Run ./soc search repair"))


def spread(things: Sequence[int], night: int) -> list[int]:
    """At most ``SAMPLE`` things, evenly spread; which ones changes with the night."""
    step = max(1, -(-len(things) // patience.SAMPLE))
    return list(things[night % step :: step])


def sample_agrees(night: int) -> bool:
    """Whether a sample of what is public is indexed as it is, and one of the index is public."""
    for source in sources():
        every = list(source.every())
        some = spread(every, night)
        known = Document.objects.filter(kind=source.kind)
        kept = dict(known.filter(thing__in=some).values_list("thing", "digest"))
        for found in source.documents(some):
            if kept.get(found.thing) != index.digest(found):
                return False
        indexed = spread(list(known.order_by("pk").values_list("thing", flat=True)), night)
        if set(indexed) - set(every):
            return False
    return True
