"""What was answered to a matter (svar), by whom, and how long it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Party, Post

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Answer(models.Model):
    """What somebody with the right to decide said. Every verdict but yes states its reason."""

    class Verdict(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        EXPLAINED = "explained", _("This is how it is")
        NO = "no", _("No")
        LATER = "later", _("Later")
        ELSEWHERE = "elsewhere", _("Somebody else's task")
        MERGED = "merged", _("Dealt with together with another")
        ANSWERED = "answered", _("Answered")

    #: To a quick question.
    QUICK: ClassVar[str] = Verdict.ANSWERED
    WITHOUT_REASON: ClassVar[tuple[str, ...]] = (Verdict.YES, QUICK)
    #: What one chooses between when one answers a matter that is followed.
    CHOICES: ClassVar[list[tuple[str, StrOrPromise]]] = [
        (value, label) for value, label in Verdict.choices if value not in ("merged", "answered")
    ]

    #: The status that a verdict leads to.
    LEADS_TO: ClassVar[dict[str, str]] = {
        Verdict.YES: "decided",
        Verdict.PARTLY: "decided",
        Verdict.LATER: "open",
        Verdict.EXPLAINED: "closed",
        Verdict.NO: "closed",
        Verdict.ELSEWHERE: "closed",
        Verdict.MERGED: "closed",
        Verdict.ANSWERED: "closed",
    }

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="answers")
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(_("the answer"))
    reason = models.TextField(_("the reason"), blank=True)
    later_on = models.DateField(_("when"), null=True, blank=True)
    turn_to = models.CharField(_("where to turn"), max_length=240, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    as_post = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    #: Another authority that answered; the one who wrote it down is ``answered_by``.
    on_behalf_of = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="answers_of_others"
    )
    #: An answer is never changed: one that puts it right stands in its place.
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="corrected_by"
    )
    answered_on = models.DateField(default=timezone.localdate)
    #: Until when it surely holds; afterwards it says that it is old.
    review_on = models.DateField(null=True, blank=True)
    #: The page that somebody asked about was changed because of it.
    changed_page = models.BooleanField(default=False)
    #: How many said that it helped, and that it did not.
    helped = models.PositiveIntegerField(default=0)
    helped_not = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-answered_on", "-id"]
        indexes = [models.Index(fields=["-answered_on", "-id"], name="answer_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["yes", "answered"]) | ~Q(reason=""),
                name="answer_non_yes_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="later") | Q(later_on__isnull=False),
                name="answer_later_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="elsewhere") | ~Q(turn_to=""),
                name="answer_elsewhere_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.matter_id}"

    @property
    def verdict_name(self) -> str:
        """What ``get_verdict_display`` says, without making a table of all of them each time."""
        return str(self.Verdict(self.verdict).label)

    @property
    def given_by(self) -> str:
        """Who answered, as it stands in a sentence: 'Mona Ek, enhetschef, Mottagningen'.

        Empty when nobody is left to name. A post in capitals, such as *IT-chef*, keeps them.
        """
        if self.on_behalf_of:
            return str(self.on_behalf_of)
        post = str(self.as_post or "")
        if post[1:2].islower():
            post = post[0].lower() + post[1:]
        name = self.answered_by.name if self.answered_by else ""
        return ", ".join(part for part in (name, post) if part)
