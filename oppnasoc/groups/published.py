"""What anybody may read of who there is, as open data reads it (docs/adr/0030-open-data.md)."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from .models import Group, Membership, Party, Place, Post, Unit

KINDS = (Party.Kind.GROUP, Party.Kind.ORGANISATION, Party.Kind.UNIT, Party.Kind.OUTSIDE)
#: Who sits there for the group or the unit, and not as one of those whom it is for.
ENTRUSTED = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY, Membership.Role.STAFF)


def parties() -> QuerySet[Party]:
    """Groups, organisations, units and other authorities: all of them have an open page."""
    surroundings = ("as_group__theme", "as_unit", "as_organisation", "as_outside")
    return Party.objects.filter(kind__in=KINDS).select_related(*surroundings)


def posts() -> QuerySet[Post]:
    """Roles with an open page, without who holds them."""
    return Post.objects.select_related("unit").defer("held_by")


def named_seats() -> QuerySet[Membership]:
    """Seats whose holders may be copied by others with their names.

    Fewer than stand on the pages: she has herself chosen to stand there with her whole name, and
    she leads a group or works in a unit. Who takes part is never among them.
    """
    return (
        Membership.objects.current()
        .filter(
            shown=Membership.Shown.NAME,
            shown_by=F("user"),
            user__is_active=True,
            role__in=ENTRUSTED,
            party__kind__in=(Party.Kind.GROUP, Party.Kind.UNIT),
        )
        .select_related("user", "party")
    )


def places() -> QuerySet[Place]:
    """Places where a group meets or a unit is."""
    used = (each.objects.filter(place__isnull=False).values("place") for each in (Group, Unit))
    first, second = used
    return Place.objects.filter(Q(pk__in=first) | Q(pk__in=second))
