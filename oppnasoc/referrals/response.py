"""What somebody answered, paragraph by paragraph, and what each part of it changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Party


class ResponseQuerySet(models.QuerySet["Response"]):
    def shown(self) -> ResponseQuerySet:
        """Answers that anybody may read."""
        return self.filter(state=Response.State.SHOWN)

    def waiting(self) -> ResponseQuerySet:
        """People's answers that nobody has looked at."""
        return self.filter(state=Response.State.HELD)


class Response(models.Model):
    """One answer: of somebody who was asked (``party``), or of a person, who needs no account."""

    class State(models.TextChoices):
        DRAFT = "draft", _("a draft")
        HELD = "held", _("waits for a look")
        SHOWN = "shown", _("public")
        HIDDEN = "hidden", _("not shown")
        WITHDRAWN = "withdrawn", _("taken back")

    class How(models.TextChoices):
        """By what way it came; what did not come by the web is entered by whoever asks."""

        WEB = "web", _("on the web")
        LINK = "link", _("by a link in a mail")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")
        MAIL = "mail", _("by e-mail")
        MEETING = "meeting", _("at a meeting")

    ENTERED: ClassVar[tuple[str, ...]] = (How.PHONE, How.PAPER, How.MAIL, How.MEETING)

    referral = models.ForeignKey("referrals.Referral", models.CASCADE, related_name="responses")
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="referral_answers"
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    how = models.CharField(max_length=7, choices=How, default=How.WEB)
    #: Who said or sent what was entered; seen by those who tend the text until the result is told.
    said_by = models.CharField(_("who said it"), max_length=80, blank=True)
    text = models.TextField(_("about the whole"), blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    hidden_reason = models.CharField(max_length=240, blank=True)
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)
    #: One of very many from the same place within an hour; looked at together, never refused.
    in_flood = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Response]] = models.Manager.from_queryset(ResponseQuerySet)()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(state="held"), name="referral_answer_waiting"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "party"],
                condition=Q(party__isnull=False),
                name="referral_one_answer_each",
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | ~Q(state="draft"),
                name="referral_answer_drafted_by_a_party",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False),
                name="referral_answer_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(hidden_reason=""),
                name="referral_answer_hidden_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(text="") & Q(name="") & Q(said_by="")),
                name="referral_answer_withdrawn_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.party_id or self.pk}"

    @property
    def key(self) -> str:
        """What it is called on the page of whoever sums up."""
        return f"svar-{self.pk}"

    @property
    def who(self) -> str:
        """Whom it is from, as everybody reads it."""
        return str(self.party) if self.party else self.name or now_("Somebody")

    @property
    def from_whom(self) -> str:
        """Whom it is from, and by what way when somebody entered it."""
        if not self.is_entered:
            return self.who
        return now_("%(who)s, %(how)s") % {"who": self.who, "how": self.get_how_display()}

    @property
    def is_entered(self) -> bool:
        """Whoever asks wrote down what somebody said or sent."""
        return self.how in self.ENTERED

    @property
    def is_looked_at(self) -> bool:
        """Whether somebody looks at it before all read it: a person's, and one by a link."""
        return self.party_id is None or self.how == self.How.LINK

    @property
    def is_late(self) -> bool:
        """Came after the last day."""
        return self.sent_on is not None and self.sent_on > self.referral.answers_by


class Remark(models.Model):
    """What an answer says about one paragraph."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="remarks")
    paragraph = models.ForeignKey("referrals.Paragraph", models.CASCADE, related_name="remarks")
    text = models.TextField()

    class Meta:
        ordering = ["paragraph__number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "paragraph"], name="referral_remark_once"),
            models.CheckConstraint(condition=~Q(text=""), name="referral_remark_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.paragraph_id}"

    @property
    def key(self) -> str:
        """What it is called on the page of whoever sums up."""
        return f"anmarkning-{self.pk}"


class Consequence(models.Model):
    """What an answer, or its remark on a paragraph, changed, or why it changed nothing."""

    response = models.OneToOneField(
        Response, models.CASCADE, null=True, blank=True, related_name="consequence"
    )
    remark = models.OneToOneField(
        Remark, models.CASCADE, null=True, blank=True, related_name="consequence"
    )
    changed = models.BooleanField(_("it changed something"))
    words = models.TextField(_("what it changed, or why not"))
    said_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(response__isnull=False, remark__isnull=True)
                | Q(response__isnull=True, remark__isnull=False),
                name="referral_consequence_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="referral_consequence_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id or self.remark_id}: {self.changed}"
