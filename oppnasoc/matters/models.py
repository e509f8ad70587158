"""A matter (fråga): what people raised, where it lies now, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Party, Theme
from oppnasoc.people.rights import Somebody, may
from oppnasoc.ui.addresses import Address, slug_of
from oppnasoc.ui.days import today

from .answer import Answer as Answer
from .ground import Ground as Ground
from .judgement import Judgement as Judgement
from .note import Note as Note
from .offer import Offer as Offer
from .proposal import Proposal as Proposal
from .reminder import Reminder as Reminder
from .step import Credit as Credit
from .step import Step as Step

#: What a row of a list shows of a matter, and of the parties in it.
ROW = ("title", "status", "quick", "held_since", "next_on", "closed_on", "changed_at")
STILL = ("paused_on", "paused_until", "rests_since", "pause_note__text", "why_late__text")
PARTY = ("kind", "name", "slug")

PAGE = Address("matter")


class MatterQuerySet(models.QuerySet["Matter"]):
    def published(self) -> MatterQuerySet:
        """Matters that anybody may read."""
        return self.filter(visibility=Matter.Visibility.PUBLIC)

    def visible_to(self, user: Somebody) -> MatterQuerySet:
        """Matters that this person may read; the unseen is not there at all."""
        return self.all() if may(user, "matters.see_hidden") else self.published()

    def open(self) -> MatterQuerySet:
        """Matters that still wait for somebody to do something."""
        return self.exclude(status__in=Matter.ENDS)

    def late(self, today: date | None = None) -> MatterQuerySet:
        """Open matters whose promised date has passed."""
        late = self.open().going().filter(next_on__lt=today or timezone.localdate())
        return late.filter(closed_on=None)  # Says nothing new, but leads to the index.

    def going(self) -> MatterQuerySet:
        """Those whose dates do not stand still."""
        return self.filter(paused_on=None, rests_since=None)

    def longest_waiting(self) -> MatterQuerySet:
        """Open matters that wait for an answer, the earliest raised first."""
        waits = self.filter(status=Matter.Status.OPEN, quick=False)
        return waits.order_by("opened_on", "id")

    def beside(self, pk: int) -> MatterQuerySet:
        """A matter and those related to it, in one query."""
        related = Matter.related.through._default_manager.filter(from_matter=pk)
        ids = (
            related.order_by()
            .values_list("to_matter")
            .union(Matter.objects.filter(pk=pk).order_by().values_list("pk"))
        )
        return self.filter(pk__in=ids)

    def for_a_list(self) -> MatterQuerySet:
        """With what a row of a list shows of a matter and its parties, and nothing more."""
        parties = [f"{role}__{what}" for role in ("steward", "holder", "asked") for what in PARTY]
        needed = self.select_related("steward", "holder", "asked", "pause_note", "why_late")
        return needed.only(*ROW, *STILL, *parties)

    def with_proposal(self) -> MatterQuerySet:
        """Each with ``proposal``, the latest text of what it asks for, or None."""
        versions = Proposal.objects.filter(matter=OuterRef("pk")).order_by("-version")
        return self.annotate(proposal=Subquery(versions.values("text")[:1]))

    def with_parties(self) -> MatterQuerySet:
        """With what a list or a page shows of the parties and the theme: no further query."""
        parties = ("steward", "holder", "theme", "asked", "lifted_to")
        return self.select_related(*parties, "pause_note", "why_late")


class Matter(models.Model):
    """Something raised that is followed until it is answered or has become a change.

    While it is open, steward (*lotsas av*), holder (*ligger hos*) and next date
    (*återkoppling senast*) are never empty; the database itself refuses it.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Being looked into")
        DECIDED = "decided", _("Decided")
        UNDER_WAY = "under_way", _("Under way")
        TRIED = "tried", _("Being tried")
        IN_USE = "in_use", _("In daily use")
        FOLLOWED_UP = "followed_up", _("Followed up")
        CLOSED = "closed", _("Answered")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public")
        HIDDEN = "hidden", _("not shown")

    class Lifted(models.TextChoices):
        LATE = "late", _("nobody said anything for long after the day")
        REFUSED = "refused", _("two who were asked did not take it")

    #: Nothing more is to be done: no steward, holder or date is needed.
    ENDS: ClassVar[tuple[str, ...]] = (Status.CLOSED, Status.FOLLOWED_UP)
    #: A change that somebody carries out, step by step.
    CHANGING: ClassVar[tuple[str, ...]] = (Status.DECIDED, Status.UNDER_WAY, Status.TRIED)
    #: A change that can be seen in daily life: it has evidence and a story.
    CHANGED: ClassVar[tuple[str, ...]] = (Status.IN_USE, Status.FOLLOWED_UP)

    #: What says that it is done; whoever raised it may think otherwise.
    DONE: ClassVar[tuple[str, ...]] = (*CHANGED, Status.CLOSED)

    #: The allowed moves of the status; an action that wants another stops. Drawn in docs/moves.md.
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset({Status.OPEN, Status.DECIDED, Status.CLOSED}),
        **dict.fromkeys(
            CHANGING, frozenset({Status.OPEN, *CHANGING, Status.IN_USE, Status.CLOSED})
        ),
        Status.IN_USE: frozenset(
            {Status.IN_USE, Status.UNDER_WAY, Status.FOLLOWED_UP, Status.CLOSED}
        ),
        Status.FOLLOWED_UP: frozenset({Status.OPEN, Status.CLOSED}),
        Status.CLOSED: frozenset({Status.OPEN, Status.CLOSED}),
    }

    title = models.CharField(_("the matter in one sentence"), max_length=160)
    summary = models.TextField(_("more about it"), blank=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="matters", db_index=False
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    #: A question that is answered shortly, and grows into one that is followed if it is not (R5).
    quick = models.BooleanField(default=False)
    #: What a view of the list shows together, as one value that an index can begin with.
    stage = models.GeneratedField(
        expression=Case(
            When(quick=True, then=Value("quick")),
            When(status__in=CHANGING, then=Value("changing")),
            When(status__in=CHANGED, then=Value("changed")),
            default=F("status"),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    steward = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="stewarded_matters"
    )
    holder = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="held_matters", db_index=False
    )
    held_since = models.DateField(default=timezone.localdate)
    #: A hand-over that waits for its receiver's yes or no; the holder stays until then.
    asked = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="asked_matters"
    )
    asked_until = models.DateField(null=True, blank=True)
    next_on = models.DateField(_("next word at the latest"), null=True, blank=True)
    #: Why it is late, in a sentence that somebody wrote after the day had passed.
    why_late = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    #: It waits with a reason until a day, and its dates wait with it.
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    pause_note = models.ForeignKey(
        Note, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    #: Everybody whom it waits for is away; its dates wait, and nobody is told why.
    rests_since = models.DateField(null=True, blank=True)
    #: The manager who has to see to it, since when, and what brought it there.
    lifted_to = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="lifted_matters", db_index=False
    )
    lifted_on = models.DateField(null=True, blank=True)
    lifted_because = models.CharField(max_length=8, choices=Lifted, blank=True)
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)
    related = models.ManyToManyField("self", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )

    objects: ClassVar[models.Manager[Matter]] = models.Manager.from_queryset(MatterQuerySet)()

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("matter")
        # None begins with the visibility: nearly every row is public, and SQLite, which keeps no
        # statistics by itself, would read them all.
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="matter_latest"),
            models.Index(fields=["status", "opened_on", "id"], name="matter_waiting"),
            models.Index(fields=["stage", "-changed_at", "-id"], name="matter_stage"),
            models.Index(
                fields=["next_on", "id"],
                condition=Q(closed_on__isnull=True),
                name="matter_next",
            ),
            models.Index(
                fields=["theme", "next_on", "id"],
                condition=Q(closed_on__isnull=True),
                name="matter_theme_next",
            ),
            models.Index(
                fields=["holder", "next_on", "id"],
                condition=Q(closed_on__isnull=True),
                name="matter_holder_next",
            ),
            models.Index(
                fields=["asked", "asked_until"],
                condition=Q(asked__isnull=False),
                name="matter_asked",
            ),
            # Few have one; an index of all would be taken for those that have none.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="matter_merged",
            ),
            models.Index(
                fields=["paused_until"],
                condition=Q(paused_until__isnull=False),
                name="matter_paused",
            ),
            models.Index(
                fields=["rests_since"],
                condition=Q(rests_since__isnull=False),
                name="matter_rests",
            ),
            models.Index(
                fields=["lifted_to", "lifted_on"],
                condition=Q(lifted_to__isnull=False),
                name="matter_lifted",
            ),
            models.Index(fields=["steward", "-changed_at"], name="matter_steward"),
            models.Index(fields=["holder", "-changed_at", "-id"], name="matter_holder"),
            models.Index(fields=["theme", "-changed_at", "-id"], name="matter_theme"),
            models.Index(
                fields=["theme", "stage", "-changed_at", "-id"], name="matter_theme_stage"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["closed", "followed_up"])
                | Q(steward__isnull=False, holder__isnull=False, next_on__isnull=False),
                name="matter_open_has_steward_holder_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "followed_up"]) | Q(closed_on__isnull=False),
                name="matter_closed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=True, asked_until__isnull=True)
                | Q(asked__isnull=False, asked_until__isnull=False)
                & ~Q(status__in=["closed", "followed_up"]),
                name="matter_asked_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="closed"),
                name="matter_merged_is_closed",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="matter_has_title"),
            models.CheckConstraint(
                condition=Q(
                    paused_on__isnull=True, paused_until__isnull=True, pause_note__isnull=True
                )
                | Q(
                    paused_on__isnull=False,
                    paused_until__isnull=False,  # What is compared with nothing is not refused.
                    paused_until__gt=F("paused_on"),
                    pause_note__isnull=False,
                    rests_since__isnull=True,
                )
                & ~Q(status__in=["closed", "followed_up"]),
                name="matter_paused_with_a_reason_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(rests_since__isnull=True) | ~Q(status__in=["closed", "followed_up"]),
                name="matter_rests_while_open",
            ),
            models.CheckConstraint(
                condition=Q(lifted_to__isnull=True, lifted_on__isnull=True, lifted_because="")
                | Q(lifted_to__isnull=False, lifted_on__isnull=False)
                & ~Q(lifted_because="")
                & ~Q(status__in=["closed", "followed_up"]),
                name="matter_lifted_for_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return PAGE(self.pk, self.slug)

    @property
    def slug(self) -> str:
        return slug_of(self.title, "fraga")

    @property
    def is_open(self) -> bool:
        return self.status not in self.ENDS

    @property
    def is_late(self) -> bool:
        return self.is_open and not self.stands_still and self.has_passed

    @property
    def has_passed(self) -> bool:
        """Whether the day for the next word is over, also while it stands still."""
        return self.next_on is not None and self.next_on < today()

    @property
    def stands_still(self) -> bool:
        """Whether its dates wait: it is paused, or everybody whom it waits for is away."""
        return self.paused_on is not None or self.rests_since is not None
