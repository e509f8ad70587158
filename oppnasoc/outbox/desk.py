"""``/utskick/``: what waits, what is late, what is stuck and why; for editors. No address stands
here, and no text of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.people.ways import Reason
from oppnasoc.trail.actions import Stale

from . import actions, heart, kinds
from .models import Channel, Message, MessageQuerySet

DONE = "outbox_done"  # what was pressed last: the messages, and what they were before
AGAIN, LEFT = "again", "left"


@dataclass(frozen=True)
class Pile:
    """Messages that are alike: how many, of what, since when, and why they have not left."""

    pk: int
    label: str
    by: str
    count: int
    since: datetime
    why: str
    said: str


def piles(found: MessageQuerySet) -> list[Pile]:
    """Messages by kind, way and reason, the oldest pile first; one query and one more."""
    rows = list(
        found.order_by()
        .values("kind", "channel", "state", "reason")
        .annotate(count=Count("pk"), since=Min("due_at"), last=Max("pk"))
        .order_by("since", "last")
    )
    said = dict(
        Message.objects.filter(pk__in=[row["last"] for row in rows]).values_list("pk", "problem")
    )
    return [
        Pile(
            pk=row["last"],
            label=_label(row["kind"]),
            by=str(Channel(row["channel"]).label),
            count=row["count"],
            since=row["since"],
            why=str(Reason(row["reason"]).label) if row["reason"] else "",
            said=said.get(row["last"], ""),
        )
        for row in rows
    ]


def _label(code: str) -> str:
    kind = kinds.known(code)
    return str(kind.label) if kind else _("Messages of another kind")


@never_cache
@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    require(request.user, "outbox.see")
    now = timezone.now()
    waiting = Message.objects.filter(state=Message.State.WAITING)
    late = Message.objects.late(now)
    beat = heart.last()
    context = {
        "stuck": piles(Message.objects.stuck()),
        "late": piles(late),
        "waiting": piles(waiting.exclude(pk__in=late.values("pk"))),
        "stands_still": beat is None or beat.at <= now - heart.DEAD,
        "beat": beat,
        "done": request.session.get(DONE),
    }
    return render(request, "outbox/desk.html", context)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, AGAIN)


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, LEFT)


def _do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Do it with one message and those that are stuck for the same reason; the next page offers
    the way back."""
    require(request.user, "outbox.tend")
    message = get_object_or_404(Message, pk=pk)
    state, do = message.state, actions.try_again if what == AGAIN else actions.leave
    try:
        pks = do(message, by=_who(request))
    except Stale:
        messages.warning(request, _("Somebody else has seen to that already."))
    else:
        request.session[DONE] = {"pks": pks, "state": state, "count": len(pks), "what": what}
    return redirect("outbox")


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """What was pressed last did not happen, as far as it has not left meanwhile."""
    require(request.user, "outbox.tend")
    if done := request.session.pop(DONE, None):
        try:
            back = actions.put_back(done["pks"], state=done["state"], by=_who(request))
        except Stale:
            messages.warning(request, _("They have left already."))
        else:
            text = ngettext("%(n)d message is back.", "%(n)d messages are back.", back)
            messages.success(request, text % {"n": back})
    return redirect("outbox")


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
