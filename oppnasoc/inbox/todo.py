"""Mail that waits for somebody to say where it belongs."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import Todo, todo

from . import pen
from .models import Incoming

PATIENCE = timedelta(days=3)
READ = 50  # of the latest, for what may be urgent


@todo(order=12)
def mails_that_wait(user: User) -> list[Todo]:
    """One line for all of them."""
    if not may(user, "inbox.sort"):
        return []
    found = Incoming.objects.held().aggregate(n=Count("pk"), since=Min("came_at"))
    if not found["n"]:
        return []
    title = ngettext("%(n)d mail belongs nowhere yet", "%(n)d mails belong nowhere yet", found["n"])
    since = timezone.localdate(found["since"])
    late = timezone.now() - found["since"] > PATIENCE
    why = _("The program could not put it where it belongs. You can.")
    latest = Incoming.objects.held().only("subject", "text").order_by("-came_at", "-pk")
    if any(pen.needs_of(mail) for mail in latest[:READ]):
        late, why = True, _("One of them may be urgent. Read it first.")
    return [Todo(title % {"n": found["n"]}, reverse("inbox"), why, since, late, _("See what came"))]
