"""What somebody said, where, and how she wants to be told what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Organisation

from .inquiry import Inquiry as Inquiry
from .private import Confidence as Confidence
from .private import Correction as Correction
from .private import Message as Message
from .private import Onward as Onward
from .private import Reach as Reach
from .reception import Reception as Reception
from .slips import Sheet as Sheet
from .slips import Slip as Slip
from .slips import SlipPicture as SlipPicture


class VoiceQuerySet(models.QuerySet["Voice"]):
    def published(self) -> VoiceQuerySet:
        """Voices that anybody may read."""
        return self.filter(visibility=Voice.Visibility.PUBLIC)

    def praise(self) -> VoiceQuerySet:
        """What works well and may be read; it needs no matter."""
        good = self.published().filter(kind=Voice.Kind.GOOD, inquiry=None)
        return good.filter(grounds__isnull=True)

    def waiting(self) -> VoiceQuerySet:
        """Voices that a facilitator has still to look at."""
        return self.filter(visibility=Voice.Visibility.HELD)


class Voice(models.Model):
    """One thing that was said. It stands beside every other, whoever said it."""

    class Kind(models.TextChoices):
        WONDER = "wonder", _("I wonder")
        SUGGEST = "suggest", _("I suggest")
        BAD = "bad", _("Something works badly")
        GOOD = "good", _("Something works well")
        LACKS = "lacks", _("Something is missing on a page")
        BARRIER = "barrier", _("Something keeps me from using the site")
        SAME = "same", _("It concerns me too")

    class Channel(models.TextChoices):
        WEB = "web", _("on the web")
        MEETING = "meeting", _("at a meeting")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")
        ELSEWHERE = "elsewhere", _("somewhere else")

    class Visibility(models.TextChoices):
        HELD = "held", _("waits for a look")
        PUBLIC = "public", _("public")
        HIDDEN = "hidden", _("not shown")
        WITHDRAWN = "withdrawn", _("taken back")

    class TellBy(models.TextChoices):
        CODE = "code", _("on the web with a code")
        EMAIL = "email", _("by e-mail")
        SMS = "sms", _("by text message")
        MEETING = "meeting", _("at the next meeting")
        LETTER = "letter", _("by letter")
        ORGANISATION = "organisation", _("through the organisation")
        NOT = "not", _("not at all")

    #: Ways to be told that need an address, which is kept apart (``Reach``).
    NEEDS_ADDRESS: ClassVar[tuple[str, ...]] = (TellBy.EMAIL, TellBy.SMS, TellBy.LETTER)

    #: Ways that the program itself tells her by.
    SENT: ClassVar[tuple[str, ...]] = (TellBy.EMAIL, TellBy.SMS)

    #: Empty only when somebody says that it concerns her too, or has taken her words back.
    text = models.TextField(_("what was said"), blank=True)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    #: The page that it is about, as a path of this site; '' when it is about none.
    about = models.CharField(max_length=200, blank=True)
    said_on = models.DateField(default=timezone.localdate)
    speaker = models.CharField(_("name"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="voices"
    )
    people_count = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.HELD)
    hidden_reason = models.CharField(max_length=240, blank=True)
    tell_by = models.CharField(max_length=12, choices=TellBy, default=TellBy.CODE)
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="voices")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The day that the person said yes to its being written down for her.
    yes_on = models.DateField(null=True, blank=True)
    #: One of very many from the same place within an hour; looked at together, never refused.
    in_flood = models.BooleanField(default=False)
    inquiry = models.ForeignKey(
        Inquiry, models.SET_NULL, null=True, blank=True, related_name="voices"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Voice]] = models.Manager.from_queryset(VoiceQuerySet)()

    class Meta:
        ordering = ["said_on", "id"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(visibility="held"), name="voice_waiting"
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(visibility="public", inquiry=None),
                name="voice_shown",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(kind="same") | Q(visibility="withdrawn"),
                name="voice_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="hidden") | ~Q(hidden_reason=""),
                name="voice_hidden_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60] or str(self.Kind.SAME.label)

    @property
    def is_quick(self) -> bool:
        """Can be answered at once, without becoming a matter that is followed. Whoever did not say
        what it is leaves that to those who read it."""
        quick = ("", self.Kind.WONDER, self.Kind.LACKS, self.Kind.BARRIER)
        return self.kind in quick and self.inquiry_id is None

    @property
    def asks(self) -> bool:
        """Whoever said it chose that it is a question, or that something is missing on a page."""
        return self.is_quick and self.kind != ""

    @property
    def is_praise(self) -> bool:
        """Can stand on its group's page as it is, as thanks do."""
        good = self.kind == self.Kind.GOOD and self.inquiry_id is None
        return good and self.group_id is not None
