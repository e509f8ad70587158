"""What of this room can be found: the statement and the easy page, while they are public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from oppnasoc.editorial.kinds import codes
from oppnasoc.editorial.models import Edited
from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable

from .models import EasyPage, Statement, shown

nothing_findable("authority.look_changed", "authority.contact_changed")


def every(model: type[Edited]) -> Iterable[int]:
    thing = shown(model)
    return [thing.pk] if thing else []


def documents(model: type[Edited], ids: Sequence[int]) -> Iterator[Found]:
    """One query, and one more for the faults of a statement."""
    thing = shown(model)
    if thing is not None and thing.pk in ids:
        parts = (text for _name, text in thing.told() if text != thing.title)
        yield Found(thing.pk, thing.title, "\n".join(parts), thing.get_absolute_url())


for kind, model, label, order in (
    ("statement", Statement, _("Accessibility"), 80),
    ("easy", EasyPage, _("Easy to read"), 81),
):
    source(
        kind,
        model._meta.label,
        label=label,
        order=order,
        documents=partial(documents, model),
        every=partial(every, model),
        touched=Touched(dict.fromkeys(codes(model), about)),
    )
