"""What must always hold of what people write in talks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.workdays import workdays_before
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import countword, shortday

from .models import Appeal, Comment, Thread
from .subjects import keepings

DAYS = patience.UNREAD_COMMENT_WORKDAYS


def before(today: date) -> datetime:
    """The moment after which what was written may still wait."""
    return timezone.make_aware(datetime.combine(workdays_before(today, DAYS), time.min))


@invariant(
    "discussion.read",
    order=55,
    holds=lambda: (
        ngettext(
            "No comment waits for a look for more than %(n)d working day.",
            "No comment waits for a look for more than %(n)d working days.",
            DAYS,
        )
        % {"n": DAYS}
    ),
)
def read(look: Look) -> Iterator[Fault]:
    """One fault for each group whose talks hold something too old, or an appeal."""
    limit = before(look.today)
    held = Comment.objects.held().filter(created_at__lt=limit).order_by()
    found = list(held.values_list("thread").annotate(Count("pk"), Min("created_at")))
    asked = Appeal.objects.filter(decision="", made_at__lt=limit).order_by()
    found += list(asked.values_list("comment__thread").annotate(Count("pk"), Min("made_at")))
    kept_by = keepings(Thread.objects.filter(pk__in=[pk for pk, *_rest in found]))
    groups: dict[int, tuple[str, int, datetime]] = {}
    for pk, count, since in found:
        kept = kept_by.get(pk)
        group = kept.group if kept else None
        key, name = (group.pk, str(group)) if group else (0, "")
        _name, much, earliest = groups.get(key, (name, 0, since))
        groups[key] = (name, much + count, min(earliest, since))
    for key, (name, count, since) in sorted(groups.items()):
        text = ngettext(
            "One comment has waited for a look since %(since)s.",
            "%(n)s comments have waited for a look since %(since)s.",
            count,
        )
        says = text % {"n": countword(count), "since": shortday(since)}
        yield Fault(
            f"group {key}",
            says[0].upper() + says[1:],
            _("Look at what people wrote"),
            reverse("talk_queue"),
            name,
            (key,) if key else (),
        )
