"""How long it usually takes until somebody has looked at what was said."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.trail.models import Entry
from oppnasoc.ui.templatetags.ui import countword

from .models import Voice

DAYS = timedelta(days=90)
LOOKED_AT = 500  # the latest that are counted
FEW = 5  # fewer say nothing about what is usual
LOOKS = ("voices.published", "voices.set_aside")


def usual_time() -> timedelta | None:
    """The median of the last 90 days, from what was said on the web or on paper until the first
    look at it; None when fewer than five were looked at. Two queries."""
    looks = Entry.objects.filter(kind__in=LOOKS, at__gte=timezone.now() - DAYS)
    first = {}
    for voice, at in looks.order_by("-at").values_list("about_id", "at")[:LOOKED_AT]:
        first[voice] = at
    said = Voice.objects.filter(pk__in=first, channel__in=[Voice.Channel.WEB, Voice.Channel.PAPER])
    waited = [(first[pk] - at).total_seconds() for pk, at in said.values_list("pk", "created_at")]
    waited = [seconds for seconds in waited if seconds > 60]  # The others were public at once.
    return timedelta(seconds=median(waited)) if len(waited) >= FEW else None


def in_words(usual: timedelta | None) -> str:
    """The usual time as a sentence; a promise in its place when it is not known."""
    if usual is None:
        return _("A person reads it on the next working day.")
    days = round(usual / timedelta(days=1))
    if days < 1:
        return _("A person usually reads it on the same day.")
    text = ngettext(
        "It usually takes a day until a person has read it.",
        "It usually takes %(n)s days until a person has read it.",
        days,
    )
    return text % {"n": countword(days)}
