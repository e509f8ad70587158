"""What must always hold of what people say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Group
from oppnasoc.language.workdays import workdays_before
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import countword, shortday

from .models import Voice
from .reception import reception_group


@invariant(
    "voices.read",
    order=50,
    holds=lambda: (
        ngettext(
            "Nothing that was said is unread for more than %(n)d working day.",
            "Nothing that was said is unread for more than %(n)d working days.",
            patience.UNREAD_VOICE_WORKDAYS,
        )
        % {"n": patience.UNREAD_VOICE_WORKDAYS}
    ),
)
def read(look: Look) -> Iterator[Fault]:
    """One fault for each group. What was said in confidence is counted for nobody's group."""
    day = workdays_before(look.today, patience.UNREAD_VOICE_WORKDAYS)
    before = timezone.make_aware(datetime.combine(day, time.min))
    waiting = Voice.objects.waiting().filter(created_at__lt=before, confidence=None).order_by()
    counted = list(waiting.values_list("group").annotate(Count("pk"), Min("created_at")))
    if not counted:
        return
    reception = reception_group() if any(group is None for group, *_ in counted) else None
    groups = Group.objects.in_bulk([group for group, *_ in counted if group is not None])
    for pk, count, since in counted:
        group = groups[pk] if pk is not None else reception
        text = ngettext(
            "One voice has been unread since %(since)s.",
            "%(n)s voices have been unread since %(since)s.",
            count,
        )
        says = text % {"n": countword(count), "since": shortday(since)}
        yield Fault(
            f"group {pk or 0}",
            says[0].upper() + says[1:],
            _("Read what was said"),
            reverse("voices"),
            str(group or ""),
            (group.pk,) if group else (),
        )
