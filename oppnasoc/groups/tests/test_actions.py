"""Every action on groups, organisations, units and posts: right, facts, change, entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from oppnasoc.groups import actions
from oppnasoc.groups.models import Group, Mission, Organisation, Party, Place, Unit
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry

from .making import ROLES, make_group, make_organisation, make_person, make_post, make_unit, sit

pytestmark = pytest.mark.django_db


def entry_of(party: Party) -> Entry:
    """The one entry about a party."""
    return Entry.objects.about(party).get()


def allowed(do: Callable[[], object]) -> bool:
    try:
        do()
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
def test_who_may_edit_a_group(role: str) -> None:
    group = make_group()
    by = make_person(role, group)
    did = allowed(lambda: actions.edit_party(group, {"why": "För att."}, by=by))
    assert did is (role in {"facilitator", "secretary", "editor"})
    group.refresh_from_db()
    assert group.why == ("För att." if did else "")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_the_tree(role: str) -> None:
    root, group = make_group("Rot"), make_group()
    by = make_person(role, group)
    may = role in {"editor", "administrator"}
    assert allowed(lambda: actions.add_party(Group(name="Ny"), by=by)) is may
    assert allowed(lambda: actions.move_group(group, root, by=by)) is may
    unit = make_unit()
    assert allowed(lambda: actions.edit_party(unit, {"does": "Hjälper."}, by=by)) is may


@pytest.mark.parametrize("role", ROLES)
def test_who_may_rest_a_group_and_write_its_mission(role: str) -> None:
    group = make_group()
    by = make_person(role, group)
    may = role in {"facilitator", "secretary", "editor"}
    assert allowed(lambda: actions.add_mission(group, "Lyssna.", by=by)) is may
    assert may is allowed(
        lambda: actions.set_group_status(group, "dormant", reason="Få kom.", by=by)
    )
    assert Group.objects.get(pk=group.pk).status == ("dormant" if may else "active")


def test_an_entry_holds_the_codes_of_the_changed_fields_and_no_text() -> None:
    group = make_group(why="Förr.", how="Samma.")
    by = make_person("facilitator", group)
    facts = {"why": "Nu hemligt.", "how": "Samma.", "when": "Varje fredag."}
    actions.edit_party(group, facts, by=by)
    entry = entry_of(group)
    assert entry.data == {"fields": "why when"}
    [line] = lines([entry], audience=Audience.STAFF)
    assert line.html == "Ändrat på sidan: Varför?, När?."
    assert lines([entry]) == []


def test_saving_without_a_change_leaves_no_entry() -> None:
    group = make_group(why="Samma.")
    actions.edit_party(group, {"why": "Samma."}, by=make_person("editor"))
    assert not Entry.objects.about(group).exists()


def test_a_status_cannot_be_edited_as_a_fact() -> None:
    group = make_group()
    with pytest.raises(KeyError):
        actions.edit_party(group, {"status": "closed"}, by=make_person("editor"))


def test_a_page_keeps_its_address_when_the_name_changes() -> None:
    group = make_group("Gamla gruppen")
    changed = actions.edit_party(group, {"name": "Nya gruppen"}, by=make_person("editor"))
    assert (changed.name, changed.slug) == ("Nya gruppen", "gamla-gruppen")


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        actions.edit_party(make_group(), {"name": "  "}, by=make_person("editor"))


def test_a_new_place_is_kept_with_the_group() -> None:
    place = Place(name="Kvarngården", address="Kvarngatan 1")
    changed = actions.edit_party(make_group(), {"place": place}, by=make_person("editor"))
    assert Group.objects.get(pk=changed.pk).place == Place.objects.get(name="Kvarngården")


@pytest.mark.parametrize("role", ["member", "editor", "stranger", "facilitator"])
def test_an_organisation_writes_its_own_page(role: str) -> None:
    organisation, group = make_organisation(), make_group()
    by = make_person("stranger" if role == "member" else role, group)
    if role == "member":
        sit(by, organisation, "member")
    facts = {"does": "Vi hjälper.", "groups": [group]}
    did = allowed(lambda: actions.edit_party(organisation, facts, by=by))
    assert did is (role in {"member", "editor"})
    assert list(Organisation.objects.get().groups.all()) == ([group] if did else [])
    if did:
        assert entry_of(organisation).data == {"fields": "does groups"}


def test_a_unit_cannot_be_a_part_of_itself() -> None:
    whole = make_unit("Förvaltningen")
    part = make_unit("Mottagningen", parent=whole)
    with pytest.raises(ValidationError, match="sig själv"):
        actions.edit_party(whole, {"parent": part}, by=make_person("editor"))
    assert Unit.objects.get(pk=whole.pk).parent is None


def test_addresses_are_free_and_never_a_word_of_the_site() -> None:
    by = make_person("editor")
    slugs = [actions.add_party(Group(name=name), by=by).slug for name in ("Ny", "Åsa", "Åsa", "Ж")]
    assert slugs == ["ny-2", "asa", "asa-2", "group"]


def test_the_same_name_may_be_used_by_another_kind() -> None:
    make_unit("Fyren")
    assert actions.add_party(Group(name="Fyren"), by=make_person("editor")).slug == "fyren"


def test_a_new_group_tells_where_it_stands() -> None:
    root = make_group("Rot")
    group = actions.add_party(Group(name="Gren", parent=root), by=make_person("editor"))
    [line] = lines([entry_of(group)])
    assert line.html == 'Gruppen startade, under <a href="/grupper/rot/">Rot</a>.'


@pytest.mark.parametrize("status", ["dormant", "closed"])
def test_rest_and_end_need_a_reason(status: str) -> None:
    group = make_group()
    with pytest.raises(ValidationError) as caught:
        actions.set_group_status(group, status, reason=" ", by=make_person("editor"))
    assert "reason" in caught.value.message_dict
    assert Group.objects.get().status == "active"


def test_a_group_wakes_without_the_old_reason() -> None:
    since = date(2020, 1, 1)
    group = make_group(status="dormant", status_reason="Få kom.", status_since=since)
    with pytest.raises(ValidationError, match="Låt någon leda gruppen först"):
        actions.set_group_status(group, "active", by=make_person("editor"))
    sit(make_person("stranger"), group, "facilitator")
    actions.set_group_status(group, "active", reason="Glömd", by=make_person("editor"))
    woken = Group.objects.get()
    assert (woken.status_reason, woken.status_since) == ("", timezone.localdate())
    [line] = lines([entry_of(group)])
    assert line.html == "Gruppen arbetar igen."
    [spell] = woken.spells.all()
    told = (spell.status, spell.reason, spell.since, spell.until)
    assert told == ("dormant", "Få kom.", since, timezone.localdate())


def test_another_reason_keeps_the_day() -> None:
    since = date(2020, 1, 1)
    group = make_group(status="dormant", status_reason="Få kom.", status_since=since)
    actions.set_group_status(group, "dormant", reason="Ingen leder.", by=make_person("editor"))
    assert Group.objects.get().status_since == since


def test_a_day_ahead_is_refused() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        actions.set_group_status(
            make_group(), "closed", reason="Klart.", since=tomorrow, by=make_person("editor")
        )


def test_who_comes_second_is_stopped() -> None:
    group = make_group()
    Group.objects.filter(pk=group.pk).update(status="closed", status_reason="Klart.")
    with pytest.raises(Stale):
        actions.set_group_status(group, "dormant", reason="Få kom.", by=make_person("editor"))


def test_a_group_cannot_stand_under_its_own_branch() -> None:
    root = make_group("Rot")
    branch = make_group("Gren", parent=root)
    leaf = make_group("Blad", parent=branch)
    by = make_person("editor")
    for parent in (root, branch, leaf):
        with pytest.raises(ValidationError):
            actions.move_group(root, parent, by=by)
    assert Group.objects.get(pk=root.pk).parent is None
    actions.move_group(leaf, root, by=by)
    assert Group.objects.get(pk=leaf.pk).parent == root
    assert entry_of(leaf).data == {"target": root.pk}


def test_moving_nowhere_leaves_no_entry() -> None:
    group = make_group()
    actions.move_group(group, None, by=make_person("editor"))
    assert not Entry.objects.exists()


def test_missions_are_numbered_and_the_old_ones_stay() -> None:
    group, by = make_group(), make_person("editor")
    first = actions.add_mission(
        group, "Lyssna.", approved_by="Nämnden", approved_on=date(2025, 1, 7), by=by
    )
    second = actions.add_mission(group, "Lyssna mer.", by=by)
    assert (first.version, second.version) == (1, 2)
    assert [m.text for m in group.missions.all()] == ["Lyssna mer.", "Lyssna."]
    told = [line.html for line in lines(Entry.objects.about(group))]
    assert told == [
        "En ny uppdragsbeskrivning, version 2, föreslogs.",
        "En ny uppdragsbeskrivning, version 1, godkändes.",
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "Lyssna.", "approved_by": "Nämnden"}, "approved_on"),
        ({"text": "Lyssna.", "approved_on": date(2025, 1, 7)}, "approved_by"),
        (
            {"text": "Lyssna.", "approved_by": "Nämnden", "approved_on": date(2999, 1, 7)},
            "approved_on",
        ),
    ],
)
def test_half_a_mission_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        actions.add_mission(make_group(), **given, by=make_person("editor"))
    assert list(caught.value.message_dict) == [field]
    assert not Mission.objects.exists()


def test_a_proposal_is_approved_once() -> None:
    group, by = make_group(), make_person("editor")
    mission = actions.add_mission(group, "Lyssna.", by=by)
    again = Mission.objects.get()
    approval: dict[str, Any] = {"approved_by": "Nämnden", "approved_on": date(2025, 1, 7)}
    actions.approve_mission(mission, **approval, by=by)
    assert Mission.objects.get().approved_by == "Nämnden"
    with pytest.raises(Stale):
        actions.approve_mission(again, **approval, by=by)


def test_a_post_moves_to_another_unit() -> None:
    first, second = make_unit(), make_unit("Boendeenheten")
    post = make_post(first)
    actions.edit_party(post, {"unit": second}, by=make_person("administrator"))
    assert entry_of(post).data == {"fields": "unit"}
