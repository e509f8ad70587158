"""Since when somebody has waited too long to be told what came of it: longer than was promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from oppnasoc.groups.promise import USUAL, promised_by_all
from oppnasoc.language.workdays import workdays_before


@dataclass(frozen=True)
class Overdue:
    """Debts from before these days have waited too long; ``own`` by holder, where it promised
    something else than what is usual."""

    usual: date
    own: Mapping[int, date] = field(default_factory=dict)

    def before(self, holder: int | None) -> date:
        return self.own.get(holder or 0, self.usual)

    @property
    def grounds(self) -> Q:
        """Which grounds have waited too long."""
        holders: dict[date, list[int]] = defaultdict(list)
        for holder, day in self.own.items():
            holders[day].append(holder)
        # Whose holder is gone or was never one promised what is usual.
        usual = Q(owed_since__lt=self.usual)
        if holders:
            usual &= ~Q(matter__holder__in=self.own) | Q(matter__holder=None)
        for day, those in holders.items():
            usual |= Q(owed_since__lt=day, matter__holder__in=those)
        return usual


def overdue(today: date | None = None) -> Overdue:
    """Two queries at most."""
    now = today or timezone.localdate()
    own = {
        holder: workdays_before(now, times.tell)
        for holder, times in promised_by_all().items()
        if times.tell != USUAL.tell
    }
    return Overdue(workdays_before(now, USUAL.tell), own)
