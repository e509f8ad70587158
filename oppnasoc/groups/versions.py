"""Every version of an organisation's page: kept, shown at once, looked at afterwards (R4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.language.compare import Piece, changed, words
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale, move, record

from . import competence
from .facts import FACTS
from .models import Group, Organisation, Party, Place, Version

Status = Version.Status
FIELDS = FACTS[Party.Kind.ORGANISATION]
RELATED = ("groups", "place")

#: What groups and places are called, by field and id.
Names = Mapping[str, Mapping[int, str]]


def told(organisation: Organisation) -> dict[str, Any]:
    """What the page tells now, as a version keeps it; groups and place by their ids."""
    facts = {name: getattr(organisation, name) for name in FIELDS if name not in RELATED}
    facts["groups"] = sorted(organisation.groups.values_list("pk", flat=True))
    facts["place"] = organisation.place_id
    return facts


def names() -> Names:
    """What the things that versions name by id are called; two queries."""
    return {
        "groups": dict(Group.objects.values_list("pk", "name")),
        "place": dict(Place.objects.values_list("pk", "name")),
    }


def keep(organisation: Organisation, before: Mapping[str, Any], *, by: User | None) -> None:
    """Keep what the page tells now; ``before`` is what it told until this change.

    Whoever may look at others' changes need not be looked at. Belongs inside the action.
    """
    number = organisation.versions.values_list("number", flat=True).first()
    if number is None:
        number = 1
        Version.objects.create(
            organisation=organisation, number=number, facts=before, status=Status.FINE
        )
    looked = may(by, "groups.look_at_versions")
    Version.objects.create(
        organisation=organisation,
        number=number + 1,
        facts=told(organisation),
        status=Status.FINE if looked else Status.WAITING,
        written_by=by,
        looked_by=by if looked else None,
    )


@transaction.atomic
def say_fine(version: Version, *, by: User | None) -> None:
    """What was changed up to this version is fine. Raises PermissionDenied, and Stale when
    somebody else has looked already."""
    require(by, "groups.look_at_versions")
    waiting = Version.objects.filter(
        organisation=version.organisation_id, number__lte=version.number, status=Status.WAITING
    )
    if not waiting.update(status=Status.FINE, looked_by=by):
        raise Stale("Somebody else has looked at it.")
    record("groups.version_fine", version.organisation, by=by, version=version.number)


@transaction.atomic
def take_back(version: Version, *, reason: str, by: User | None) -> Organisation:
    """Let the page tell what it told before the changes that nobody had looked at.

    Nothing is lost: the changes stay among the versions, with the reason. Raises PermissionDenied,
    ValidationError without a reason, and Stale when something newer was written meanwhile.
    """
    require(by, "groups.look_at_versions")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The organisation reads it.")})
    organisation = Organisation.objects.select_for_update().get(pk=version.organisation_id)
    newest = organisation.versions.first()
    good = organisation.versions.filter(status=Status.FINE, number__lt=version.number).first()
    if newest is None or newest.pk != version.pk or good is None:
        raise Stale("The page has a newer version.")
    waiting = organisation.versions.filter(status=Status.WAITING, number__gt=good.number)
    if not waiting.update(status=Status.TAKEN_BACK, looked_by=by, reason=reason.strip()):
        raise Stale("Somebody else has looked at it.")
    # A version from before a field was there tells nothing of it.
    blank = Organisation()
    empty = {name: getattr(blank, name) for name in FIELDS if name not in RELATED}
    facts = {**empty, "place": None, **good.facts}
    groups = facts.pop("groups", [])
    place = Place.objects.filter(pk=facts.pop("place")).first()
    move(organisation, when={}, to={**facts, "place": place})
    organisation.groups.set(Group.objects.filter(pk__in=groups))
    Version.objects.create(
        organisation=organisation,
        number=newest.number + 1,
        facts=told(organisation),
        status=Status.FINE,
        written_by=by,
        looked_by=by,
    )
    record("groups.version_taken_back", organisation, by=by, version=version.number)
    return organisation


@dataclass(frozen=True)
class Difference:
    """A field that two versions tell differently: its code and the pieces of the comparison."""

    field: str
    pieces: list[Piece]


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], called: Names
) -> list[Difference]:
    """The fields that differ, in the order of the form; ``called`` is what ``names`` gives."""
    found = []
    for name in FIELDS:
        by_id = called.get(name, {})
        pieces = words(_said(before.get(name), by_id), _said(after.get(name), by_id))
        if changed(pieces):
            found.append(Difference(name, pieces))
    return found


def _said(value: Any, by_id: Mapping[int, str]) -> str:
    """A fact as text: groups and rows one on each line, yes and no in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return by_id.get(value, "")
    if isinstance(value, list):
        return "\n".join(_row(each, by_id) for each in value)
    return str(value or "")


def _row(value: Any, by_id: Mapping[int, str]) -> str:
    if not isinstance(value, dict):
        return by_id.get(value, "")
    [row] = competence.read([value])
    return " – ".join(part for part in (row.label, row.text, row.how) if part)
