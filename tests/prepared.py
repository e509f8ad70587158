"""Rooms where the town's organisations prepare: one that its member is in, one that she is not."""

from __future__ import annotations

from dataclasses import dataclass

from oppnasoc.groups.models import Membership, Organisation
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User
from oppnasoc.preparation import actions, releasing
from oppnasoc.preparation.models import Invited, Item, Outgoing, Preparation
from oppnasoc.preparation.summoning import CODE


@dataclass
class Prepared:
    """A room of the town's organisation with a row, a sheet that waits in a second room and one
    that everybody may read; an invitation; and a room that it takes no part in."""

    room: Preparation
    item: Item
    asks: Preparation
    shown: Outgoing
    invitation: Invited
    closed: Preparation
    closed_item: Item


def make_prepared(organisation: Organisation, member: User) -> Prepared:
    """What stands in a room begins with ``kanarie``; its name too where nobody is let in."""
    other = Organisation.objects.create(name="Föreningen Kajen", does="Stöd.")
    outsider = User.objects.create_user("kajen@example.org", name="Kaj Prov")
    Membership.objects.create(user=outsider, party_id=other.pk, role="member")
    room = actions.start(organisation, title="Bättre väntrum", text="kanarierumstext", by=member)
    row = room.invited.get()
    item = actions.add_item(row, text="kanarierumsrad", by=member)
    sheet = _open_sheet(organisation, member)
    asks = actions.start(organisation, title="Väntar", text="kanarierumsark", by=member)
    releasing.ask(asks.invited.get(), [], seen=1, by=member)
    closed = actions.start(other, title="Kanariestängt rum", text="kanariestängd text", by=outsider)
    theirs = closed.invited.get()
    closed_item = actions.add_item(theirs, text="kanariestängd rad", by=outsider)
    inviting = actions.start(other, title="Ett möte ihop", text="kanariestängt än", by=outsider)
    invitation = actions.invite(inviting.invited.get(), organisation, by=outsider)
    Message.objects.filter(kind=CODE).delete()  # They have left; the outbox is the doors' own.
    return Prepared(room, item, asks, sheet, invitation, closed, closed_item)


def _open_sheet(organisation: Organisation, member: User) -> Outgoing:
    shown = actions.start(organisation, title="Vi vill bli sedda", text="En bänk.", by=member)
    row = shown.invited.get()
    sheet = releasing.ask(row, [], seen=1, by=member)
    releasing.release(row, sheet, by=member)
    actions.write(row, title=shown.title, text="kanarierum sedan", seen=1, by=member)
    return sheet
