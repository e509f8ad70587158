"""Who there is: groups as a tree, organisations, units, posts, and who belongs where."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from . import competence
from .membership import Allotment as Allotment
from .membership import Membership as Membership
from .membership import Succession as Succession
from .past import Spell as Spell
from .past import Version as Version
from .promise import Promise as Promise
from .tie import Tie as Tie
from .trust import Trust as Trust
from .words import RevealingWord as RevealingWord


class Theme(models.Model):
    """A subject that matters and groups are sorted under, such as *Vägen in*."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where people meet, with what a person needs to know to dare to come."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    address = models.CharField(_("street address"), max_length=120, blank=True)
    directions = models.TextField(_("how to get there and in"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name

    @property
    def street(self) -> str:
        """What a map finds of the address: 'Storgatan 4' of 'Storgatan 4, innergården'."""
        return self.address.partition(",")[0]


@lru_cache(maxsize=4096)
def address(kind: str, slug: str) -> str:
    """Where a party's page is; a list of matters links to the same few parties many times."""
    return reverse(kind, args=[slug])


class Party(models.Model):
    """Anybody that a matter can lie with: a group, an organisation, a unit, a post or an authority.

    One table gives them one identity, so that a holder or a membership is an ordinary foreign
    key that the database can require (docs/adr/0003-one-table-of-parties.md).
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("group")
        ORGANISATION = "organisation", _("organisation")
        UNIT = "unit", _("unit")
        POST = "post", _("post")
        OUTSIDE = "outside", _("other authority")

    KIND: ClassVar[str] = ""

    kind = models.CharField(max_length=20, choices=Kind, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=240, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    decides_via = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decides_for",
        verbose_name=_("who decides when they cannot"),
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="party_address_unique")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.KIND or self.kind
        self.slug = self.slug or slugify(self.name)[:120]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address(self.kind, self.slug)


class Unit(Party):
    """A part of the social services, such as *Mottagningen*."""

    KIND = Party.Kind.UNIT

    party = models.OneToOneField(
        Party, models.CASCADE, parent_link=True, primary_key=True, related_name="as_unit"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    does = models.TextField(_("what we do"), blank=True)
    opening_hours = models.CharField(_("open"), max_length=120, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("unit")


class Post(Party):
    """A role that somebody holds, such as *enhetschef, Mottagningen*."""

    KIND = Party.Kind.POST

    party = models.OneToOneField(
        Party, models.CASCADE, parent_link=True, primary_key=True, related_name="as_post"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="posts"
    )

    decides_last = models.BooleanField(
        _("nobody stands above this role when something has to be decided"), default=False
    )

    class Meta:
        verbose_name = _("post")
        constraints = [
            models.UniqueConstraint(
                fields=["decides_last"],
                condition=Q(decides_last=True),
                name="post_one_decides_last",
            )
        ]


class Outside(Party):
    """Another authority that a matter can lie with, such as the region's psychiatry.

    It does not sign in: who sees the matter through writes down what it answers.
    """

    KIND = Party.Kind.OUTSIDE

    party = models.OneToOneField(
        Party, models.CASCADE, parent_link=True, primary_key=True, related_name="as_outside"
    )
    does = models.TextField(_("what they do"), blank=True)
    contact_person = models.CharField(_("whom we ask there"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("other authority")


class Organisation(Party):
    """A user organisation (brukarorganisation)."""

    KIND = Party.Kind.ORGANISATION

    party = models.OneToOneField(
        Party, models.CASCADE, parent_link=True, primary_key=True, related_name="as_organisation"
    )
    does = models.TextField(_("what we do"), blank=True)
    for_whom = models.TextField(_("who can come to us"), blank=True)
    opening_hours = models.CharField(_("open"), max_length=240, blank=True)
    place = models.ForeignKey(
        Place,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("where we are"),
    )
    languages = models.CharField(_("languages that we speak"), max_length=400, blank=True)
    offers = models.TextField(_("what we can help others with"), blank=True)
    #: What one can ask them for, row by row (competence.py).
    competences = models.JSONField(_("what you can ask us for"), default=list, blank=True)
    website = models.URLField(_("website"), blank=True)
    links = models.TextField(_("more links"), blank=True)
    reveals_health = models.BooleanField(
        _("its name says something about a member's health"),
        default=False,
        help_text=_("A name beside this organisation is then checked before it is published."),
    )
    groups = models.ManyToManyField(
        "groups.Group", blank=True, related_name="organisations", verbose_name=_("groups we sit in")
    )

    class Meta:
        verbose_name = _("organisation")

    @property
    def spoken(self) -> list[str]:
        return competence.split_languages(self.languages)

    @property
    def asked_for(self) -> list[competence.Competence]:
        return competence.read(self.competences)

    def more_links(self) -> list[tuple[str, str]]:
        """The lines of ``links``: an address and what it is called, at least the address itself."""
        lines = (line.split(maxsplit=1) for line in self.links.splitlines() if line.strip())
        return [(line[0], line[1] if len(line) > 1 else line[0]) for line in lines]


class GroupQuerySet(models.QuerySet["Group"]):
    def with_surroundings(self) -> GroupQuerySet:
        """With what a list or a page shows of parent, theme and place: no further query."""
        return self.select_related("parent", "theme", "place")


class Group(Party):
    """A group in the tree. Its page answers why, who, how, where, when and what becomes of it."""

    KIND = Party.Kind.GROUP

    party = models.OneToOneField(
        Party, models.CASCADE, parent_link=True, primary_key=True, related_name="as_group"
    )

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        DORMANT = "dormant", _("Resting")
        CLOSED = "closed", _("Closed")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="groups")
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    status_reason = models.CharField(_("why it rests or is closed"), max_length=240, blank=True)
    status_since = models.DateField(_("since"), default=timezone.localdate)
    is_open = models.BooleanField(_("anyone may come"), default=True)
    why = models.TextField(_("Why?"), blank=True)
    who = models.TextField(_("Who takes part?"), blank=True)
    how = models.TextField(_("How?"), blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="groups")
    when = models.CharField(_("When?"), max_length=160, blank=True)
    outcome = models.TextField(_("What becomes of the proposals?"), blank=True)
    contact = models.TextField(_("Contact"), blank=True)

    objects: ClassVar[models.Manager[Group]] = models.Manager.from_queryset(GroupQuerySet)()

    class Meta:
        verbose_name = _("group")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="active") | ~Q(status_reason=""),
                name="group_rests_with_a_reason",
            )
        ]


class Mission(models.Model):
    """A version of a group's mission description (uppdragsbeskrivning), approved by somebody."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="missions")
    version = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    text = models.TextField(_("text"))
    approved_by = models.CharField(_("approved by"), max_length=120, blank=True)
    approved_as = models.ForeignKey(
        Post,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the role"),
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="mission_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.version}"
