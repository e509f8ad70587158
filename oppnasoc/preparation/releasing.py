"""Ask every organisation for its yes to a sheet, release it, take it back, let it go on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Organisation
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices import actions as voices
from oppnasoc.voices import codes
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Voice

from . import summoning
from .actions import WORK, hold
from .models import Assent, Invited, Item, Outgoing

Status = Outgoing.Status


def those_who_take_part(sheet: Outgoing) -> list[Organisation]:
    """The organisations whose yes is needed, by name."""
    rows = Invited.objects.filter(
        preparation=sheet.preparation_id, status=Invited.Status.JOINED
    ).select_related("organisation")
    return sorted((row.organisation for row in rows), key=lambda each: each.name)


def silent(sheet: Outgoing) -> list[Organisation]:
    """Those who have not said yes yet."""
    said = set(sheet.assents.values_list("organisation", flat=True))
    return [each for each in those_who_take_part(sheet) if each.pk not in said]


@transaction.atomic
def ask(
    row: Invited, items: Iterable[Item], *, seen: int | None, by: User | None,
    on: date | None = None,
) -> Outgoing:  # fmt: skip
    """Ask everybody in the room for a yes to the text as it is and these rows of the list.

    Whoever asks has said yes. A sheet that waited is dropped. Raises PermissionDenied,
    ValidationError without a text, and Stale when the text is not the one that was read.
    """
    require(by, WORK, row)
    room = hold(row.preparation)
    if room.revision != seen:
        raise Stale("The text has changed.")
    if not room.text:
        raise ValidationError(_("Write the text first. It is what becomes public."))
    room.sheets.filter(status=Status.ASKED).update(status=Status.DROPPED)
    sheet = Outgoing.objects.create(
        preparation=room, title=room.title, text=room.text, asked_by=row.organisation,
        rows=[item.text for item in items if item.preparation_id == room.pk],
        asked_at=moment(on),
    )  # fmt: skip
    Assent.objects.create(sheet=sheet, organisation=row.organisation, given_at=sheet.asked_at)
    record("preparation.asked_for_yes", room, by=by, at=moment(on), organisation=row.organisation)
    summoning.ask(sheet, but=row.organisation)
    return sheet


@transaction.atomic
def say_yes(row: Invited, sheet: Outgoing, *, by: User | None, on: date | None = None) -> None:
    """Say the organisation's yes to exactly these words. Raises PermissionDenied, and Stale when
    the sheet waits no longer."""
    require(by, WORK, row)
    hold(row.preparation)
    sheet.refresh_from_db()
    if sheet.status != Status.ASKED or sheet.preparation_id != row.preparation_id:
        raise Stale("It waits for no yes.")
    Assent.objects.get_or_create(
        sheet=sheet, organisation=row.organisation, defaults={"given_at": moment(on)}
    )
    record("preparation.said_yes", row.preparation, by=by, at=moment(on),
           organisation=row.organisation)  # fmt: skip


@transaction.atomic
def say_no(row: Invited, sheet: Outgoing, *, by: User | None) -> None:
    """Say no, or take a yes back: the sheet is dropped and nothing becomes public."""
    require(by, WORK, row)
    move(sheet, when={"status": Status.ASKED, "preparation": row.preparation_id},
         to={"status": Status.DROPPED})  # fmt: skip
    record("preparation.said_no", row.preparation, by=by, organisation=row.organisation)


@transaction.atomic
def release(row: Invited, sheet: Outgoing, *, by: User | None, on: date | None = None) -> Outgoing:
    """Let everybody read the sheet, when every organisation has said yes. Raises
    PermissionDenied, ValidationError naming who has not, and Stale."""
    require(by, WORK, row)
    hold(row.preparation)
    sheet.refresh_from_db()
    if sheet.status != Status.ASKED:
        raise Stale("It waits for no yes.")
    if missing := silent(sheet):
        names = ", ".join(each.name for each in missing)
        raise ValidationError(_("These have not said yes yet: %(names)s.") % {"names": names})
    move(sheet, when={"status": Status.ASKED, "preparation": row.preparation_id},
         to={"status": Status.RELEASED, "released_at": moment(on)})  # fmt: skip
    sheet.organisations.set(those_who_take_part(sheet))
    record("preparation.released", sheet, by=by, at=moment(on), sheet=sheet)
    return sheet


@transaction.atomic
def take_back(row: Invited, sheet: Outgoing, *, by: User | None) -> None:
    """Nobody can read it any longer; one organisation is enough. Raises PermissionDenied and
    Stale."""
    require(by, WORK, row)
    move(sheet, when={"status": Status.RELEASED, "preparation": row.preparation_id},
         to={"status": Status.TAKEN_BACK})  # fmt: skip
    record("preparation.taken_back", sheet, by=by, sheet=sheet)


@transaction.atomic
def make_a_question(
    row: Invited, sheet: Outgoing, *, text: str, group: Group | None, people: int, once: str,
    by: User,
) -> tuple[Voice, str]:  # fmt: skip
    """Say it through the one door, for this organisation together with the others; it goes to a
    group, or to the reception. Raises what ``voices.actions.say`` does, and Stale."""
    require(by, WORK, row)
    if sheet.status != Status.RELEASED or sheet.preparation_id != row.preparation_id:
        raise Stale("It is not public.")
    again = Voice.objects.filter(code_digest=codes.digest(codes.of_sending(once))).exists()
    said = voices.say(
        text, by=by, organisation=row.organisation, people_count=people, group=group,
        kind=Voice.Kind.WONDER, once=once, about=sheet.get_absolute_url(),
    )  # fmt: skip
    if not again:  # The others see it, so that they do not ask the same once more.
        record("preparation.made_a_question", row.preparation, by=None,
               organisation=row.organisation)  # fmt: skip
    return said
