"""Who is named on an open page: only those who have said yes, as they want it.

docs/adr/0012-who-is-named-on-a-group-s-page.md tells why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import move, record
from oppnasoc.ui.templatetags.ui import countword

from .facts import RIGHT
from .models import Membership, Organisation, Party

Shown = Membership.Shown


@transaction.atomic
def show_me(
    seat: Membership,
    shown: str,
    *,
    by: User | None,
    with_organisation: bool = False,
    said_yes: bool = False,
) -> Membership:
    """Choose how the open page names whoever has a seat.

    She chooses herself. Somebody who tends the party may note a yes that she has given
    (``said_yes``), but never against her own choice, never her organisation beside her name, and
    never her name on the page of an organisation that reveals something about health. Anybody
    who tends the party may take a name away. Raises PermissionDenied, Stale and ValidationError.
    """
    wanted = Shown(shown)
    own = by is not None and by.pk == seat.user_id
    if not own:
        if not may(by, RIGHT[Party.Kind(seat.party.kind)], seat.party):
            raise PermissionDenied("groups.show_member")
        if wanted != Shown.NOT:
            _check_noted(seat, said_yes)
        with_organisation = with_organisation and seat.shows_organisation
    beside = with_organisation and wanted != Shown.NOT and seat.represents_id is not None
    move(
        seat,
        when={"shown": seat.shown, "shows_organisation": seat.shows_organisation},
        to={
            "shown": wanted,
            "shows_organisation": beside,
            "shown_by": by,
            "shown_at": timezone.now(),
        },
    )
    record("groups.shown_set", seat.party, by=by, member=seat.user, shown=wanted)
    return seat


def _check_noted(seat: Membership, said_yes: bool) -> None:
    if not said_yes:
        raise ValidationError({"said_yes": _("Ask first. Nobody is named without a yes.")})
    if seat.shown_by_id == seat.user_id:
        raise ValidationError({"shown": _("She or he has chosen this and changes it herself.")})
    if reveals(seat.party):
        raise ValidationError(
            {
                "shown": _(
                    "The organisation's name says something about health. Only she can choose."
                )
            }
        )


def reveals(party: Party) -> bool:
    """Whether a name beside this party says something about a person's health."""
    return Organisation.objects.filter(pk=party.pk, reveals_health=True).exists()


@dataclass(frozen=True)
class Named:
    """Somebody who is named: how, and the organisation that she wants beside, or nothing."""

    name: str
    leads: bool
    organisation: str = ""


def name_of(seat: Membership, *, revealing: bool = False) -> str:
    """How the open page names her; empty when it does not.

    On the page of an organisation that is ``revealing`` only her own choice counts.
    """
    if seat.shown == Shown.NOT or (revealing and not seat.chose_herself):
        return ""
    name = seat.user.name.strip()
    return name if seat.shown == Shown.NAME else name.split(" ")[0]


def named(seats: Iterable[Membership], *, revealing: bool = False) -> tuple[list[Named], int]:
    """Those who are named, who lead first, and how many there are besides.

    The seats come with ``user`` and ``represents``; no query.
    """
    leads = (Membership.Role.SECRETARY, Membership.Role.FACILITATOR)
    found, others = [], 0
    for seat in seats:
        name = name_of(seat, revealing=revealing)
        if not name:
            others += 1
            continue
        beside = seat.represents if seat.shows_organisation and seat.chose_herself else None
        found.append(Named(name, seat.role in leads, str(beside or "")))
    return sorted(found, key=lambda one: not one.leads), others


def joined(names: Sequence[str], others: int = 0) -> str:
    """Names in running text: 'Asta Lind, Bo Ek och Mona Dahl', 'Asta Lind och tre till'."""
    parts = list(names)
    if others and parts:
        one = _("one more") if others == 1 else _("%(n)s more") % {"n": countword(others)}
        parts.append(one)
    if len(parts) < 2:
        return "".join(parts)
    return _("%(names)s and %(last)s") % {"names": ", ".join(parts[:-1]), "last": parts[-1]}
