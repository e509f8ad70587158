"""'Tyck till om …': a text that somebody asks others about before it is decided (remiss, R15)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Membership, Party
from oppnasoc.groups.rules import seats
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import Somebody
from oppnasoc.people.rules import is_editor
from oppnasoc.ui.addresses import Address, slug_of

from .reminder import Reminder as Reminder
from .response import Consequence as Consequence
from .response import Remark as Remark
from .response import Response as Response

PAGE = Address("referral")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def published(self) -> ReferralQuerySet:
        """Those that have been sent out; also what was withdrawn, whose page says why."""
        return self.exclude(status=Referral.Status.DRAFT)

    def listed(self) -> ReferralQuerySet:
        """Those whose text anybody may read."""
        return self.filter(status__in=[Referral.Status.OPEN, Referral.Status.CLOSED])

    def visible_to(self, user: Somebody) -> ReferralQuerySet:
        """With the drafts of those that she acts for."""
        if is_editor(user):
            return self
        hers = {party for party, role in seats(user) if role != Membership.Role.PARTICIPANT}
        if not hers:
            return self.published()
        return self.filter(~Q(status=Referral.Status.DRAFT) | Q(sender__in=hers))


class Referral(models.Model):
    """A text in paragraphs, who is asked about it until when, and what it became."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("a draft")
        OPEN = "open", _("sent out")
        CLOSED = "closed", _("the result is told")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: Who can ask: a group, a unit or a post.
    SENDERS: ClassVar[tuple[str, ...]] = (Party.Kind.GROUP, Party.Kind.UNIT, Party.Kind.POST)

    title = models.CharField(_("what it is about"), max_length=120)
    why = models.TextField(_("why you ask, and what you do with the answers"))
    sender = models.ForeignKey(Party, models.PROTECT, related_name="referrals")
    about = models.ForeignKey(
        Matter, models.SET_NULL, null=True, blank=True, related_name="referrals"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    opens_on = models.DateField(null=True, blank=True)
    answers_by = models.DateField(_("answer by"))
    #: Whether anybody may answer, beside those who are asked.
    anyone = models.BooleanField(_("anybody may answer"), default=True)
    result = models.TextField(_("what came of it"), blank=True)
    closed_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=240, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Referral]] = models.Manager.from_queryset(ReferralQuerySet)()

    class Meta:
        ordering = ["-opens_on", "-id"]
        indexes = [models.Index(fields=["status", "answers_by"], name="referral_status_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(opens_on__isnull=False),
                name="referral_sent_out_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(answers_by__gte=F("opens_on")),
                name="referral_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | (Q(closed_on__isnull=False) & ~Q(result="")),
                name="referral_closed_with_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_why=""),
                name="referral_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return PAGE(self.pk, self.slug)

    @property
    def slug(self) -> str:
        return slug_of(self.title, "text")

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_open(self) -> bool:
        """Takes answers; also late ones, until the result is told."""
        return self.status == self.Status.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    def is_past(self, today: date | None = None) -> bool:
        """The last day for answers has passed."""
        return self.answers_by < (today or timezone.localdate())

    @property
    def sums_up(self) -> bool:
        """Sent out, past its last day, and its result is not told yet."""
        return self.is_open and self.is_past()


class Paragraph(models.Model):
    """A part of the text (stycke): as it was sent out, and as it became.

    ``text`` is empty for one that came afterwards; ``after`` for one that stands as it was.
    """

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("the text"), blank=True)
    after = models.TextField(_("the new text"), blank=True)
    taken_away = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "number"], name="referral_paragraph_unique"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(after=""), name="referral_paragraph_says_something"
            ),
            models.CheckConstraint(
                condition=Q(taken_away=False) | Q(after=""),
                name="referral_paragraph_gone_or_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.number}"

    @property
    def now(self) -> str:
        """What it says after the answers; '' when it was taken away."""
        return "" if self.taken_away else self.after or self.text

    @property
    def has_changed(self) -> bool:
        return self.now != self.text


class Asked(models.Model):
    """One who is asked by name."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="asked")
    party = models.ForeignKey(Party, models.CASCADE, related_name="asked_about")

    class Meta:
        ordering = ["party__name"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "party"], name="referral_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.party_id}"
