"""What people say to each other beside a matter, and what is done with it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Party
from oppnasoc.voices.models import Voice


class Mode(models.TextChoices):
    """When what somebody writes is shown."""

    BEFORE = "before", _("A person looks first")
    AFTER = "after", _("It is shown at once, and a person looks afterwards")
    CLOSED = "closed", _("Nobody can write")


class GroupTalk(models.Model):
    """How a group wants to talk beside the matters that it sees through."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="talk")
    mode = models.CharField(_("when it is shown"), max_length=6, choices=Mode, default=Mode.BEFORE)
    #: Where else they talk, for instance a page of their own somewhere; '' when nowhere.
    link_elsewhere = models.URLField(_("we talk here too"), max_length=300, blank=True)

    def __str__(self) -> str:
        return f"talk of {self.group_id}"


class Thread(models.Model):
    """The talk about one thing; it is made with its first comment. ``kind`` and ``thing`` are
    those of ``following.subjects``."""

    kind = models.CharField(max_length=20)
    thing = models.BigIntegerField()
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.BEFORE)
    #: How many people with an account have written here; the next one gets the next number.
    participants = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing"], name="thread_one_for_each_thing")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> CommentQuerySet:
        """Comments that anybody may read who may read what they are about."""
        return self.filter(state=Comment.State.SHOWN)

    def held(self) -> CommentQuerySet:
        """Comments that somebody has still to look at."""
        return self.filter(state=Comment.State.HELD)

    def answering(self, comment: Comment) -> CommentQuerySet:
        """What others have answered just this comment, the earliest first."""
        found = self.shown().filter(replies_to=comment).select_related("as_party")
        if comment.author_id is not None:
            found = found.exclude(author=comment.author_id)
        return found.order_by("shown_at", "id")

    def unread_by(self, user: int) -> CommentQuerySet:
        """What others have answered somebody with an account since she looked last."""
        seen = F("replies_to__answers_read_at")
        found = self.shown().filter(replies_to__author=user).exclude(author=user)
        return found.filter(Q(replies_to__answers_read_at=None) | Q(shown_at__gt=seen))

    def with_what_it_answers(self) -> CommentQuerySet:
        """Each with its thread and what a page needs of where it stands."""
        return self.select_related("thread", "answers_to", "as_party")


class Comment(models.Model):
    """Something that somebody wrote in a talk: to everybody, or as an answer to a comment.

    Whoever wrote it with an account is ``author`` and is never shown; she is called what she
    chose, or by her ``number`` in this talk. Without an account a code opens it.
    """

    class State(models.TextChoices):
        HELD = "held", _("waits for a look")
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("not shown")
        WITHDRAWN = "withdrawn", _("taken back")

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    #: One level only: an answer to an answer stands beside it.
    answers_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    #: What whoever wrote it pressed *Answer* at: hers is the answer.
    replies_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("what you want to say"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    #: For whom somebody answers who works there or speaks for it.
    as_party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    why_hidden = models.CharField(max_length=400, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    #: How often the words have changed: who looked at older ones cannot show the newer.
    revision = models.PositiveIntegerField(default=0)
    #: One of very many from the same place within an hour; looked at together, never refused.
    in_flood = models.BooleanField(default=False)
    #: When whoever wrote it said that it may be taken along into the matter.
    offered_at = models.DateTimeField(null=True, blank=True)
    voice = models.OneToOneField(
        Voice, models.SET_NULL, null=True, blank=True, related_name="comment"
    )
    created_at = models.DateTimeField(default=timezone.now)
    #: Since when everybody can read it.
    shown_at = models.DateTimeField(null=True, blank=True)
    #: When whoever wrote it looked last at what others have answered her.
    answers_read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Comment]] = models.Manager.from_queryset(CommentQuerySet)()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["thread", "-created_at"], name="comment_in_thread"),
            models.Index(fields=["created_at"], condition=Q(state="held"), name="comment_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(state="withdrawn"), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | (~Q(why_hidden="") & Q(hidden_at__isnull=False)),
                name="comment_hidden_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(text="") & Q(name="")),
                name="comment_taken_back_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(answers_to__isnull=True) | ~Q(answers_to=F("pk")),
                name="comment_answers_another",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def called(self) -> str:
        """What stands beside the words: a role, a name, a number in this talk, or somebody."""
        if self.as_party is not None:
            return str(self.as_party)
        if self.name:
            return self.name
        if self.number is not None:
            return gettext("Participant %(n)d") % {"n": self.number}
        return gettext("Somebody")

    def has_not_read(self, answer: Comment) -> bool:
        """Whether an answer has come since whoever wrote this looked last."""
        if self.answers_read_at is None or answer.shown_at is None:
            return True
        return answer.shown_at > self.answers_read_at

    @property
    def is_shown(self) -> bool:
        return self.state == self.State.SHOWN


class NoLetters(models.Model):
    """Somebody with an account who wants no letter when she is answered; she reads it here."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"no letters to {self.user_id}"


class Support(models.Model):
    """Somebody agrees. ``key`` is an HMAC, so that one person counts once; it leads to nobody."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="supports")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "key"], name="support_counts_once")
        ]

    def __str__(self) -> str:
        return f"support of {self.comment_id}"


class Flag(models.Model):
    """Somebody thinks that a comment should not stand there, and says why."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="flags")
    why = models.CharField(_("what is wrong"), max_length=500)
    made_at = models.DateTimeField(default=timezone.now)
    #: When somebody had looked; the words are removed then.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(settled_at__isnull=True), name="flag_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") | Q(settled_at__isnull=False), name="flag_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"flag of {self.comment_id}"


class Appeal(models.Model):
    """Whoever wrote a comment asks that another person looks at it once more."""

    class Decision(models.TextChoices):
        SHOW = "show", _("It is shown again")
        KEEP = "keep", _("It stays as it is")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="appeals")
    words = models.CharField(_("what you want us to know"), max_length=1000)
    made_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=4, choices=Decision, blank=True)
    #: Why, in words to whoever wrote the comment.
    reason = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(decision=""), name="appeal_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decision="", reason="", decided_at__isnull=True)
                | (~Q(decision="") & ~Q(reason="") & Q(decided_at__isnull=False)),
                name="appeal_decided_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="appeal_says_something"),
        ]

    def __str__(self) -> str:
        return f"appeal of {self.comment_id}"
