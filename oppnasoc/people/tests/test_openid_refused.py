"""Sign-in by others: everything that must not open, and where it leads."""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.people import providers
from oppnasoc.people.models import Identity, Tally

from .broker import Broker, back, declared, public, rsa_key, serving
from .coming import declare, go, is_in, leave, make_identity, said
from .people import make_user

pytestmark = pytest.mark.django_db

Spoil = Callable[[dict[str, Any]], Any]


def _set(**claims: Any) -> Spoil:
    return lambda said: said.update(claims)


def _without(name: str) -> Spoil:
    return lambda said: said.pop(name)


@pytest.mark.parametrize(
    "spoil",
    [
        _set(nonce="another"),
        _without("nonce"),
        _set(aud="another-client"),
        _set(aud=["another-client"]),
        _without("aud"),
        _set(aud=["öppna soc", "another-client"]),
        _set(aud=["öppna soc", "another-client"], azp="another-client"),
        _set(azp="another-client"),
        _set(iss="https://evil.example"),
        _without("iss"),
        lambda said: said.update(exp=said["iat"] - 120),
        _without("exp"),
        lambda said: said.update(iat=said["iat"] + 600),
        _without("iat"),
        lambda said: said.update(nbf=said["iat"] + 600),
        _without("sub"),
        _set(sub=""),
        _set(sub=197001019999),
    ],
)
def test_a_token_that_is_not_for_us(client: Client, eid: Broker, spoil: Spoil) -> None:
    make_identity(make_user(), eid)
    eid.spoil = spoil
    answer = go(client, eid)
    assert answer.status_code == 400
    assert not is_in(client)
    assert "inte att lita på" in said(answer)


def test_it_is_for_us_among_others(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    eid.spoil = _set(aud=["öppna soc", "another-client"], azp="öppna soc")
    go(client, eid)
    assert is_in(client)


@pytest.mark.parametrize("acr", ["loa2", "", None, ["loa3"]])
def test_an_e_id_that_is_too_weak(client: Client, eid: Broker, acr: Any) -> None:
    make_identity(make_user(), eid)
    eid.claims["acr"] = acr
    answer = go(client, eid)
    assert answer.status_code == 403
    assert not is_in(client)


def _unsigned(said: dict[str, Any]) -> str:
    return jwt.encode(said, "", "none", headers={"kid": "first"})


def _by_our_public_key(said: dict[str, Any]) -> str:
    """HS256 with the public key as its secret; PyJWT refuses to make it, so it is made by hand."""
    key = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [{"alg": "HS256", "kid": "first"}, said]
    packed = b".".join(
        base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts
    )
    mark = hmac.new(key, packed, "sha256").digest()
    return f"{packed.decode()}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def _by_another(said: dict[str, Any]) -> str:
    return jwt.encode(said, rsa_key(2), "RS256", headers={"kid": "first"})


def _by_client_secret(said: dict[str, Any]) -> str:
    return jwt.encode(said, "hemligt: 100 %" * 4, "HS256", headers={"kid": "first"})


def _cut(said: dict[str, Any]) -> str:
    whole = jwt.encode(said, rsa_key(), "RS256", headers={"kid": "first"})
    return whole.rpartition(".")[0] + "."


@pytest.mark.parametrize(
    "makes",
    [_unsigned, _by_our_public_key, _by_another, _by_client_secret, _cut, lambda said: "nonsense"],
)
def test_a_token_that_nobody_has_signed(
    client: Client, eid: Broker, makes: Callable[[dict[str, Any]], str]
) -> None:
    make_identity(make_user(), eid)
    eid.makes = makes
    assert go(client, eid).status_code == 400
    assert not is_in(client)


def test_a_key_for_something_else(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    for shown in ({"use": "enc"}, {"alg": "PS256"}):
        eid.shown = [public(rsa_key(), "first", **shown)]
        providers.memory.forget()
        assert go(client, eid).status_code == 400


def test_a_new_key_is_fetched_once_and_an_unknown_one_is_not_trusted(
    client: Client, eid: Broker
) -> None:
    make_identity(make_user(), eid)
    go(client, eid)
    assert eid.asked.count("/keys") == 1
    eid.key, eid.name = rsa_key(2), "second"
    eid.shown.append(public(rsa_key(2), "second"))
    another = Client()
    go(another, eid)
    assert is_in(another)
    assert eid.asked.count("/keys") == 2
    eid.name = "third"
    assert go(Client(), eid).status_code == 400
    assert eid.asked.count("/keys") == 3
    assert eid.asked.count("/.well-known/openid-configuration") == 1


def test_coming_back_twice(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    url = back("eid", eid.authorize(leave(client)))
    assert client.get(url).status_code == 302
    client.post(reverse("account_logout"))
    answer = client.get(url)
    assert answer.status_code == 400
    assert not is_in(client)


def test_a_code_that_was_used_in_another_browser(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    stolen = eid.authorize(leave(client))
    thief = Client()
    mine = eid.authorize(leave(thief))
    assert thief.get(back("eid", stolen)).status_code == 400  # Another's state.
    assert thief.get(back("eid", {**mine, "code": stolen["code"]})).status_code == 400  # PKCE
    assert not is_in(thief)


def test_what_is_not_right_about_the_way_back(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    assert client.get(back("eid", {})).status_code == 400
    brought = eid.authorize(leave(client))
    for wrong in ({"state": ""}, {"state": "åäö"}, {"state": brought["state"][:-1]}):
        assert client.get(back("eid", {**brought, **wrong})).status_code == 400
    assert client.get(back("eid", {**brought, "iss": "https://evil.example"})).status_code == 400
    assert not is_in(client)
    assert eid.told == []


def test_too_late(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    brought = eid.authorize(leave(client))
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert client.get(back("eid", brought)).status_code == 400
    assert not is_in(client)


def test_linking_begun_by_one_is_not_ended_by_another(client: Client, eid: Broker) -> None:
    client.force_login(make_user())
    brought = eid.authorize(leave(client, way="link_by"))
    client.logout()
    assert client.get(back("eid", brought)).status_code == 400
    client.force_login(make_user())
    assert client.get(back("eid", brought)).status_code == 400
    assert not Identity.objects.exists()


def test_an_answer_to_one_provider_is_none_to_another(
    client: Client, eid: Broker, settings: Any
) -> None:
    with serving(Broker(subject="kim-at-work")) as other:
        settings.OPENID = {"eid": declared(eid, "eid"), "sso": declared(other, "sso")}
        brought = eid.authorize(leave(client, "eid"))
        assert client.get(back("sso", {**brought, "iss": other.issuer})).status_code == 400
        assert other.told == []


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        ("access_denied", 200, "Du avbröt"),
        ("temporarily_unavailable", 503, "inget svar"),
        ("<script>", 400, "inte att lita på"),
    ],
)
def test_what_a_provider_says_instead(
    client: Client, eid: Broker, error: str, status: int, told: str
) -> None:
    brought = eid.authorize(leave(client, next="/konto/namn/"))
    given = {"error": error, "error_description": "<b>hej", "state": brought["state"]}
    answer = client.get(back("eid", given))
    assert answer.status_code == status
    assert told in said(answer)
    assert "<b>hej" not in said(answer)
    assert f"{reverse('sign_in_by', args=['eid'])}?next=%2Fkonto%2Fnamn%2F" in said(answer)


def test_a_provider_that_is_silent_is_left_alone_for_a_while(client: Client, eid: Broker) -> None:
    eid.silent = True
    for _each in range(3):
        answer = client.get(reverse("sign_in_by", args=["eid"]))
        assert answer.status_code == 503
    assert len(eid.asked) == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
)
def test_a_description_that_cannot_be_right(
    client: Client, eid: Broker, metadata: dict[str, Any]
) -> None:
    eid.metadata = metadata
    assert client.get(reverse("sign_in_by", args=["eid"])).status_code == 503


def test_a_provider_that_is_not_there(client: Client, eid: Broker) -> None:
    declare(eid, "eid", issuer="http://127.0.0.1:9")
    assert client.get(reverse("sign_in_by", args=["eid"])).status_code == 503


def test_a_wrong_secret(client: Client, eid: Broker) -> None:
    declare(eid, "eid", secret="fel")
    assert go(client, eid).status_code == 503


# Where it leads, and what it leaves behind


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("/konto/namn/?a=b", "/konto/namn/?a=b"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/%0d%0aSet-Cookie:a=b", "/%0d%0aSet-Cookie:a=b"),
        (" /konto/", "/"),
        ("///evil.example", "/"),
    ],
)
def test_the_next_page_is_one_of_ours(
    client: Client, eid: Broker, given: str, reached: str
) -> None:
    make_identity(make_user(), eid)
    other = reverse("todo")
    expected = other if reached == "/" else reached
    assert go(client, eid, next=given)["Location"] == expected
    assert client.get(reverse("sign_in_by", args=["eid"]), {"next": given})["Location"] == expected
    answer = client.post(reverse("bind_identity"), {"answer": "no", "next": given})
    assert answer["Location"] == expected


def test_a_new_session_at_sign_in(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    brought = eid.authorize(leave(client))
    name = django_settings.SESSION_COOKIE_NAME
    before = client.cookies[name].value
    client.get(back("eid", brought))
    assert client.cookies[name].value != before
    thief = Client()
    thief.cookies[name] = before
    assert not is_in(thief)


def test_known_and_unknown_people_are_answered_alike(client: Client, eid: Broker) -> None:
    """Only she who has an e-ID can ask, and she learns of no account but her own."""
    make_user(email="kim@sundhamn.example")
    pages = []
    for address in ("kim@sundhamn.example", "ingen@sundhamn.example"):
        visitor = Client()
        eid.claims |= {"email": address, "email_verified": True}
        answer = go(visitor, eid)
        page = said(visitor.get(answer["Location"]))
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)
        pages.append((answer["Location"], page))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_sends_nobody_off(client: Client, eid: Broker, site: str) -> None:
    url = reverse("sign_in_by", args=["eid"])
    answer = client.get(url, {"next": "/konto/"}, headers={"Sec-Fetch-Site": site})
    assert answer["Location"] == "/konto/logga-in/?next=%2Fkonto%2F"
    assert eid.asked == []


def test_a_machine_that_sets_out_again_and_again(
    client: Client, eid: Broker, same_hour: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppnasoc.people.entrance.MOST", 2)
    url = reverse("sign_in_by", args=["eid"])
    assert [client.get(url).status_code for _each in range(3)] == [302, 302, 429]
    assert Tally.objects.get().what == "people.entrance/1"


def test_without_a_provider_there_is_nothing(client: Client) -> None:
    for kind in ("eid", "sso", "annat"):
        for name in ("sign_in_by", "signed_in_by"):
            assert client.get(reverse(name, args=[kind])).status_code == 404
    client.force_login(make_user())
    for name in ("link_by", "prove_by"):
        assert client.get(reverse(name, args=["eid"])).status_code == 404
    assert "/konto/inloggning/med/" not in said(client.get(reverse("mfa_index")))


def test_a_provider_that_is_gone_leaves_its_name(client: Client, settings: Any) -> None:
    user = make_user()
    Identity.objects.create(user=user, kind="eid", digest="0" * 64)
    client.force_login(user)
    assert "e-legitimation" in said(client.get(reverse("mfa_index")))
