"""What must always hold of what we tell in figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.ui.registry import Fault, Look, invariant

from . import plan_figures
from .aggregate import Refused


@invariant(
    "reports.plan_figures",
    order=160,
    holds=lambda: _("The figures of the plans are signed as they should be."),
)
def signed(look: Look) -> Iterator[Fault]:
    """Both what has arrived and what is shown."""
    try:
        plan_figures.arrived(look.today)
    except Refused as why:
        mend = _("Read docs/aggregate.md and put the right file back")
        yield Fault("file", str(why), mend, reverse("report_plans"))
