"""What each entry about a group, organisation, unit or post says."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from . import promise, promising, tying
from .models import Group, Membership, Organisation, Outside, Party, Post, Unit

NOTHING = "Holds ids of groups and plain codes only; nothing personal to erase."
MEMBER = "Holds a person's id only; her name is gone with her account."

#: The kinds that a group's page tells as its history.
HISTORY = (
    "groups.group_added",
    "groups.moved",
    "groups.mission_added",
    "groups.mission_approved",
    "groups.tied",
    "groups.untied",
)


def field_name(code: str) -> str:
    """A field's name in words from its code; an unknown code is shown as it is."""
    for model in (Group, Organisation, Unit, Post, Outside):
        try:
            return str(getattr(model._meta.get_field(code), "verbose_name", code))
        except FieldDoesNotExist:
            continue
    return code


@kind(
    "groups.group_added",
    refs={"parent": "groups.Group"},
    audience=Audience.PUBLIC,
    erasure=NOTHING,
)
def group_added(parent: Group | None) -> str:
    if parent is None:
        return str(_("The group started."))
    return format_html(_("The group started, under {}."), link(parent))


@kind("groups.party_added", audience=Audience.STAFF, erasure=NOTHING)
def party_added() -> str:
    return str(_("The page was made."))


@kind("groups.edited", codes={"fields"}, audience=Audience.STAFF, erasure=NOTHING)
def edited(fields: str | None) -> str:
    names = ", ".join(field_name(code) for code in (fields or "").split())
    return format_html(_("Changed on the page: {}."), names)


@kind("groups.status_set", codes={"status"}, audience=Audience.PUBLIC, erasure=NOTHING)
def status_set(status: str | None) -> str:
    return {
        Group.Status.ACTIVE: _("The group works again."),
        Group.Status.DORMANT: _("The group is resting."),
        Group.Status.CLOSED: _("The group was closed."),
    }.get(Group.Status(status or Group.Status.ACTIVE), "")


@kind(
    "groups.moved",
    refs={"target": "groups.Group"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def moved(target: Group | None) -> str:
    if target is None:
        return str(_("The group stands by itself in the tree."))
    return format_html(_("The group now stands under {} in the tree."), link(target))


@kind(
    "groups.mission_added",
    codes={"version", "approved"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def mission_added(version: int | None, approved: bool | None) -> str:
    if approved:
        return str(_("A new mission description, version %(n)s, was approved.") % {"n": version})
    return str(_("A new mission description, version %(n)s, was proposed.") % {"n": version})


@kind("groups.mission_approved", codes={"version"}, audience=Audience.PUBLIC, erasure=NOTHING)
def mission_approved(version: int | None) -> str:
    return str(_("The mission description, version %(n)s, was approved.") % {"n": version})


def role_name(role: str | None) -> str:
    return str(Membership.Role(role).label) if role in Membership.Role.values else ""


@kind(
    "groups.seat_given",
    refs={"member": "people.User"},
    codes={"role"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def seat_given(member: User | None, role: str | None) -> str:
    return format_html(_("{} was added: {}."), member or _("Somebody"), role_name(role))


@kind(
    "groups.role_changed",
    refs={"member": "people.User"},
    codes={"role"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def role_changed(member: User | None, role: str | None) -> str:
    return format_html(_("{} got another role: {}."), member or _("Somebody"), role_name(role))


@kind(
    "groups.seat_ended",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def seat_ended(member: User | None) -> str:
    return format_html(_("{} left."), member or _("Somebody"))


@kind(
    "groups.post_filled",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def post_filled(member: User | None) -> str:
    if member is None:
        return str(_("Nobody holds the role."))
    return format_html(_("{} holds the role."), member)


@kind(
    "groups.seat_paused",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def seat_paused(member: User | None) -> str:
    return format_html(_("{} pauses."), member or _("Somebody"))


@kind(
    "groups.seat_returned",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def seat_returned(member: User | None) -> str:
    return format_html(_("{} is back."), member or _("Somebody"))


@kind(
    "groups.shown_set",
    refs={"member": "people.User"},
    codes={"shown"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def shown_set(member: User | None, shown: str | None) -> str:
    labels = dict(Membership.Shown.choices)
    how = labels.get(shown or "", "")
    return format_html(_("{} is now shown: {}."), member or _("Somebody"), how)


@kind("groups.allotments_set", codes={"seats"}, audience=Audience.STAFF, erasure=NOTHING)
def allotments_set(seats: int | None) -> str:
    return str(_("The group now has %(n)s seats.") % {"n": seats or 0})


@kind(
    "groups.successor_asked",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def successor_asked(member: User | None) -> str:
    return format_html(_("{} was asked to lead the group."), member or _("Somebody"))


@kind(
    "groups.successor_declined",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def successor_declined(member: User | None) -> str:
    return format_html(_("{} said no to leading the group."), member or _("Somebody"))


@kind(
    "groups.successor_taken_back",
    refs={"member": "people.User"},
    audience=Audience.STAFF,
    erasure=MEMBER,
)
def successor_taken_back(member: User | None) -> str:
    return format_html(_("{} is no longer asked to lead the group."), member or _("Somebody"))


@kind(
    "groups.tied",
    refs={"other": "groups.Group"},
    codes={"kind", "outward"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def tied(other: Group | None, kind: str | None, outward: bool | None) -> str:
    return tying.sentence(kind, other, outward=bool(outward))


@kind(
    "groups.untied",
    refs={"other": "groups.Group"},
    codes={"kind", "outward"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def untied(other: Group | None, kind: str | None, outward: bool | None) -> str:
    said = tying.sentence(kind, other, outward=bool(outward))
    return format_html(_("No longer so: {}"), said)


@kind("groups.level_set", refs={"target": "groups.Party"}, audience=Audience.STAFF, erasure=NOTHING)
def level_set(target: Party | None) -> str:
    if target is None:
        return str(_("Nobody special decides instead any longer."))
    return format_html(_("What cannot be decided here goes to {}."), link(target))


@kind(
    "groups.trusted",
    refs={"target": "groups.Outside"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def trusted(target: Outside | None) -> str:
    return format_html(_("What {} answers stands at once from now on."), link(target))


@kind(
    "groups.trusted_no_longer",
    refs={"target": "groups.Outside"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def trusted_no_longer(target: Outside | None) -> str:
    return format_html(_("What {} answers is looked at first from now on."), link(target))


@kind("groups.last_level_set", audience=Audience.STAFF, erasure=NOTHING)
def last_level_set() -> str:
    return str(_("Nobody stands above this role when something has to be decided."))


@kind("groups.version_fine", codes={"version"}, audience=Audience.STAFF, erasure=NOTHING)
def version_fine(version: int | None) -> str:
    return str(_("Editors looked at version %(n)s and it is fine.") % {"n": version})


@kind("groups.version_taken_back", codes={"version"}, audience=Audience.STAFF, erasure=NOTHING)
def version_taken_back(version: int | None) -> str:
    return str(_("Editors took version %(n)s back.") % {"n": version})


@kind("groups.theme_edited", audience=Audience.STAFF, erasure=NOTHING)
def theme_edited() -> str:
    return str(_("The theme was changed."))


@kind("groups.place_edited", audience=Audience.STAFF, erasure=NOTHING)
def place_edited() -> str:
    return str(_("What is told of the place was changed."))


@kind(
    "groups.promised",
    codes=promise.NAMES,
    audience=Audience.PUBLIC,
    quiet=True,
    erasure="Holds numbers of days only; nothing personal to erase.",
)
def promised(**days: int | None) -> str:
    if any(number is None for number in days.values()):
        return ""
    times = promise.Times(**{name: number or 1 for name, number in days.items()})
    return fill("{}", " ".join([_("New promised times."), *promising.sentences(times)]))
