"""Show a key figure beside a matter, or no longer."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.following.subjects import Shown, shown
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, require
from oppnasoc.trail.actions import record

from .figures import BesideFigure, KeyFigure
from .noting import CHECK

_ADDRESS = re.compile(r"/fragor/(\d{1,12})(-|/|$)")


def allowed(by: Somebody) -> None:
    """Stop with PermissionDenied unless she looks after this."""
    require(by, CHECK)


def matter_at(address: str) -> Matter:
    """The matter that an address leads to. Raises ValidationError naming the field."""
    found = _ADDRESS.search(address)
    matter = Matter.objects.published().filter(pk=found[1]).first() if found else None
    if matter is None:
        raise ValidationError({"address": _("Write the address of a question here.")})
    return matter


@transaction.atomic
def place(figure: KeyFigure, matter: Matter, *, shown: bool, by: User) -> None:
    """Show a figure beside a matter, or no longer; twice is as once."""
    require(by, CHECK)
    row: dict[str, Any] = {"figure": figure, "kind": "matter", "thing": matter.pk}
    if shown:
        _row, changed = BesideFigure.objects.get_or_create(**row)
    else:
        count, _by_model = BesideFigure.objects.filter(**row).delete()
        changed = bool(count)
    if changed:
        record("comparison.figure_beside", figure, by=by, figure=figure, shown=shown)


def places_of(figure: KeyFigure, user: Any) -> list[Shown]:
    """Beside what a figure is shown."""
    rows = BesideFigure.objects.filter(figure=figure).values_list("kind", "thing")
    return list(shown(list(rows), user).values())
