"""How many seats a group has, for whom, and which are free."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from oppnasoc.groups import seats
from oppnasoc.groups.models import Group, Organisation

from .making import ROLES, make_group, make_organisation, make_person, sit

pytestmark = pytest.mark.django_db


def group_with_organisation() -> tuple[Group, Organisation]:
    group, organisation = make_group(), make_organisation()
    organisation.groups.add(group)
    return group, organisation


@pytest.mark.parametrize("role", ROLES)
def test_who_says_how_many_seats_there_are(role: str) -> None:
    group, _ = group_with_organisation()
    by = make_person(role, group)
    if role in {"facilitator", "secretary", "editor"}:
        seats.set_allotments(group, {None: 4}, by=by)
        assert group.allotments.get().seats == 4
    else:
        with pytest.raises(PermissionDenied):
            seats.set_allotments(group, {None: 4}, by=by)


def test_the_page_says_which_are_free(client: Client) -> None:
    group, organisation = group_with_organisation()
    client.force_login(make_person("facilitator", group))
    given = {"anybody": "3", f"organisation_{organisation.pk}": "2"}
    assert client.post(f"{group.get_absolute_url()}platser/", given).status_code == 302
    sit(make_person("stranger"), group, "participant")
    sit(make_person("stranger"), group, "participant", represents=organisation)
    html = client.get(group.get_absolute_url()).content.decode()
    assert "Det finns fem platser. Tre är lediga." in html
    assert "tre platser, två lediga" in html
    assert "två platser, 1 lediga" not in html
    assert "två platser, en ledig" in html
    for _ in range(4):
        sit(make_person("stranger"), group, "participant", represents=organisation)
    html = client.get(group.get_absolute_url()).content.decode()
    assert "två platser, ingen ledig" in html


def test_none_leaves_the_number_open(client: Client) -> None:
    group, _ = group_with_organisation()
    by = make_person("facilitator", group)
    seats.set_allotments(group, {None: 3}, by=by)
    seats.set_allotments(group, {None: 0}, by=by)
    assert not group.allotments.exists()
    assert "platser" not in client.get(group.get_absolute_url()).content.decode()


def test_who_sits_for_an_organisation_that_sits_there(client: Client) -> None:
    group, organisation = group_with_organisation()
    client.force_login(make_person("facilitator", group))
    given = {"email": "bo@example.org", "role": "participant", "represents": organisation.pk}
    assert client.post(f"{group.get_absolute_url()}deltagare/", given).status_code == 302
    assert group.memberships.get(role="participant").represents == organisation
    with pytest.raises(ValidationError):
        seats.give_seat(
            group,
            "eva@example.org",
            role="participant",
            represents=make_organisation("Annan"),
            by=make_person("editor"),
        )
