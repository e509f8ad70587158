"""What the worker does for comparing: read each installation once a day."""

from __future__ import annotations

import logging
from datetime import datetime

from oppnasoc.ui.registry import steady

from .actions import AFTER_A_FAULT, take_in
from .fetching import Fault
from .models import Installation

log = logging.getLogger(__name__)


@steady(order=70)
def read_others(now: datetime) -> int:
    """Read one installation whose turn it is; its turn is moved first, so two never read it."""
    due = Installation.objects.filter(subscribed=True, next_at__lte=now)
    found = due.order_by("next_at").first()
    if found is None:
        return 0
    if not due.filter(pk=found.pk).update(next_at=now + AFTER_A_FAULT):
        return 0
    try:
        take_in(found)
    except Fault as fault:
        log.warning("Installation %s could not be read: %s.", found.pk, fault.code)
    return 1
