"""The story of Sundhamn: steps with their days, and the matters that they have made so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User

from .town import Town

Step = Callable[[date], None]


@dataclass
class Story:
    """Collects steps with their days and then takes them in the order of the calendar."""

    town: Town
    cases: dict[str, Any]
    matters: dict[str, Matter] = field(default_factory=dict)
    steps: list[tuple[date, int, Step]] = field(default_factory=list)

    def plan(self, on: date, order: int, step: Step) -> None:
        """``order`` settles what comes first on the same day."""
        self.steps.append((on, order, step))

    def tell(self) -> None:
        """Take every step; steps of the same day and order in the order they were planned."""
        for on, _order, step in sorted(self.steps, key=lambda each: each[:2]):
            step(on)

    def matter(self, key: str) -> Matter:
        """The matter as it stands now in the database."""
        self.matters[key] = Matter.objects.with_parties().get(pk=self.matters[key].pk)
        return self.matters[key]

    def tended_by(self, key: str) -> User:
        return self.town.leader(self.matter(key).steward)
