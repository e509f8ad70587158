"""What somebody who raised a matter thinks of what came of it: did it get better? (R13)"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Judgement(models.Model):
    """One answer to 'did it get better?', for one voice and one outcome of its matter.

    ``outcome_on`` is the day of that outcome (``Ground.owed_since``): a matter that was taken up
    again and came to another end is judged anew, and what was thought before is kept.
    """

    class Better(models.TextChoices):
        YES = "yes", _("Yes, it got better")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No, it did not")

    #: The same three in the words of a quick question: it is answered, nothing has changed yet.
    HELPED: ClassVar[list[tuple[str, Promise]]] = [
        (Better.YES, _("Yes, it helped")),
        (Better.PARTLY, _("Partly")),
        (Better.NO, _("No, it did not help")),
    ]

    ground = models.ForeignKey("matters.Ground", models.CASCADE, related_name="judgements")
    outcome_on = models.DateField()
    better = models.CharField(max_length=8, choices=Better)
    words = models.TextField(_("in your own words"), blank=True)
    #: The words are shown after a look, or left; what was chosen counts at once.
    shown = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True, blank=True)
    #: She took the matter up again with it.
    took_up = models.BooleanField(default=False)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [
            models.Index(
                fields=["given_at"],
                condition=~Q(words="") & Q(looked_at__isnull=True),
                name="judgement_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ground", "outcome_on"], name="judgement_once_for_each_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.better} {self.ground_id}"

    @property
    def helped(self) -> str:
        """What was chosen, when it is about the answer to a quick question."""
        return str(dict(self.HELPED)[self.better])
