"""What is done with reports once a day."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from oppnasoc.ui.registry import daily

from . import plan_figures


@daily(last=True)
def take_in_plan_figures(on: date) -> int:
    """What the plans have told in figures is shown to everybody, when it is signed as it should."""
    return plan_figures.take_in(on) if "public" in settings.PARTS else 0
