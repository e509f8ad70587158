"""'Så gör andra': a note on how another municipality or organisation does it (R8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Theme
from oppnasoc.ui.addresses import slug_of

OLD = timedelta(days=730)  # after which a note says that it is old
#: What a note tells, in the order in which it is read and compared.
PARTS = ("who", "who_link", "does", "came", "source", "source_link", "role", "reach", "true_on")


class ElsewhereQuerySet(models.QuerySet["Elsewhere"]):
    def published(self) -> ElsewhereQuerySet:
        """Notes that anybody may read who may read what they are beside."""
        return self.filter(state=Elsewhere.State.SHOWN)

    def waiting(self) -> ElsewhereQuerySet:
        """Notes that no editor has looked at yet."""
        return self.filter(state=Elsewhere.State.HELD)

    def beside(self, kind: str, thing: int) -> ElsewhereQuerySet:
        """The notes about one thing, as ``following.subjects`` names it."""
        return self.filter(kind=kind, thing=thing)


class Elsewhere(models.Model):
    """How somebody else does it, beside a matter, a process or any other thing that one follows.

    Anybody proposes it, with an account (``author``, never shown) or with a code; an editor has
    looked before it is shown. ``kind`` and ``thing`` are those of ``following.subjects``.
    """

    class State(models.TextChoices):
        HELD = "held", _("waits for a look")
        SHOWN = "shown", _("shown")
        DECLINED = "declined", _("not shown")
        WITHDRAWN = "withdrawn", _("taken back")

    kind = models.CharField(max_length=20)
    thing = models.BigIntegerField()
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    who = models.CharField(_("who does it"), max_length=120)
    who_link = models.URLField(_("their page"), max_length=300, blank=True)
    does = models.TextField(_("what they do"))
    came = models.TextField(_("what came of it"), blank=True)
    source = models.CharField(_("how you know"), max_length=200, blank=True)
    source_link = models.URLField(_("link to the source"), max_length=300, blank=True)
    #: A role and a public address, never a person.
    role = models.CharField(_("whom one can ask"), max_length=100, blank=True)
    reach = models.CharField(_("public address or number"), max_length=120, blank=True)
    true_on = models.DateField(_("when it was like that"))
    name = models.CharField(_("written by"), max_length=60, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    #: Why it is not shown, in words to whoever proposed it.
    why = models.CharField(max_length=400, blank=True)
    #: One of very many from the same place within an hour; looked at together, never refused.
    in_flood = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Elsewhere]] = models.Manager.from_queryset(ElsewhereQuerySet)()

    class Meta:
        ordering = ["-true_on", "-id"]
        indexes = [
            models.Index(fields=["kind", "thing"], name="elsewhere_beside"),
            models.Index(
                fields=["created_at"], condition=Q(state="held"), name="elsewhere_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="withdrawn") | (~Q(who="") & ~Q(does="")),
                name="elsewhere_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | ~Q(source="") | ~Q(source_link=""),
                name="elsewhere_has_a_source",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(why=""), name="elsewhere_declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="shown") | Q(shown_at__isnull=False),
                name="elsewhere_shown_since",
            ),
        ]

    def __str__(self) -> str:
        return gettext("This is how %(who)s does it") % {"who": self.who or gettext("somebody")}

    @property
    def slug(self) -> str:
        return slug_of(self.who, "andra")

    def get_absolute_url(self) -> str:
        return reverse("elsewhere", args=[self.pk, self.slug])

    @property
    def is_shown(self) -> bool:
        return self.state == self.State.SHOWN

    @property
    def can_be_changed(self) -> bool:
        """By whoever proposed it: while it waits, and to try again after a no."""
        return self.state in (self.State.HELD, self.State.DECLINED)

    @property
    def is_old(self) -> bool:
        """What it tells was so more than two years ago."""
        return self.true_on < timezone.localdate() - OLD

    def facts(self) -> dict[str, Any]:
        """What it tells, as a version keeps it."""
        return {part: str(getattr(self, part)) for part in PARTS}


class Wording(models.Model):
    """What a note told since it was shown or corrected; ``what`` says what was put right."""

    note = models.ForeignKey(Elsewhere, models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    what = models.CharField(_("what you have corrected"), max_length=240, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="elsewhere_wording_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(what=""), name="elsewhere_wording_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.number}"

    def told(self) -> Iterator[tuple[str, str]]:
        """What it told, part by part: (what it is called, its text)."""
        for part in PARTS:
            field = Elsewhere._meta.get_field(part)
            label = str(getattr(field, "verbose_name", part))
            yield label[0].upper() + label[1:], self.facts.get(part, "")
