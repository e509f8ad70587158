"""Every address is listed with what it answers to whom; an unlisted one fails."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.town import ROLES, Town, make_town

from .table import Door, address, doors, names

SIGN_IN = "/konto/logga-in/"
DOORS = doors()


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def visitor(role: str, town: Town) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(town.people[role])
    return client


def what_happens(answer: HttpResponseBase) -> str:
    """The status as the table writes it; ``in`` is the way to the sign-in page."""
    if answer.status_code == 302:
        return "in" if answer["Location"].startswith(SIGN_IN) else "302"
    return str(answer.status_code)


def test_every_address_is_listed() -> None:
    listed = {door.name for door in DOORS}
    assert names() - listed == set(), "list them in doors.txt"
    assert listed - names() - {"wagtailadmin_home"} == set(), "they are gone"


def test_every_address_has_both_methods() -> None:
    methods = {(door.name, door.method) for door in DOORS}
    assert {name for name, _ in methods if (name, "GET") not in methods} == set()
    assert {name for name, _ in methods if (name, "POST") not in methods} == set()


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_door(door: Door, town: Town) -> None:
    url = address(door, town)
    found = []
    for role in ROLES:
        client = visitor(role, town)
        with transaction.atomic():
            answer = client.get(url) if door.method == "GET" else client.post(url, {})
            transaction.set_rollback(True)
        found.append(what_happens(answer))
    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, door.expected, strict=True))


def editorial_addresses() -> list[str]:
    """Every address under /redaktion/ that needs no argument."""
    found = set()
    for name in get_resolver("wagtail.admin.urls").reverse_dict:
        try:
            found.add(reverse(str(name)))
        except NoReverseMatch:
            continue
    return sorted(url for url in found if url.startswith("/redaktion/"))


def test_editorial_part_opens_to_nobody_else(town: Town) -> None:
    addresses = editorial_addresses()
    assert len(addresses) > 10
    for role in ("anonymous", "participant", "secretary", "staff", "manager"):
        client = visitor(role, town)
        for url in addresses:
            answer = client.get(url)
            open_to_all = any(part in url for part in ("/jsi18n/", "/login/", "/sprite/"))
            assert answer.status_code != 200 or open_to_all, f"{role}: {url}"
