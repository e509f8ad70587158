"""How groups hang together: told from both sides, once, by those who lead one of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from oppnasoc.groups import tying
from oppnasoc.groups.models import Group, Tie
from oppnasoc.trail.actions import Stale

from .making import ROLES, make_group, make_person

pytestmark = pytest.mark.django_db

Kind = Tie.Kind


def two() -> tuple[Group, Group]:
    return make_group("Brukargruppen"), make_group("Styrgruppen")


@pytest.mark.parametrize("role", ROLES)
def test_who_ties(role: str) -> None:
    group, other = two()
    by = make_person(role, group)
    if role in {"facilitator", "secretary", "editor"}:
        assert tying.tie(group, Kind.REPORTS, other, by=by).target == other
        assert tying.tie(other, Kind.ASSIGNED, group, by=by).target == group
    else:
        with pytest.raises(PermissionDenied):
            tying.tie(group, Kind.REPORTS, other, by=by)


@pytest.mark.parametrize(
    ("kind", "mine", "theirs"),
    [
        (Kind.REPORTS, "Vi rapporterar till {}.", "{} rapporterar till oss."),
        (Kind.ASSIGNED, "Vi får uppdrag av {}.", "Vi ger uppdrag till {}."),
        (Kind.OVERLAPS, "Vi arbetar med samma saker som {}.", "Vi arbetar med samma saker som {}."),
    ],
)
def test_both_pages_and_histories_tell_it(
    client: Client, kind: str, mine: str, theirs: str
) -> None:
    group, other = two()
    tying.tie(group, kind, other, why="Båda läser brev.", by=make_person("editor"))
    for here, there, words in ((group, other, mine), (other, group, theirs)):
        link = f'<a href="{there.get_absolute_url()}">{there}</a>'
        for url in (here.get_absolute_url(), f"{here.get_absolute_url()}historia/"):
            assert words.format(link) in client.get(url).content.decode()
        assert "Båda läser brev." in client.get(here.get_absolute_url()).content.decode()


def test_a_group_is_not_tied_to_itself_and_nothing_is_said_twice() -> None:
    group, other = two()
    by = make_person("editor")
    with pytest.raises(ValidationError, match="en annan grupp"):
        tying.tie(group, Kind.REPORTS, group, by=by)
    with pytest.raises(ValidationError, match="vad båda grupperna arbetar med"):
        tying.tie(group, Kind.OVERLAPS, other, by=by)
    tying.tie(other, Kind.OVERLAPS, group, why="Brev.", by=by)
    with pytest.raises(ValidationError, match="Det står redan"):
        tying.tie(group, Kind.OVERLAPS, other, why="Brev igen.", by=by)
    tying.tie(group, Kind.REPORTS, other, by=by)
    with pytest.raises(ValidationError, match="Det står redan"):
        tying.tie(group, Kind.REPORTS, other, by=by)
    assert Tie.objects.count() == 2


def test_the_database_itself_refuses_what_cannot_be() -> None:
    group, other = two()
    wrong = [
        {"source": group, "target": group, "kind": "reports"},
        {"source": other, "target": group, "kind": "overlaps", "why": "Brev."},
        {"source": group, "target": other, "kind": "overlaps"},
    ]
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(**facts)


def test_a_tie_is_taken_away_once(client: Client) -> None:
    group, other = two()
    by = make_person("facilitator", other)
    tied = tying.tie(group, Kind.REPORTS, other, by=by)
    client.force_login(by)
    page = client.get(f"{other.get_absolute_url()}kopplingar/").content.decode()
    assert f"/kopplingar/{tied.pk}/ta-bort/" in page
    assert client.post(f"/kopplingar/{tied.pk}/ta-bort/").status_code == 302
    assert client.post(f"/kopplingar/{tied.pk}/ta-bort/").status_code == 404
    with pytest.raises(Stale):
        tying.untie(tied, by=by)
    assert (
        "Gäller inte längre" in client.get(f"{group.get_absolute_url()}historia/").content.decode()
    )


@pytest.mark.parametrize("how", tying.CHOICES)
def test_the_form_says_it_from_where_one_stands(client: Client, how: str) -> None:
    group, other = two()
    client.force_login(make_person("facilitator", group))
    given = {"how": how, "other": other.pk, "why": "Brev."}
    url = f"{group.get_absolute_url()}kopplingar/"
    assert client.post(url, given).status_code == 302
    kind, other_first = tying.CHOICES[how]
    tied = Tie.objects.get()
    assert tied.kind == kind
    if kind != Kind.OVERLAPS:
        assert (tied.source == other) is other_first
    assert client.post(url, given).status_code == 422
    assert client.post(url, {"how": how, "other": group.pk}).status_code == 422
