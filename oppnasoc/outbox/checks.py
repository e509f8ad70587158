"""What must always hold of what is on its way out."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import countword, shortday

from .models import Message

State = Message.State


@invariant("outbox.nothing_is_stuck", order=90, holds=lambda: _("No message is stuck."))
def nothing_is_stuck(look: Look) -> Iterator[Fault]:
    stuck = Message.objects.stuck()
    found = stuck.aggregate(n=Count("pk"), since=Min("due_at"))
    if found["n"]:
        text = ngettext(
            "One message has been stuck since %(since)s.",
            "%(n)s messages have been stuck since %(since)s.",
            found["n"],
        )
        says = text % {"n": countword(found["n"]), "since": shortday(found["since"])}
        yield Fault(
            "all", says[0].upper() + says[1:], _("Send again, or leave it"), reverse("outbox")
        )


@invariant(
    "outbox.nothing_is_late",
    order=91,
    holds=lambda: (
        ngettext(
            "Every message leaves within %(n)d hour.",
            "Every message leaves within %(n)d hours.",
            patience.MESSAGE.seconds // 3600,
        )
        % {"n": patience.MESSAGE.seconds // 3600}
    ),
)
def nothing_is_late(look: Look) -> Iterator[Fault]:
    """Tried or not: the mail server is down, or nobody tries."""
    late = Message.objects.filter(state=State.WAITING, due_at__lt=look.now - patience.MESSAGE)
    found = late.aggregate(n=Count("pk"), since=Min("due_at"), tries=Min("tries"))
    if found["n"]:
        text = ngettext(
            "One message has waited to leave since %(since)s.",
            "%(n)s messages have waited to leave since %(since)s.",
            found["n"],
        )
        says = text % {"n": countword(found["n"]), "since": shortday(found["since"])}
        mend = _("Look at the mail server") if found["tries"] else _("Start the worker")
        yield Fault("all", says[0].upper() + says[1:], mend, reverse("outbox"))
