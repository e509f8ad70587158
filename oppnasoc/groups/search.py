"""What can be found of groups, organisations, units, roles and other authorities.

Nobody is found by her name because she sits somewhere: her yes was to stand on that page, not to
be looked up. Only who holds a role is found, since that is the role's own public fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Group, Mission, Organisation, Outside, Place, Post, Unit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

P = TypeVar("P", Group, Organisation, Unit, Post, Outside)


def text(*parts: str | None) -> str:
    """Parts in reading order, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def of_place(place: Place | None) -> str:
    """Where it is and how one gets there."""
    return text(place.name, place.address, place.directions) if place else ""


def all_groups() -> QuerySet[Group]:
    """With surroundings and ``mission``, the text that holds now."""
    approved = Mission.objects.filter(group=OuterRef("pk")).exclude(approved_on=None)
    holds = Subquery(approved.order_by("-version").values("text")[:1])
    return Group.objects.select_related("theme", "place").annotate(mission=holds)


def group(one: Group) -> Found:
    practical = (one.summary, one.why, one.who, one.how, one.when, of_place(one.place))
    told = (one.outcome, one.contact, one.status_reason, vars(one)["mission"])
    theme = one.theme.name if one.theme else ""
    return Found(
        one.pk, one.name, text(*practical, *told), one.get_absolute_url(), party=one.pk, kept=theme
    )


def organisation(one: Organisation) -> Found:
    asked = [f"{each.label}: {each.text}" for each in one.asked_for]
    practical = (one.for_whom, one.opening_hours, of_place(one.place), one.languages)
    told = text(one.summary, one.does, *practical, one.offers, *asked)
    return Found(one.pk, one.name, told, one.get_absolute_url())


def unit(one: Unit) -> Found:
    told = text(one.summary, one.does, one.opening_hours, of_place(one.place))
    return Found(one.pk, one.name, told, one.get_absolute_url())


def post(one: Post) -> Found:
    holder = one.held_by.name if one.held_by else ""
    told = text(one.summary, holder)
    return Found(one.pk, one.name, told, one.get_absolute_url(), kept=one.unit.name)


def outside(one: Outside) -> Found:
    return Found(one.pk, one.name, text(one.summary, one.does), one.get_absolute_url())


def _documents(
    rows: Callable[[], QuerySet[P]], made: Callable[[P], Found]
) -> Callable[[Sequence[int]], Iterator[Found]]:
    """Everything of one kind is public; one query."""

    def documents(ids: Sequence[int]) -> Iterator[Found]:
        return map(made, rows().filter(pk__in=ids).order_by("pk"))

    return documents


def _every(rows: Callable[[], QuerySet[P]]) -> Callable[[], Iterable[int]]:
    return lambda: rows().order_by("pk").values_list("pk", flat=True)


def roles_there(entry: Entry) -> list[int]:
    """The role itself, or those of the unit, which are found by its name too."""
    roles = Post.objects.filter(unit=entry.about_id).order_by().values_list("pk", flat=True)
    return [entry.about_id, *roles]


def held_by_her(entry: Entry) -> list[int]:
    """The roles of the person that the entry is about."""
    return list(Post.objects.filter(held_by=entry.about_id).order_by().values_list("pk", flat=True))


def about_a(kind: str) -> Callable[[Entry], list[int]]:
    """The party that the entry is about, when it is of this kind."""
    label = f"groups.{kind}"
    return lambda entry: [entry.about_id] if entry.about_type == label else []


def at_the_place(
    model: type[Group] | type[Organisation] | type[Unit],
) -> Callable[[Entry], list[int]]:
    """The groups that meet there, or the organisations and units that are there."""

    def find(entry: Entry) -> list[int]:
        there = model._default_manager.filter(place=entry.about_id).order_by()
        return list(there.values_list("pk", flat=True))

    return find


def of_the_theme(entry: Entry) -> list[int]:
    """The groups that are sorted under the theme."""
    return list(Group.objects.filter(theme=entry.about_id).order_by().values_list("pk", flat=True))


def declare(
    kind: str,
    label: StrOrPromise,
    order: int,
    rows: Callable[[], QuerySet[P]],
    made: Callable[[P], Found],
    **more: Callable[[Entry], Iterable[int]],
) -> None:
    """Declare a kind of party; ``more`` are the entries of its own that change its page."""
    everywhere = dict.fromkeys(("party_added", "edited"), about_a(kind))
    by_kind = {f"groups.{code}": find for code, find in {**everywhere, **more}.items()}
    if kind == "post":
        by_kind["people.renamed"] = held_by_her
    source(
        kind,
        f"groups.{kind.capitalize()}",
        label=label,
        order=order,
        documents=_documents(rows, made),
        every=_every(rows),
        touched=Touched(by_kind),
    )


declare(
    "group",
    _("Groups"),
    40,
    all_groups,
    group,
    group_added=about,
    status_set=about,
    mission_added=about,
    mission_approved=about,
    place_edited=at_the_place(Group),
    theme_edited=of_the_theme,
)
declare(
    "organisation",
    _("Organisations"),
    50,
    lambda: Organisation.objects.select_related("place"),
    organisation,
    version_taken_back=about,
    place_edited=at_the_place(Organisation),
)
declare(
    "unit",
    _("Units"),
    60,
    lambda: Unit.objects.select_related("place"),
    unit,
    place_edited=at_the_place(Unit),
)
declare(
    "post",
    _("Roles"),
    70,
    lambda: Post.objects.select_related("unit", "held_by"),
    post,
    edited=roles_there,
    post_filled=about,
)
declare("outside", _("Other authorities"), 80, Outside.objects.all, outside)

nothing_findable(
    "groups.moved",  # Where it stands in the tree, and what it has to do with others.
    "groups.tied",
    "groups.untied",
    "groups.level_set",
    "groups.trusted",
    "groups.trusted_no_longer",
    "groups.promised",  # Everybody promises something; nobody looks for a number of days.
    "groups.last_level_set",
    "groups.seat_given",  # Who sits where is not found, whether she is named on the page or not.
    "groups.role_changed",
    "groups.seat_ended",
    "groups.seat_paused",
    "groups.seat_returned",
    "groups.shown_set",
    "groups.allotments_set",
    "groups.successor_asked",
    "groups.successor_declined",
    "groups.successor_taken_back",
    "groups.version_fine",  # It was shown already.
    "people.invited",  # An account is found nowhere; its name only where it holds a role.
    "people.role_given",
    "people.role_taken",
    "people.deactivated",
    "people.reactivated",
    "people.signed_out_everywhere",
    "people.second_factor_forgotten",
    "people.paused",
    "people.came_back",
)
