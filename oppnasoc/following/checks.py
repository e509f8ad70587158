"""What must always hold of those who follow."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import countword

from .gathering import SENT_TO, waiting
from .models import Delivery, Happening


@invariant(
    "following.happenings_are_shared",
    order=80,
    holds=lambda: (
        ngettext(
            "What happens reaches those who follow within %(n)d hour.",
            "What happens reaches those who follow within %(n)d hours.",
            patience.HAPPENING.seconds // 3600,
        )
        % {"n": patience.HAPPENING.seconds // 3600}
    ),
)
def happenings_are_shared(look: Look) -> Iterator[Fault]:
    """Neither what waits to be shared out nor what waits to be gathered into a letter is old."""
    before = look.now - patience.HAPPENING
    old = Happening.objects.filter(made_at__lt=before).count()
    due = Delivery.objects.filter(waiting(before), follower__channel__in=SENT_TO)
    if count := old + due.count():
        text = ngettext(
            "One piece of news has not left for those who follow.",
            "%(n)s pieces of news have not left for those who follow.",
            count,
        )
        says = text % {"n": countword(count)}
        yield Fault("all", says[0].upper() + says[1:], _("Start the worker"))
