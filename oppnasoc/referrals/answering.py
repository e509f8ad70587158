"""Who answers when somebody asks about the page of a text: whoever sent it out."""

from __future__ import annotations

from oppnasoc.groups.answering import answers_for
from oppnasoc.groups.models import Party

from .models import Referral


@answers_for("referral")
def whoever_asks(pk: int, slug: str) -> Party | None:
    return Party.objects.filter(referrals__in=Referral.objects.listed().filter(pk=pk)).first()
