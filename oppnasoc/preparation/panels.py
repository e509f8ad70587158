"""What an organisation's page shows: what it has prepared with others, and to its own members the
rooms that it is in."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.groups.models import Party
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.registry import panel

from .models import Invited, Outgoing, own_organisations

ON_A_PANEL = 5


@panel("groups.party", order=30, queries=2)
def of_an_organisation(request: HttpRequest, party: Party) -> str:
    """Nothing for another kind of party."""
    if party.kind != Party.Kind.ORGANISATION:
        return ""
    sheets = Outgoing.objects.published().filter(organisations=party.pk).order_by("-released_at")
    own = party.pk in own_organisations(visitor(request))
    rooms = Invited.objects.filter(
        organisation=party.pk, status__in=[Invited.Status.ASKED, Invited.Status.JOINED]
    ).select_related("preparation")
    context = {
        "party": party,
        "sheets": list(sheets[:ON_A_PANEL]),
        "own": own,
        "rooms": list(rooms.order_by("-since", "-pk")) if own else [],
    }
    if not context["sheets"] and not own:
        return ""
    return render_to_string("preparation/_panel.html", context, request)
