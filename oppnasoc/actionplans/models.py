"""An action plan (handlingsplan): what holds, what is proposed, and what was adopted when.

What holds stands in rows, so that people, matters and days can be asked for. A revision is written
beside it, as copies of those rows, and becomes what holds when it is adopted. Each adoption leaves
an edition: the whole text as it was, which nothing changes afterwards
(docs/adr/0027-action-plans.md). How far a measure has come is told in notes and read from matters;
it is worked out when it is shown and kept nowhere else (``standing.py``).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.membership import Membership
from oppnasoc.groups.models import Party
from oppnasoc.groups.rules import HOLDER, seats
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import Somebody
from oppnasoc.people.rules import is_editor, is_manager
from oppnasoc.ui.addresses import Address, slug_of

#: The seats that let a person write the plans of where she sits: she leads the group, or holds the
#: role and with it acts for the role's unit.
LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY, HOLDER)

PAGE = Address("action_plan")


class PlanQuerySet(models.QuerySet["Plan"]):
    def published(self) -> PlanQuerySet:
        """Plans that have been adopted some time; anybody may read them."""
        return self.exclude(adopted_on=None)

    def visible_to(self, user: Somebody) -> PlanQuerySet:
        """Those that this person may read: a plan that nobody has adopted is for those who write
        it."""
        if is_editor(user) or is_manager(user):
            return self.all()
        led = [party for party, role in seats(user) if role in LEADS]
        return self.filter(~Q(adopted_on=None) | Q(owner__in=led)) if led else self.published()

    def holding(self) -> PlanQuerySet:
        """Plans that hold now."""
        return self.filter(status__in=Plan.HOLDING)


class Plan(models.Model):
    """A plan of one group, organisation, unit or post, for a period."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        CURRENT = "current", _("Holds now")
        REVISING = "revising", _("Being revised")
        ENDED = "ended", _("Has ended")

    #: What somebody has adopted and nobody has ended.
    HOLDING: ClassVar[tuple[str, ...]] = (Status.CURRENT, Status.REVISING)
    #: In these its text is being written.
    WRITTEN: ClassVar[tuple[str, ...]] = (Status.DRAFT, Status.REVISING)

    owner = models.ForeignKey(
        Party, models.PROTECT, related_name="plans", verbose_name=_("whose plan it is")
    )
    title = models.CharField(_("what the plan is called"), max_length=120)
    intro = models.TextField(_("what the plan is for"))
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    adopted_on = models.DateField(_("first adopted"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    why_ended = models.TextField(_("why it ended"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Plan]] = models.Manager.from_queryset(PlanQuerySet)()

    class Meta:
        ordering = ["-begins_on", "title", "id"]
        verbose_name = _("action plan")
        indexes = [models.Index(fields=["status", "ends_on"], name="plan_ends")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(intro=""), name="plan_has_title_and_intro"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")), name="plan_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["current", "revising"]) | Q(adopted_on__isnull=False),
                name="plan_holds_when_adopted",
            ),
            models.CheckConstraint(
                condition=~Q(status="draft") | Q(adopted_on__isnull=True),
                name="plan_draft_is_not_adopted",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_on__isnull=False) & ~Q(why_ended="")
                | ~Q(status="ended") & Q(ended_on__isnull=True, why_ended=""),
                name="plan_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return PAGE(self.pk, self.slug)

    @property
    def slug(self) -> str:
        return slug_of(self.title, "plan")

    @property
    def is_public(self) -> bool:
        return self.adopted_on is not None

    @property
    def is_written(self) -> bool:
        return self.status in self.WRITTEN


class Revision(models.Model):
    """A revision under way: why, and what is proposed of the plan as a whole. It is gone when it
    is adopted or taken back; what came of it stands in the editions."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="proposed")
    why = models.TextField(_("why the plan is revised"))
    intro = models.TextField(_("what the plan is for"))
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    begun_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(intro=""), name="plan_revision_says_why"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")), name="plan_revision_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}"


class Stands(models.TextChoices):
    """Where a goal or a measure stands: in what is being written, in what holds, or in neither."""

    WORKING = "working"
    HOLDS = "holds"
    PAST = "past"


class Goal(models.Model):
    """A goal (mål) of a plan; with a number when it can be counted: '14 av 50 personer'."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    stands = models.CharField(max_length=7, choices=Stands, default=Stands.WORKING)
    #: What holds and this is written instead of; None for a new goal.
    instead_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("the goal"))
    target = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    unit_word = models.CharField(_("of what"), max_length=40, blank=True)
    now = models.PositiveIntegerField(_("how many now"), null=True, blank=True)
    now_on = models.DateField(_("on which day"), null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("goal")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="goal_says_something"),
            models.CheckConstraint(
                condition=Q(target__isnull=True, unit_word="")
                | Q(target__isnull=False, target__gt=0) & ~Q(unit_word=""),
                name="goal_number_counts_something",
            ),
            models.CheckConstraint(
                condition=Q(now__isnull=True, now_on__isnull=True)
                | Q(now__isnull=False, now_on__isnull=False),
                name="goal_number_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | Q(stands="working"),
                name="goal_only_a_proposal_stands_for_another",
            ),
            models.UniqueConstraint(fields=["instead_of"], name="goal_one_proposal"),
        ]

    def __str__(self) -> str:
        return self.text


class Measure(models.Model):
    """A measure (åtgärd): what somebody does by a day so that a goal is reached."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="measures")
    stands = models.CharField(max_length=7, choices=Stands, default=Stands.WORKING)
    instead_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("what will be done"))
    owner = models.ForeignKey(
        Party, models.PROTECT, related_name="measures", verbose_name=_("who sees to it")
    )
    by_on = models.DateField(_("done by"))
    #: How far the matter has come is how far the measure has come.
    matter = models.ForeignKey(
        Matter, models.SET_NULL, null=True, blank=True, related_name="measures"
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("measure")
        indexes = [models.Index(fields=["stands", "by_on"], name="measure_by")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="measure_says_something"),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | Q(stands="working"),
                name="measure_only_a_proposal_stands_for_another",
            ),
            models.UniqueConstraint(fields=["instead_of"], name="measure_one_proposal"),
        ]

    def __str__(self) -> str:
        return self.text


class Noted(models.Model):
    """What somebody told of a measure, in its order: how far it had come, and a few words."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Not begun")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="notes")
    #: Empty when the matter tells how far it has come.
    status = models.CharField(max_length=9, choices=Status, blank=True)
    text = models.TextField(_("what has happened"), blank=True)
    told_on = models.DateField(default=timezone.localdate)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["", "done", "stopped"]) | ~Q(text=""),
                name="measure_done_or_stopped_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.status}"


class Edition(models.Model):
    """The whole plan as it was adopted (``text.Text`` as JSON). It is written once."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    adopted_on = models.DateField(_("adopted on"))
    adopted_by = models.CharField(_("who adopted it"), max_length=120)
    why = models.TextField(_("why it was revised"), blank=True)
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("edition")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_number_unique"),
            models.CheckConstraint(condition=~Q(adopted_by=""), name="edition_says_who_adopted_it"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for an edition that is kept already."""
        if not self._state.adding:
            raise TypeError("What was adopted stands.")
        super().save(*args, **kwargs)
