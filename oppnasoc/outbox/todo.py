"""What waits for those who look after what is sent."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import Todo, todo

from . import heart
from .models import Message


@todo(order=60)
def stuck(user: User) -> list[Todo]:
    """Messages that only a person can bring further, and a worker that stands still."""
    if not may(user, "outbox.tend"):
        return []
    found = []
    now = timezone.now()
    if Message.objects.late(now).exists() and heart.stands_still(now):
        found.append(
            Todo(
                _("Nothing is being sent"),
                reverse("outbox"),
                _("The program that sends messages stands still."),
                late=True,
            )
        )
    if n := Message.objects.stuck().count():
        found.append(
            Todo(
                _("See to messages that are stuck"),
                reverse("outbox"),
                ngettext("%(n)d message could not be sent.", "%(n)d messages could not be sent.", n)
                % {"n": n},
            )
        )
    return found
