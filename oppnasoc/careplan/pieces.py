"""What stands in a plan: pieces, and every edition that each of them has had."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from oppnasoc.vault import sealing

from .sealed import Sealed
from .seats import Seat
from .sections import Section


class Kind(models.TextChoices):
    """What a piece is; its fields are in ``kinds.SHAPES``."""

    ABOUT = "about", _("About me")
    IMPORTANT = "important", _("What matters to me")
    NOT_WANTED = "not_wanted", _("What I do not want")
    PREPARATION = "preparation", _("Before the meeting")
    GOAL = "goal", _("Goal")
    ACTION = "action", _("Who does what")
    OTHER_PLAN = "other_plan", _("Another plan")
    NOTE = "note", _("Note")
    MEETING = "meeting", _("Meeting")
    FOLLOW_UP = "follow_up", _("Follow-up")
    STORY = "story", _("Part of my story")
    ACUTE = "acute", _("If I become ill")
    CARD = "card", _("My card")


class Doing(models.TextChoices):
    """How it goes with an action; the answers of a follow-up are among them."""

    PLANNED = "planned", _("planned")
    DOING = "doing", _("has begun")
    DONE = "done", _("done")
    PARTLY = "partly", _("partly done")
    NOT_DONE = "not_done", _("not done")
    DROPPED = "dropped", _("not needed any more")


#: What is still to be done.
OPEN = (Doing.PLANNED, Doing.DOING, Doing.PARTLY, Doing.NOT_DONE)


class PieceQuerySet(models.QuerySet["Piece"]):
    def there(self) -> PieceQuerySet:
        """Those that have not been taken away."""
        return self.filter(removed_at=None)


class Piece(Sealed):
    """A piece of a plan: a goal, an action, a part of the story. Sealed: the fields of its shape.

    ``author`` is the seat that it was written from and ``seat`` the one that answers for an
    action. ``about`` is the piece that a note stands beside, or the goal of an action.
    """

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=12, choices=Kind)
    section = models.CharField(max_length=10, choices=Section)
    author = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="beside"
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    #: Sealed so that there can be one of each (``item``).
    item_sealed = models.CharField(max_length=120, blank=True, default="")
    doing = models.CharField(max_length=8, choices=Doing, blank=True, default="")
    #: An action that its side has decided, not only planned.
    decided = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    #: The seat that took it away: what the owner took away nobody else brings back.
    removed_by = models.UUIDField(null=True, blank=True)

    objects: ClassVar = PieceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "uuid"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on", "doing"], name="piece_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=models.F("starts_on")),
                name="piece_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=Q(
                    removed_at=None, kind__in=[Kind.ABOUT, Kind.IMPORTANT, Kind.NOT_WANTED]
                ),
                name="piece_one_of_these",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "item_sealed"],
                condition=Q(removed_at=None, kind__in=[Kind.ACUTE, Kind.CARD]) & ~Q(item_sealed=""),
                name="piece_one_for_each_item",
            ),
        ]

    @cached_property
    def item(self) -> str:
        """What the piece is of its kind, in a word of ours: a line of the acute list, a colour. It
        can tell as much as her own words, and stays what it was when the piece was made."""
        if not self.item_sealed:
            return ""
        return sealing.unseal_name(self.plan.key, item_place(self.kind), self.item_sealed)


def item_place(kind: str) -> str:
    return f"careplan.Piece.item:{kind}"


class Edition(models.Model):
    """A piece as it stood: sealed words, and what stood in clear beside them."""

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    body = models.BinaryField()
    doing = models.CharField(max_length=8, choices=Doing, blank=True, default="")
    decided = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    #: Who answered for it then.
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    #: Who sat beside and typed.
    assisted = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["piece", "number"], name="edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.number}"


class Draft(Sealed):
    """What somebody has begun to write and not saved. Sealed: the fields as they stand."""

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="drafts")
    person = models.UUIDField()
    #: Which form, as a keyed hash (``drafts.marked``): its name can tell what she writes about.
    form = models.CharField(max_length=60)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "person", "form"], name="draft_one_for_each")
        ]
