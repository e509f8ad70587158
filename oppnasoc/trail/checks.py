"""What must always hold of the trail."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oppnasoc.ui.registry import Fault, Look, invariant

from . import kinds
from .models import Entry

LATEST = 5000  # entries that are looked at, unless all are


@invariant(
    "trail.kinds_are_declared",
    order=110,
    holds=lambda: _("Every line of a log can be told."),
)
def kinds_are_declared(look: Look) -> Iterator[Fault]:
    entries = Entry.objects.order_by("-at", "-id")
    recent = entries if look.whole else entries.filter(pk__in=entries.values("pk")[:LATEST])
    for code in sorted(set(recent.order_by().values_list("kind", flat=True).distinct())):
        if code not in kinds.registry:
            says = _("The log holds lines that nobody can tell: %(kind)s.") % {"kind": code}
            yield Fault(code, says, _("Install the version that wrote them"))
