"""What day it is, for those who ask for every line of a page."""

from __future__ import annotations

import time
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone


def today() -> date:
    """Today where the municipality is, worked out once a minute: midnight is at a full one."""
    return _day_of(int(time.time() // 60))


@lru_cache(maxsize=1)
def _day_of(minute: int) -> date:
    return datetime.fromtimestamp(minute * 60, timezone.get_default_timezone()).date()
