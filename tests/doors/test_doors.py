"""Every address is listed with what it answers to whom; an unlisted one fails."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from oppnasoc.vault.router import ALIAS
from tests.planned import TOWER
from tests.town import ROLES, Town, make_town

from .table import EDITORIAL, Door, address, doors, names

SIGN_IN = "/konto/logga-in/"
DOORS = doors()
PARTS = 4  # so that they can be tried beside each other
#: Who may does not depend on the database; what is asked of it does, most for those who see most.
ON_POSTGRESQL = ("anonymous", "secretary", "administrator")


def visitors(town: Town) -> dict[str, Client]:
    """Everybody, signed in."""
    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, person in town.people.items():
        clients[role].force_login(person)
    return clients


def what_happens(answer: HttpResponseBase) -> str:
    """The status as the table writes it; ``in`` is the way to the sign-in page."""
    if answer.status_code == 302:
        return "in" if answer["Location"].startswith(SIGN_IN) else "302"
    return str(answer.status_code)


def test_every_address_is_listed() -> None:
    listed = {door.name for door in DOORS}
    assert names() - listed == set(), "list them in doors.txt"
    assert listed - names() - {EDITORIAL} == set(), "they are gone"


def test_every_address_has_both_methods() -> None:
    methods = {(door.name, door.method) for door in DOORS}
    assert {name for name, _ in methods if (name, "GET") not in methods} == set()
    assert {name for name, _ in methods if (name, "POST") not in methods} == set()


def knock(door: Door, town: Town, client: Client) -> str:
    """What happens at a door; whatever it did is undone."""
    url = address(door, town)
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic(), transaction.atomic(using=ALIAS):
        answer = client.get(url) if door.method == "GET" else client.post(url, {})
        if answer.streaming:
            answer.getvalue()  # A file is closed when all of it is sent.
        transaction.set_rollback(True)
        transaction.set_rollback(True, using=ALIAS)
    client.cookies = cookies
    return what_happens(answer)


@pytest.mark.django_db(databases=TOWER)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_door(part: int, subtests: pytest.Subtests) -> None:
    """One town for many doors, so that two thousand requests take half a minute."""
    town = make_town()
    clients = visitors(town)
    knocking = ROLES if connection.vendor == "sqlite" else ON_POSTGRESQL
    for door in DOORS[part::PARTS]:
        with subtests.test(str(door)):
            found = {role: knock(door, town, clients[role]) for role in knocking}
            expected = dict(zip(ROLES, door.expected, strict=True))
            assert found == {role: expected[role] for role in knocking}


def editorial_addresses() -> list[str]:
    """Every address under /redaktion/ that needs no argument."""
    found = set()
    for name in get_resolver("wagtail.admin.urls").reverse_dict:
        try:
            found.add(reverse(str(name), urlconf=settings.EDITORIAL_URLCONF))
        except NoReverseMatch:
            continue
    return sorted(url for url in found if url.startswith(settings.EDITORIAL_PATH))


@pytest.mark.django_db
def test_editorial_part_opens_to_nobody_else() -> None:
    addresses = editorial_addresses()
    assert len(addresses) > 10
    clients = visitors(make_town())
    for role in ("anonymous", "participant", "secretary", "staff", "manager"):
        for url in addresses:
            status = clients[role].get(url).status_code
            shown = status == 200 and not url.endswith("/jsi18n/")  # Texts for scripts.
            assert not shown, f"{role}: {url}"
            assert status < 500, url
