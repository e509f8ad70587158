"""Begin a room, invite, come in, leave, and write together. Releasing is in ``releasing.py``.

``row`` is the acting organisation's own ``Invited``: it says for whom somebody acts, and the right
is asked of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Organisation
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices.actions import moment

from . import summoning
from .models import TITLE_LENGTH, Invited, Item, Outgoing, Preparation, Wording

WORK = "preparation.work"
MOST_TEXT = 20_000  # characters
MOST_ITEMS = 200
Status = Invited.Status


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > TITLE_LENGTH:
        raise ValidationError({"title": _("Write in a few words what it is about.")})
    return title


def _text(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise ValidationError({"text": _("That was long. Shorten it, or keep some of it apart.")})
    return text.strip()


def hold(preparation: Preparation) -> Preparation:
    """The room as it is now, held until the transaction ends."""
    return Preparation.objects.select_for_update().get(pk=preparation.pk)


@transaction.atomic
def start(
    organisation: Organisation, *, title: str, by: User | None, text: str = "",
    on: date | None = None,
) -> Preparation:  # fmt: skip
    """Open a room for an organisation; it takes part in it alone so far. Raises PermissionDenied
    and ValidationError naming the field."""
    require(by, "preparation.start", organisation)
    title, text = _title(title), _text(text)
    room = Preparation.objects.create(title=title, text=text, begun_at=moment(on))
    Invited.objects.create(
        preparation=room, organisation=organisation, status=Status.JOINED,
        since=on or timezone.localdate(),
    )  # fmt: skip
    Wording.objects.create(
        preparation=room, number=1, title=title, text=text, written_for=organisation,
        written_at=room.begun_at,
    )  # fmt: skip
    record("preparation.begun", room, by=by, at=moment(on), organisation=organisation)
    return room


@transaction.atomic
def invite(
    row: Invited, organisation: Organisation, *, by: User | None, on: date | None = None
) -> Invited:
    """Ask another organisation to come in; one that has left or said no can be asked again. A
    letter goes to those who act for it. Raises PermissionDenied and ValidationError."""
    require(by, WORK, row)
    room = hold(row.preparation)
    today = on or timezone.localdate()
    asked, new = Invited.objects.get_or_create(
        preparation=room,
        organisation=organisation,
        defaults={"asked_by": row.organisation, "since": today},
    )
    if not new:
        if asked.status in (Status.ASKED, Status.JOINED):
            text = _("They are invited already, or take part.")
            raise ValidationError({"organisation": text})
        to = {"status": Status.ASKED, "asked_by": row.organisation, "since": today}
        move(asked, when={"status": asked.status}, to=to)
    _drop_sheet(room)
    record(
        "preparation.invited", room, by=by, at=moment(on), organisation=row.organisation,
        other=organisation,
    )  # fmt: skip
    summoning.call(asked)
    return asked


@transaction.atomic
def answer(row: Invited, *, joins: bool, by: User | None, on: date | None = None) -> Invited:
    """Come in, or say no. Raises PermissionDenied, and Stale when it is answered already."""
    require(by, "preparation.answer", row)
    room = hold(row.preparation)
    status = Status.JOINED if joins else Status.DECLINED
    move(row, when={"status": Status.ASKED},
         to={"status": status, "since": on or timezone.localdate()})  # fmt: skip
    if joins:
        _drop_sheet(room)
    code = "preparation.joined" if joins else "preparation.declined"
    record(code, room, by=by, at=moment(on), organisation=row.organisation)
    return row


@transaction.atomic
def leave(row: Invited, *, by: User | None) -> None:
    """Leave the room. What was written stays for the others; a room that nobody is left in is
    gone with everything in it, unless something of it has been public. Raises PermissionDenied."""
    require(by, WORK, row)
    room = hold(row.preparation)
    move(row, when={"status": Status.JOINED},
         to={"status": Status.LEFT, "since": timezone.localdate()})  # fmt: skip
    Item.objects.filter(preparation=room, organisation=row.organisation).update(organisation=None)
    _drop_sheet(room)
    record("preparation.left", room, by=by, organisation=row.organisation)
    still_there = Invited.objects.filter(preparation=room, status=Status.JOINED).exists()
    if not still_there and not room.sheets.exclude(released_at=None).exists():
        room.delete()


def _drop_sheet(room: Preparation) -> None:
    """Who takes part has changed: a sheet that waits no longer asks the right ones."""
    room.sheets.filter(status=Outgoing.Status.ASKED).update(status=Outgoing.Status.DROPPED)


@transaction.atomic
def write(
    row: Invited, *, title: str, text: str, seen: int | None, by: User | None,
    on: date | None = None,
) -> Preparation:  # fmt: skip
    """Change the shared text. ``seen`` is the revision that was read. Raises PermissionDenied,
    ValidationError, and Stale when somebody saved after that: nothing is written over."""
    require(by, WORK, row)
    title, text = _title(title), _text(text)
    room = row.preparation
    if (room.title, room.text) == (title, text) and seen == room.revision:
        return room
    move(room, when={"revision": seen},
         to={"title": title, "text": text, "revision": F("revision") + 1})  # fmt: skip
    Wording.objects.create(
        preparation=room, number=room.revision, title=title, text=text,
        written_for=row.organisation, written_at=moment(on),
    )  # fmt: skip
    record("preparation.written", room, by=by, at=moment(on), organisation=row.organisation)
    return room


def _given(room: Preparation, given: dict[str, Any]) -> dict[str, Any]:
    """The facts of a row of the list, checked."""
    text = " ".join(str(given.get("text", "")).split())
    if not text:
        raise ValidationError({"text": _("Write what it is.")})
    kind, by_on = given.get("kind") or Item.Kind.TASK, given.get("by_on")
    if kind == Item.Kind.DAY and by_on is None:
        raise ValidationError({"by_on": _("Say which day.")})
    organisation = given.get("organisation")
    if (
        organisation is not None
        and not room.invited.filter(organisation=organisation, status=Status.JOINED).exists()
    ):
        raise ValidationError({"organisation": _("They do not take part.")})
    return {"text": text, "kind": kind, "by_on": by_on, "organisation": organisation}


@transaction.atomic
def add_item(row: Invited, *, by: User | None, on: date | None = None, **given: Any) -> Item:
    """Put a row last on the list: ``text``, and if wanted ``kind``, ``organisation``, ``by_on``.
    Raises PermissionDenied and ValidationError naming the field."""
    require(by, WORK, row)
    room = hold(row.preparation)
    facts = _given(room, given)
    if room.items.count() >= MOST_ITEMS:
        raise ValidationError(_("The list is long. Take away what is done first."))
    last = room.items.aggregate(last=Max("position"))["last"] or 0
    item = Item.objects.create(preparation=room, position=last + 1, **facts)
    record("preparation.item_added", room, by=by, at=moment(on), organisation=row.organisation)
    return item


@transaction.atomic
def edit_item(row: Invited, item: Item, *, seen: int | None, by: User | None, **given: Any) -> Item:
    """Change a row of the list. Raises PermissionDenied, ValidationError, and Stale."""
    require(by, WORK, row)
    facts = _given(row.preparation, given)
    if facts["kind"] == Item.Kind.DAY:
        facts["done"] = False
    move(item, when={"revision": seen, "preparation": row.preparation_id},
         to={**facts, "revision": F("revision") + 1})  # fmt: skip
    record("preparation.item_changed", row.preparation, by=by, organisation=row.organisation)
    return item


@transaction.atomic
def tick(row: Invited, item: Item, *, done: bool, by: User | None, on: date | None = None) -> Item:
    """Say that a thing is done, or that it is not. Raises PermissionDenied and Stale."""
    require(by, WORK, row)
    move(item, when={"done": not done, "kind": Item.Kind.TASK, "preparation": row.preparation_id},
         to={"done": done, "revision": F("revision") + 1})  # fmt: skip
    record("preparation.item_ticked", row.preparation, by=by, at=moment(on),
           organisation=row.organisation, done=done)  # fmt: skip
    return item


@transaction.atomic
def move_item(row: Invited, item: Item, *, up: bool, by: User | None) -> None:
    """Let a row change places with its neighbour; at the end of the list it stays."""
    require(by, WORK, row)
    room = hold(row.preparation)
    order = list(room.items.values_list("pk", flat=True))
    if item.pk not in order:
        raise Stale("The row is gone.")
    at = order.index(item.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, pk in enumerate(order, 1):
        Item.objects.filter(pk=pk).exclude(position=position).update(position=position)
    record("preparation.item_moved", room, by=by, organisation=row.organisation)


@transaction.atomic
def remove_item(row: Invited, item: Item, *, by: User | None) -> None:
    """Take a row away. Raises PermissionDenied, and Stale when it is gone."""
    require(by, WORK, row)
    if not Item.objects.filter(pk=item.pk, preparation=row.preparation_id).delete()[0]:
        raise Stale("The row is gone.")
    record("preparation.item_removed", row.preparation, by=by, organisation=row.organisation)
