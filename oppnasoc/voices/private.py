"""What belongs to a voice and is seen by few: how its speaker is reached, who she is, what she and
those who look at it write to each other. None of it is read together with the voice itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Outside


class Reach(models.Model):
    """Where somebody wants to be told: an e-mail address, a number or a postal address.

    Which of them it is, ``Voice.tell_by`` says. It is removed when she has been told for good or
    has taken her words back. Nobody has confirmed it: what is sent there never holds her words.
    """

    voice = models.OneToOneField("voices.Voice", models.CASCADE, related_name="reach")
    address = models.TextField(_("where we reach you"))
    #: Since when nothing is sent there any longer: it does not exist, or belongs to somebody else.
    failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"reach of {self.voice_id}"


class Confidence(models.Model):
    """Who somebody is that works here and spoke with protection. Only ``told_to`` sees it."""

    voice = models.OneToOneField("voices.Voice", models.CASCADE, related_name="confidence")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    told_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="confidences"
    )

    def __str__(self) -> str:
        return f"confidence of {self.voice_id}"


class Message(models.Model):
    """What the speaker and those who look at it write to each other; nobody else reads it."""

    voice = models.ForeignKey("voices.Voice", models.CASCADE, related_name="messages")
    text = models.TextField(_("what you want to say"))
    from_speaker = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(
                fields=["written_at"],
                condition=Q(from_speaker=True, read_at__isnull=True),
                name="message_unread",
            )
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="message_says_something")]

    def __str__(self) -> str:
        return f"message on {self.voice_id}"


class Correction(models.Model):
    """New words that a speaker wants in place of those she said, until somebody has looked."""

    voice = models.OneToOneField("voices.Voice", models.CASCADE, related_name="correction")
    text = models.TextField(_("the new words"))
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_something")
        ]

    def __str__(self) -> str:
        return f"correction of {self.voice_id}"


class Onward(models.Model):
    """A voice that belongs to another authority: the speaker is asked before it is passed on."""

    voice = models.OneToOneField("voices.Voice", models.CASCADE, related_name="onward")
    to = models.ForeignKey(Outside, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    #: None until the speaker has answered.
    yes = models.BooleanField(null=True, blank=True)
    passed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(passed_on__isnull=True) | Q(yes=True), name="onward_with_her_yes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} → {self.to_id}"
