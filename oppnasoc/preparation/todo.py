"""What waits for the members of organisations that prepare something together."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.ui.days import today
from oppnasoc.ui.registry import Todo, todo

from .models import Assent, Invited, Item, Outgoing, own_organisations

AHEAD = timedelta(days=14)  # so long before its day a row of the list is asked about
SHOWN = 10


@todo(order=50)
def invitations(user: User) -> list[Todo]:
    """Invitations that her organisation has not answered."""
    if not (own := own_organisations(user)):
        return []
    rows = Invited.objects.filter(organisation__in=own, status=Invited.Status.ASKED)
    rows = rows.select_related("preparation", "asked_by", "organisation").order_by("pk")
    return [
        Todo(
            _("%(name)s is invited to prepare something") % {"name": row.organisation},
            reverse("preparation_invitation", args=[row.pk]),
            _("%(name)s asks.") % {"name": row.asked_by or _("An organisation")},
            verb=_("See who asks and answer"),
            rests=True,
        )
        for row in rows[:SHOWN]
    ]


@todo(order=51)
def sheets_that_wait_for_a_yes(user: User) -> list[Todo]:
    """Sheets that her organisation takes part in and has not said yes to."""
    if not (own := own_organisations(user)):
        return []
    said = Assent.objects.filter(
        sheet__preparation=OuterRef("preparation"),
        sheet__status=Outgoing.Status.ASKED,
        organisation=OuterRef("organisation"),
    )
    waits = Outgoing.objects.filter(
        preparation=OuterRef("preparation"), status=Outgoing.Status.ASKED
    )
    rows = Invited.objects.filter(
        Exists(waits), ~Exists(said), organisation__in=own, status=Invited.Status.JOINED
    ).select_related("preparation")
    return [
        Todo(
            _("Say yes or no: %(title)s") % {"title": row.preparation},
            reverse("preparation_sheet", args=[row.preparation_id]),
            _("It becomes public only when all have said yes."),
            verb=_("Read it and answer"),
        )
        for row in rows.order_by("pk")[:SHOWN]
    ]


@todo(order=52)
def rows_given_to_us(user: User) -> list[Todo]:
    """Rows of a shared list that her organisation sees to and whose day comes or has passed."""
    if not (own := own_organisations(user)):
        return []
    joined = Invited.objects.filter(
        preparation=OuterRef("preparation"),
        organisation=OuterRef("organisation"),
        status=Invited.Status.JOINED,
    )
    now = today()
    items = Item.objects.filter(
        Exists(joined), organisation__in=own, kind=Item.Kind.TASK, done=False,
        by_on__lte=now + AHEAD,
    ).select_related("preparation")  # fmt: skip
    return [
        Todo(
            item.text,
            f"{reverse('preparation', args=[item.preparation_id])}#rad-{item.pk}",
            _("In the room '%(title)s'.") % {"title": item.preparation},
            due_on=item.by_on,
            late=item.by_on is not None and item.by_on < now,
            verb=_("See to it"),
            thing=f"preparation.item:{item.pk}",
        )
        for item in items.order_by("by_on", "pk")[:SHOWN]
    ]
