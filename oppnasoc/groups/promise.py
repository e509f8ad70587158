"""What a unit promises those who ask: within how many working days each thing happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 120  # working days: about half a year


@dataclass(frozen=True)
class Times:
    """Promised times in working days, each at least one; what holds where nothing else is said.

    ``acknowledge`` until somebody has read what was said, ``answer`` until a question is answered,
    ``hand_over`` until whoever is asked to take a matter over has answered, ``next_word`` until
    those who asked hear something, ``tell`` from an outcome until they know of it, and ``lift``
    how late a matter may be before it goes to a manager.
    """

    acknowledge: int = 1
    answer: int = 5
    hand_over: int = 5
    next_word: int = 20
    tell: int = 10
    lift: int = 10


USUAL = Times()
NAMES = tuple(field.name for field in fields(Times))


WITHIN = [MinValueValidator(1), MaxValueValidator(LONGEST)]


def _days(label: StrOrPromise) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, validators=WITHIN)


class Promise(models.Model):
    """The times of a unit that promises something else than what is usual."""

    unit = models.OneToOneField(
        "groups.Unit", models.CASCADE, primary_key=True, related_name="promise"
    )
    acknowledge = _days(_("until somebody has read what was said"))
    answer = _days(_("until a question is answered"))
    hand_over = _days(_("until a yes or no, when somebody asks you to take a matter over"))
    next_word = _days(_("until those who asked hear something from you"))
    tell = _days(_("until those who asked know what came of it"))
    lift = _days(_("how late a matter may be before it goes to the manager"))

    class Meta:
        verbose_name = _("promised times")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1 for name in NAMES})
                & Q(**{f"{name}__lte": LONGEST for name in NAMES}),
                name="promise_is_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.times}"

    @property
    def times(self) -> Times:
        return Times(**{name: getattr(self, name) for name in NAMES})


def promised_by(party: int | None) -> Times:
    """What a party has promised, by its key: its own times, those of the unit that a post belongs
    to, or the usual ones. One query."""
    if party is None:
        return USUAL
    own = Promise.objects.filter(Q(unit=party) | Q(unit__posts=party)).first()
    return own.times if own else USUAL


def promised_by_all() -> Mapping[int, Times]:
    """The times of every party that differs from ``USUAL``, units and their posts. Two queries."""
    own = {each.unit_id: each.times for each in Promise.objects.all()}
    if not own:
        return {}
    posts = Promise.objects.exclude(unit__posts=None).values_list("unit__posts", "unit")
    return {**{post: own[unit] for post, unit in posts if post}, **own}
