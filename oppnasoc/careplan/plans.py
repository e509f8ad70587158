"""One plan for each person, owned by that person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.vault.models import DataKey

from .sealed import Sealed


class State(models.TextChoices):
    """Where a plan is on its way."""

    BEGUN = "begun", _("begun")
    ASKED = "asked", _("asked for")
    PREPARING = "preparing", _("being prepared")
    CALLED = "called", _("called to a meeting")
    MET = "met", _("the meeting has been held")
    IN_FORCE = "in_force", _("in force")
    FOLLOWING_UP = "following_up", _("being followed up")
    CLOSED = "closed", _("closed")


#: Where a plan may go from where it is. Whoever owns it may close it at any time.
MOVES: dict[State, tuple[State, ...]] = {
    State.BEGUN: (State.ASKED, State.PREPARING, State.CALLED),
    State.ASKED: (State.BEGUN, State.PREPARING, State.CALLED),
    State.PREPARING: (State.ASKED, State.CALLED, State.MET),
    State.CALLED: (State.PREPARING, State.MET),
    State.MET: (State.CALLED, State.IN_FORCE),
    State.IN_FORCE: (State.CALLED, State.FOLLOWING_UP),
    State.FOLLOWING_UP: (State.CALLED, State.IN_FORCE),
    State.CLOSED: (),
}
for _state in MOVES:
    if _state is not State.CLOSED:
        MOVES[_state] = (*MOVES[_state], State.CLOSED)


class Way(models.TextChoices):
    """Through whom the person came; every way leads to the same plan."""

    SELF = "self", _("by myself")
    MUNICIPALITY = "municipality", _("through the municipality")
    REGION = "region", _("through health care")
    ORGANISATION = "organisation", _("through an organisation")
    RELATIVE = "relative", _("through somebody close")


class Plan(Sealed):
    """A person's one plan. Sealed: ``name``, what she wants to be called; ``ending``, why closed.

    ``owner`` is the uuid of her account and no foreign key: the tower has its own database.
    ``practice`` marks a plan of an invented person; it is never counted and never mixed.
    """

    owner = models.UUIDField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    practice = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.BEGUN)
    way = models.CharField(max_length=12, choices=Way, default=Way.SELF)
    began_at = models.DateTimeField(default=timezone.now)
    #: Goes up each time the plan comes into force.
    edition = models.PositiveIntegerField(default=0)
    approved_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    #: When what came of its last round was counted.
    counted_at = models.DateTimeField(null=True, blank=True)
    lead = models.ForeignKey(
        "careplan.Seat", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A person with protected personal data: no address, phone, number or place is ever kept.
    protected = models.BooleanField(default=False)
    #: The owner is also reminded by text message, to the phone that the vault knows.
    text_me = models.BooleanField(default=False)
    #: The day a child turns 18; from then on no guardian sees anything.
    grown_up_on = models.DateField(null=True, blank=True)
    #: The day somebody goes home from hospital.
    discharge_on = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "practice"],
                condition=Q(closed_at=None),
                name="plan_one_open_for_each_person",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.CLOSED) & Q(closed_at__isnull=False))
                | (~Q(state=State.CLOSED) & Q(closed_at=None)),
                name="plan_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.IN_FORCE)
                | Q(approved_at__isnull=False, follow_up_on__isnull=False, lead__isnull=False),
                name="plan_in_force_is_whole",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.frozen_at is None


def marked(title: str, practice: bool) -> str:
    """The title of something that leaves a plan; of a plan for practice it says so."""
    return gettext("Practice: %(title)s") % {"title": title} if practice else title
