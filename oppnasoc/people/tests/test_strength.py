"""How strongly somebody has signed in, and how she shows it once more."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.people import strength
from oppnasoc.people.models import User
from oppnasoc.people.strength import (
    NOTHING,
    Strength,
    how,
    is_strong_for_owner,
    is_strong_for_staff,
    references_of,
    ways_to_prove,
)

from .broker import Broker, back, declared, serving
from .coming import code_of, go, leave, make_identity
from .people import make_user

pytestmark = pytest.mark.django_db


def request_of(client: Client, user: User) -> HttpRequest:
    """A request of the person's session, as a view gets it."""
    request = HttpRequest()
    request.session = client.session
    request.user = user
    return request


def found(client: Client, user: User) -> Strength:
    return how(request_of(client, user))


def make_way(user: User, kind: str) -> Authenticator:
    return Authenticator.objects.create(user=user, type=kind, data={"secret": "JBSWY3DPEHPK3PXP"})


def have_shown(client: Client, user: User, *records: dict[str, Any]) -> None:
    """As allauth notes it: each record has a method, and perhaps an age in seconds."""
    session = client.session
    session["account_authentication_methods"] = [
        {**each, "at": time.time() - each.get("age", 0)} for each in records
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def test_nobody_and_nothing(client: Client) -> None:
    request = HttpRequest()
    request.session, request.user = client.session, AnonymousUser()
    assert how(request) == NOTHING
    user = make_user()
    client.force_login(user)
    assert found(client, user) == NOTHING
    assert not is_strong_for_owner(NOTHING)
    assert not is_strong_for_staff(NOTHING)


def test_a_code_in_the_mail_is_a_code(client: Client) -> None:
    user = make_user()
    client.post(reverse("account_login"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_of(mail.outbox[0])})
    shown = found(client, user)
    assert (shown.kind, shown.second, shown.reference) == ("code", False, "")
    assert abs(shown.at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("kind", "owner", "staff", "name"),
    [("webauthn", True, True, "passkey"), ("totp", False, True, "totp")],
)
def test_a_passkey_and_an_app(
    client: Client, kind: str, owner: bool, staff: bool, name: str
) -> None:
    user = make_user()
    client.force_login(user)
    way = make_way(user, kind)
    have_shown(
        client, user, {"method": "mfa", "type": kind, "id": way.pk, "age": 60}, {"method": "code"}
    )
    shown = found(client, user)
    assert (shown.kind, shown.second, shown.reference) == (name, True, f"{name}:{way.pk}")
    assert (is_strong_for_owner(shown), is_strong_for_staff(shown)) == (owner, staff)
    assert timedelta(seconds=50) < timezone.now() - shown.at < timedelta(seconds=120)
    way.delete()
    assert found(client, user).kind == "code"  # A key that is taken away opens nothing more.


@pytest.mark.parametrize(
    "record",
    [
        {"method": "mfa", "reauthenticated": True},  # A new key was made, and none was used.
        {"method": "mfa", "type": "recovery_codes", "id": 1},
        {"method": "socialaccount"},
        {"method": "password"},
    ],
)
def test_what_is_weak(client: Client, record: dict[str, Any]) -> None:
    user = make_user()
    client.force_login(user)
    have_shown(client, user, record)
    assert not is_strong_for_owner(found(client, user))
    assert not is_strong_for_staff(found(client, user))


def test_somebody_elses_key_counts_for_nothing(client: Client) -> None:
    user, other = make_user(), make_user()
    client.force_login(user)
    way = make_way(other, "webauthn")
    record = {"method": "mfa", "type": "webauthn", "id": way.pk}
    have_shown(client, user, record)
    assert found(client, user) == NOTHING
    have_shown(client, other, record)
    assert found(client, user) == NOTHING


def test_the_latest_of_the_strongest(client: Client, eid: Broker) -> None:
    user = make_user()
    make_identity(user, eid)
    way = make_way(user, "webauthn")
    go(client, eid)
    records = client.session["account_authentication_methods"]
    key = {"method": "mfa", "type": "webauthn", "id": way.pk}
    have_shown(client, user, *records, {**key, "age": 60})
    assert found(client, user).kind == "eid"
    have_shown(client, user, {**records[0], "age": 60}, key)
    assert found(client, user).kind == "passkey"


def test_an_e_id(client: Client, eid: Broker) -> None:
    user = make_user()
    identity = make_identity(user, eid)
    long_ago = int(time.time()) - 7200
    eid.claims["auth_time"] = long_ago
    go(client, eid)
    shown = found(client, user)
    assert shown == Strength("eid", True, identity.reference, datetime.fromtimestamp(long_ago, UTC))
    assert len(shown.reference) <= 80
    assert is_strong_for_owner(shown)
    assert is_strong_for_staff(shown)


@pytest.mark.parametrize("amr", [[], ["mfa"]])
def test_the_sign_in_of_ones_work(client: Client, settings: Any, amr: list[str]) -> None:
    with serving(Broker(claims={"amr": amr})) as broker:
        settings.OPENID = {"sso": declared(broker, "sso")}
        user = make_user()
        make_identity(user, broker, "sso")
        go(client, broker, "sso")
    shown = found(client, user)
    assert (shown.kind, shown.second) == ("sso", bool(amr))
    assert not is_strong_for_owner(shown)
    assert is_strong_for_staff(shown) is bool(amr)


def test_linking_and_saying_yes_are_proofs_too(client: Client, eid: Broker) -> None:
    user = make_user()
    client.force_login(user)
    go(client, eid, way="link_by")
    assert found(client, user).kind == "eid"
    assert {found(client, user).reference} == references_of(user)


# Once more


def test_ways_to_prove(eid: Broker) -> None:
    user = make_user()
    assert ways_to_prove(user, "/min-plan/") == []
    make_way(user, "totp")
    make_identity(user, eid)
    make_way(user, "webauthn")
    make_way(user, "recovery_codes")
    assert [(way.kind, way.url) for way in ways_to_prove(user, "/min-plan/?a=b&c")] == [
        ("passkey", "/konto/bekrafta/nyckel/?next=%2Fmin-plan%2F%3Fa%3Db%26c"),
        ("eid", "/konto/bekrafta/med/eid/?next=%2Fmin-plan%2F%3Fa%3Db%26c"),
        ("totp", "/konto/bekrafta/app/?next=%2Fmin-plan%2F%3Fa%3Db%26c"),
    ]


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_way_leads_elsewhere(next: str) -> None:
    assert strength.prove_by_passkey(next) == "/konto/bekrafta/nyckel/"
    assert strength.prove_by_provider("eid", next) == "/konto/bekrafta/med/eid/"
    assert strength.prove_by_app(next) == "/konto/bekrafta/app/"


def test_an_e_id_shown_once_more(client: Client, eid: Broker) -> None:
    user = make_user()
    make_identity(user, eid)
    client.force_login(user)
    assert found(client, user) == NOTHING
    address = leave(client, way="prove_by", next="/konto/namn/")
    assert "prompt=login" in address
    assert "max_age=0" in address
    answer = client.get(back("eid", eid.authorize(address)))
    assert answer["Location"] == "/konto/namn/"
    assert found(client, user).kind == "eid"


@pytest.mark.parametrize("claims", [{"auth_time": 0}, {"auth_time": None}, {"auth_time": "nyss"}])
def test_an_old_proof_is_not_one_more(client: Client, eid: Broker, claims: dict[str, Any]) -> None:
    user = make_user()
    make_identity(user, eid)
    client.force_login(user)
    eid.claims |= claims
    assert go(client, eid, way="prove_by").status_code == 400
    assert found(client, user) == NOTHING


def test_somebody_elses_e_id_proves_nothing(client: Client, eid: Broker) -> None:
    user, other = make_user(), make_user()
    make_identity(other, eid)
    client.force_login(user)
    assert go(client, eid, way="prove_by").status_code == 403
    assert found(client, user) == NOTHING
    eid.subject = "unknown"
    assert go(client, eid, way="prove_by").status_code == 403


def test_the_page_that_asks_again_offers_the_e_id_too(client: Client, eid: Broker) -> None:
    user = make_user("editor")
    make_identity(user, eid)
    make_way(user, "totp")
    client.force_login(user)
    answer = client.get(reverse("mfa_activate_totp"))
    page = client.get(reverse("mfa_reauthenticate"), {"next": "/konto/"}).content.decode()
    assert answer.status_code == 302
    assert "/konto/bekrafta/med/eid/?next=%2Fkonto%2F" in page


def test_changing_ways_asks_those_with_a_task_who_they_are(client: Client, eid: Broker) -> None:
    user = make_user("editor")
    identity = make_identity(user, eid)
    make_way(user, "totp")
    client.force_login(user)
    for url in (
        reverse("link_by", args=["eid"]),
        reverse("remove_identity", args=[identity.pk]),
    ):
        assert client.get(url)["Location"].startswith("/konto/bekrafta/")
        assert client.post(url).status_code in {302, 405}
    assert user.identities.exists()
    go(client, eid, way="prove_by")
    assert client.get(reverse("remove_identity", args=[identity.pk])).status_code == 200


def test_a_proof_is_as_old_as_it_is(client: Client, eid: Broker) -> None:
    user = make_user()
    make_identity(user, eid)
    go(client, eid)
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        assert timezone.now() - found(client, user).at > timedelta(minutes=19)
