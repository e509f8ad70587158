"""An offer (svar som väntar): what came from outside for a matter and waits for somebody's look."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Party


class Offer(models.Model):
    """An answer, or without a verdict a note, that another authority or somebody who works here
    sent by a link or by mail. Those who see the matter through publish it or leave it."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="offers")
    #: On whose behalf; the person is known only when she has an account.
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(max_length=10, blank=True)
    text = models.TextField(_("the answer"))
    reason = models.TextField(_("the reason"), blank=True)
    what = models.TextField(blank=True)
    later_on = models.DateField(null=True, blank=True)
    turn_to = models.CharField(max_length=240, blank=True)
    came_at = models.DateTimeField(default=timezone.now)
    #: When somebody has looked at it, and whether it became public.
    looked_at = models.DateTimeField(null=True, blank=True)
    used = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["came_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["came_at"], condition=Q(looked_at__isnull=True), name="offer_waiting"
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="offer_says_something"),
            models.CheckConstraint(
                condition=Q(used=False) | Q(looked_at__isnull=False), name="offer_used_after_a_look"
            ),
        ]

    def __str__(self) -> str:
        return f"offer for {self.matter_id}"

    def get_absolute_url(self) -> str:
        return reverse("matter_offer", args=[self.matter_id, self.pk])
