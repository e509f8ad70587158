"""Nobody is named on an open page before she has said yes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from oppnasoc.groups import consent
from oppnasoc.groups.models import Group, Membership

from .making import ROLES, make_group, make_organisation, make_person, sit

pytestmark = pytest.mark.django_db


def seated(group: Group | None = None, **fields: Any) -> Membership:
    person = make_person("stranger", name="Asta Lind")
    return sit(person, group or make_group(), "participant", **fields)


def html(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_nobody_is_named_from_the_start(client: Client) -> None:
    seat = seated()
    assert seat.shown == "not"
    assert "Asta" not in html(client, seat.party.get_absolute_url())


@pytest.mark.parametrize(
    ("shown", "written"), [("name", "Asta Lind"), ("first", "Asta"), ("not", "")]
)
def test_she_chooses_on_her_account_and_the_page_changes_at_once(
    client: Client, shown: str, written: str
) -> None:
    seat = seated()
    client.force_login(seat.user)
    assert f"/medlemskap/{seat.pk}/" in html(client, "/konto/")
    assert client.post(f"/medlemskap/{seat.pk}/", {"shown": shown}).status_code == 302
    client.logout()
    page = html(client, seat.party.get_absolute_url())
    assert ("Asta" in page) is bool(written)
    assert ("Lind" in page) is (shown == "name")


def test_the_others_are_counted_beside_those_who_are_named(client: Client) -> None:
    group = make_group()
    seat = seated(group)
    consent.show_me(seat, "first", by=seat.user)
    for _ in range(3):
        seated(group)
    assert "Med är Asta och tre till." in html(client, group.get_absolute_url())


@pytest.mark.parametrize("role", ROLES)
def test_who_notes_a_yes_that_she_has_given(role: str) -> None:
    group = make_group()
    seat = seated(group)
    by = make_person(role, group)
    if role in {"facilitator", "secretary", "editor"}:
        with pytest.raises(ValidationError, match="Fråga först"):
            consent.show_me(seat, "name", by=by)
        consent.show_me(seat, "name", said_yes=True, by=by)
        assert (seat.shown, seat.shown_by) == ("name", by)
        assert seat.shown_at is not None
        assert not seat.chose_herself
    else:
        with pytest.raises(PermissionDenied):
            consent.show_me(seat, "name", said_yes=True, by=by)


def test_her_own_no_stands_against_everybody_else() -> None:
    group = make_group()
    seat = seated(group)
    consent.show_me(seat, "not", by=seat.user)
    with pytest.raises(ValidationError, match="valt det själv"):
        consent.show_me(seat, "name", said_yes=True, by=make_person("secretary", group))


def test_anybody_who_tends_the_group_takes_a_name_away() -> None:
    group = make_group()
    seat = seated(group)
    consent.show_me(seat, "name", by=seat.user)
    consent.show_me(seat, "not", by=make_person("facilitator", group))
    assert consent.name_of(seat) == ""


@pytest.mark.parametrize("reveals", [True, False])
def test_her_organisation_stands_beside_only_when_she_says_so(
    client: Client, reveals: bool
) -> None:
    group = make_group()
    organisation = make_organisation("Föreningen Humöret", reveals_health=reveals)
    seat = seated(group, represents=organisation)
    noted = consent.show_me(
        seat, "name", with_organisation=True, said_yes=True, by=make_person("secretary", group)
    )
    assert not noted.shows_organisation
    assert "Humöret" not in html(client, group.get_absolute_url())
    client.force_login(seat.user)
    client.post(f"/medlemskap/{seat.pk}/", {"shown": "name", "with_organisation": "on"})
    assert "Asta Lind (Föreningen Humöret)" in html(client, group.get_absolute_url())
    client.post(f"/medlemskap/{seat.pk}/", {"shown": "not", "with_organisation": "on"})
    assert "Humöret" not in html(client, group.get_absolute_url())


def test_the_page_of_a_revealing_organisation_names_only_her_who_chose(client: Client) -> None:
    organisation = make_organisation(reveals_health=True)
    seat = sit(make_person("stranger", name="Asta Lind"), organisation, "member")
    other = sit(make_person("stranger", name="Björn Ek"), organisation, "member")
    editor = make_person("editor")
    with pytest.raises(ValidationError, match="Bara hon själv"):
        consent.show_me(seat, "name", said_yes=True, by=editor)
    # Noted before the organisation was known to reveal anything: her own yes is still lacking.
    Membership.objects.filter(pk=other.pk).update(
        shown="name", shown_by=editor, shown_at=other.user.joined_at
    )
    consent.show_me(seat, "first", by=seat.user)
    page = html(client, organisation.get_absolute_url())
    assert "Asta och en till." in page
    assert "Björn" not in page


def test_the_database_wants_a_day_for_every_yes() -> None:
    seat = seated()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=seat.pk).update(shown="name")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=seat.pk).update(shows_organisation=True)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_opens_anothers_seat(client: Client, role: str | None) -> None:
    group = make_group()
    seat = seated(group)
    if role:
        client.force_login(make_person(role, group))
    status = client.get(f"/medlemskap/{seat.pk}/").status_code
    opens = role in {"facilitator", "secretary", "editor"}
    assert status == (200 if opens else 403 if role else 302)
