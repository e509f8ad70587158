"""The letter on Mondays about what has not been as it should for more than a week."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.kinds import Letter, Section, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.people.models import User
from oppnasoc.people.rules import is_editor
from oppnasoc.ui import patience
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import shortday

from .looking import look_over
from .models import KnownFault

CODE = "pages.standing_faults"
SHOWN = 10


def write_to_editors(day: date) -> int:
    """On a Monday, put one letter for each editor in the outbox when something has stood for more
    than a week; one for each week, however often it is run. Returns how many editors."""
    old = KnownFault.objects.filter(since__lt=day - patience.LETTER)
    if day.weekday() or not old.exists():
        return 0
    year, week, _day = day.isocalendar()
    editors = User.objects.filter(is_editor=True, is_active=True).values_list("pk", flat=True)
    with transaction.atomic():
        put_all(
            new(CODE, pk, channel=Channel.EMAIL, key=f"faults:{year}-{week}:{pk}") for pk in editors
        )
    return len(editors)


@letter(CODE, label=gettext_lazy("What is not as it should, to editors"))
def standing_faults(message: Message) -> Letter | None:
    """What still stands when the letter leaves; None when it is mended or she edits no longer."""
    editor = User.objects.filter(pk=message.thing).first()
    if editor is None or not is_editor.test(editor):
        return None
    before = timezone.localdate() - patience.LETTER
    standing = [found for found in look_over() if found.since < before]
    if not standing:
        return None
    count = len(standing)
    return Letter(
        to=editor.email,
        subject=_("Something to look after in %(site)s") % {"site": municipality().site_name},
        lines=[
            fill(
                "{}",
                ngettext(
                    "One thing has not been as it should for more than a week.",
                    "%(n)d things have not been as they should for more than a week.",
                    count,
                )
                % {"n": count},
            )
        ],
        sections=[
            Section(
                found.fault.says,
                [fill("{}.", found.fault.mend), fill(_("Since {}."), shortday(found.since))],
                found.fault.url,
            )
            for found in standing[:SHOWN]
        ],
        button=(_("See how it is"), reverse("state")),
        why=_("You get this because you are an editor. It comes on Mondays, only when needed."),
    )
