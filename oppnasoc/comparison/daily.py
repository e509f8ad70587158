"""Once a day: key figures that were fetched more than a week ago are fetched anew."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from oppnasoc.ui.registry import daily

from . import updating


@daily
def renew_figures(today: date) -> int:
    """Nothing unless ``SOC_KOLADA_URL`` is set. Returns how many were fetched."""
    client = updating.client()
    if client is None or not (figures := updating.due(timezone.now())):
        return 0
    outcome = updating.update(figures, client)
    return sum(not fault for fault in outcome.values())
