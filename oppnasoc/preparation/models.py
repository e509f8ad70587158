"""A room where organisations prepare something together, closed to everybody else (R4).

Nothing in it is public, nor shown to those who edit, decide or look after the site, until every
organisation that takes part has said yes to a sheet (``Outgoing``): the exact words that become
public (docs/adr/0031-a-closed-room-for-organisations.md).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.membership import Membership
from oppnasoc.groups.models import Organisation
from oppnasoc.groups.rules import seats
from oppnasoc.people.rights import Somebody
from oppnasoc.ui.addresses import Address, slug_of

TITLE_LENGTH = 120
PAGE = Address("prepared")


def own_organisations(user: Somebody) -> list[int]:
    """The ids of the parties that this person is a member of, the oldest party first."""
    return sorted(party for party, role in seats(user) if role == Membership.Role.MEMBER)


class PreparationQuerySet(models.QuerySet["Preparation"]):
    def visible_to(self, user: Somebody) -> PreparationQuerySet:
        """The rooms of organisations that take part and that this person is a member of."""
        return self.filter(
            invited__organisation__in=own_organisations(user),
            invited__status=Invited.Status.JOINED,
        ).distinct()


class Preparation(models.Model):
    """A shared text, a shared list and days; ``revision`` is that of the title and the text."""

    title = models.CharField(_("what it is about"), max_length=TITLE_LENGTH)
    text = models.TextField(_("our text"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Preparation]] = models.Manager.from_queryset(
        PreparationQuerySet
    )()

    class Meta:
        ordering = ["-begun_at", "-id"]
        verbose_name = _("room for preparing")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="preparation_has_a_title")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("preparation", args=[self.pk])


class Invited(models.Model):
    """An organisation in a room, or asked to come in; the first one has joined from the start."""

    class Status(models.TextChoices):
        ASKED = "asked", _("invited")
        JOINED = "joined", _("takes part")
        DECLINED = "declined", _("said no")
        LEFT = "left", _("has left")

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="invited")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="prepares")
    asked_by = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    since = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "organisation"], name="preparation_invites_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.preparation_id} {self.organisation_id} {self.status}"


class Wording(models.Model):
    """A title and a text that were saved: the newest is what the room shows now."""

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField(blank=True)
    written_for = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "number"], name="preparation_wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.preparation_id} {self.number}"


class Item(models.Model):
    """A row of the shared list: something to do, or a day to remember."""

    class Kind(models.TextChoices):
        TASK = "task", _("something to do")
        DAY = "day", _("a day to remember")

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.TASK)
    text = models.CharField(_("what"), max_length=240)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_on = models.DateField(_("day"), null=True, blank=True)
    done = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="preparation_item_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="day") | Q(by_on__isnull=False, done=False),
                name="preparation_day_is_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def published(self) -> OutgoingQuerySet:
        """Sheets that anybody may read."""
        return self.filter(status=Outgoing.Status.RELEASED)


class Outgoing(models.Model):
    """A sheet: the exact words that become public when every organisation has said yes.

    It holds copies, so that what is written afterwards changes nothing of it.
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("waits for a yes")
        RELEASED = "released", _("public")
        TAKEN_BACK = "taken_back", _("taken back")
        DROPPED = "dropped", _("not any longer")

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="sheets")
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField()
    #: The rows of the list that go with it, a text each.
    rows = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)
    #: Who stands behind it; said when it is released.
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="sheets")

    objects: ClassVar[models.Manager[Outgoing]] = models.Manager.from_queryset(OutgoingQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("what organisations have prepared together")
        constraints = [
            models.UniqueConstraint(
                fields=["preparation"],
                condition=Q(status="asked"),
                name="preparation_one_sheet_waits",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["released", "taken_back"]) | Q(released_at__isnull=False),
                name="preparation_released_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slug_of(self.title, "tillsammans")

    def get_absolute_url(self) -> str:
        return PAGE(self.pk, self.slug)


class Assent(models.Model):
    """An organisation's yes to a sheet."""

    sheet = models.ForeignKey(Outgoing, models.CASCADE, related_name="assents")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "organisation"], name="preparation_one_yes")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.organisation_id}"


class Summons(models.Model):
    """A letter to one person: her organisation is invited, or asked for its yes to a sheet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    invited = models.ForeignKey(Invited, models.CASCADE, related_name="summons")
    sheet = models.ForeignKey(
        Outgoing, models.CASCADE, null=True, blank=True, related_name="summons"
    )

    class Meta:
        verbose_name = _("letter between organisations")

    def __str__(self) -> str:
        return f"{self.invited_id} {self.user_id}"
