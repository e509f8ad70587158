"""What each entry says about preparing together. What happens in a room is read in the room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Organisation
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from .models import Outgoing

ONE = {"organisation": "groups.Organisation"}
TWO = {**ONE, "other": "groups.Organisation"}
SHEET = {"sheet": "preparation.Outgoing"}
NOTHING = "Names organisations only; who did it is emptied with her account and never shown."
INSIDE = Audience.INSIDE


def _said(sentence: str, *organisations: Organisation | None) -> str:
    return fill(sentence, *(each or _("An organisation") for each in organisations))


@kind("preparation.begun", refs=ONE, audience=INSIDE, erasure=NOTHING)
def begun(organisation: Organisation | None) -> str:
    return _said(_("{} opened the room."), organisation)


@kind("preparation.invited", refs=TWO, audience=INSIDE, erasure=NOTHING)
def invited(organisation: Organisation | None, other: Organisation | None) -> str:
    return _said(_("{} invited {}."), organisation, other)


@kind("preparation.joined", refs=ONE, audience=INSIDE, erasure=NOTHING)
def joined(organisation: Organisation | None) -> str:
    return _said(_("{} came in."), organisation)


@kind("preparation.declined", refs=ONE, audience=INSIDE, erasure=NOTHING)
def declined(organisation: Organisation | None) -> str:
    return _said(_("{} said no this time."), organisation)


@kind("preparation.left", refs=ONE, audience=INSIDE, erasure=NOTHING)
def left(organisation: Organisation | None) -> str:
    return _said(_("{} left the room."), organisation)


@kind("preparation.written", refs=ONE, audience=INSIDE, erasure=NOTHING)
def written(organisation: Organisation | None) -> str:
    return _said(_("{} changed the text."), organisation)


@kind("preparation.item_added", refs=ONE, audience=INSIDE, erasure=NOTHING)
def item_added(organisation: Organisation | None) -> str:
    return _said(_("{} added a row to the list."), organisation)


@kind("preparation.item_changed", refs=ONE, audience=INSIDE, erasure=NOTHING)
def item_changed(organisation: Organisation | None) -> str:
    return _said(_("{} changed a row of the list."), organisation)


@kind("preparation.item_ticked", refs=ONE, codes={"done"}, audience=INSIDE, erasure=NOTHING)
def item_ticked(organisation: Organisation | None, done: bool | None) -> str:
    if done:
        return _said(_("{} ticked a row off."), organisation)
    return _said(_("{} took a tick away."), organisation)


@kind("preparation.item_moved", refs=ONE, audience=INSIDE, erasure=NOTHING)
def item_moved(organisation: Organisation | None) -> str:
    return _said(_("{} moved a row."), organisation)


@kind("preparation.item_removed", refs=ONE, audience=INSIDE, erasure=NOTHING)
def item_removed(organisation: Organisation | None) -> str:
    return _said(_("{} took a row away."), organisation)


@kind("preparation.asked_for_yes", refs=ONE, audience=INSIDE, erasure=NOTHING)
def asked_for_yes(organisation: Organisation | None) -> str:
    return _said(_("{} asked everybody for a yes to make it public."), organisation)


@kind("preparation.said_yes", refs=ONE, audience=INSIDE, erasure=NOTHING)
def said_yes(organisation: Organisation | None) -> str:
    return _said(_("{} said yes."), organisation)


@kind("preparation.said_no", refs=ONE, audience=INSIDE, erasure=NOTHING)
def said_no(organisation: Organisation | None) -> str:
    return _said(_("{} said no. Nothing becomes public."), organisation)


@kind("preparation.made_a_question", refs=ONE, audience=INSIDE, erasure=NOTHING)
def made_a_question(organisation: Organisation | None) -> str:
    return _said(_("{} made it a question to the municipality."), organisation)


@kind("preparation.released", refs=SHEET, audience=Audience.PUBLIC, big=True, erasure=NOTHING)
def released(sheet: Outgoing | None) -> str:
    """Nothing once it is taken back."""
    if sheet is None or sheet.status != Outgoing.Status.RELEASED:
        return ""
    return fill(_("Organisations have prepared something together: {}."), link(sheet))


@kind("preparation.taken_back", refs=SHEET, audience=INSIDE, erasure=NOTHING)
def taken_back(sheet: Outgoing | None) -> str:
    return str(_("What was public was taken back."))
