"""Sign-in by others, against a provider of our own: what opens, and what is linked to what."""

from __future__ import annotations

import hmac
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.people import openid
from oppnasoc.people.models import Identity, User
from oppnasoc.people.tokens import digest

from .broker import Broker, ec_key, public
from .coming import code_of, declare, go, is_in, leave, make_identity, said
from .people import make_user

pytestmark = pytest.mark.django_db


def test_an_e_id_signs_in_to_the_account_that_it_is_linked_to(client: Client, eid: Broker) -> None:
    user = make_user()
    make_identity(user, eid)
    assert reverse("sign_in_by", args=["eid"]) in said(client.get(reverse("account_login")))
    answer = go(client, eid)
    assert answer["Location"] == reverse("todo")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.get_expire_at_browser_close()
    assert Identity.objects.get().used_at is not None
    assert mail.outbox == []


def test_what_is_asked_of_a_provider(client: Client, eid: Broker) -> None:
    address = urlsplit(leave(client))
    asked = {name: each[0] for name, each in parse_qs(address.query).items()}
    fixed = {"response_type", "scope", "redirect_uri", "code_challenge_method", "prompt"}
    assert {name: asked[name] for name in fixed} == {
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": "http://localhost:8000/konto/logga-in/svar/eid/",
        "code_challenge_method": "S256",
        "prompt": "login",
    }
    assert (asked["tenant"], asked["acr_values"], asked["ui_locales"]) == ("1", "loa3", "sv")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert min(map(len, (asked["state"], asked["nonce"], asked["code_challenge"]))) >= 43
    again = {name: each[0] for name, each in parse_qs(urlsplit(leave(client)).query).items()}
    once = {"state", "nonce", "code_challenge"}
    assert not {asked[each] for each in once} & {again[each] for each in once}


@pytest.mark.parametrize("how", ["RS256", "PS256", "ES256"])
def test_the_ways_of_signing(client: Client, eid: Broker, how: str) -> None:
    make_identity(make_user(), eid)
    eid.algorithm = how
    if how == "ES256":
        eid.key, eid.shown = ec_key(), [public(ec_key(), "first")]
    go(client, eid)
    assert is_in(client)


def test_a_provider_that_wants_our_secret_in_the_form(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    eid.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    go(client, eid)
    assert is_in(client)


def test_nothing_of_who_she_is_is_kept(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    eid.claims |= {"name": "Alma Prov", "ssn": "197001019999"}
    go(client, eid)
    kept = json.dumps(dict(client.session.items())) + Identity.objects.get().digest
    assert "197001019999" not in kept
    assert "Alma" not in kept
    bare = hmac.new(b"", b"197001019999", "sha256").hexdigest()
    assert bare not in kept


def test_the_first_time_she_signs_in_as_usual_and_says_yes(
    client: Client, eid: Broker, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user()
    answer = go(client, eid, next="/konto/namn/")
    assert not is_in(client)
    assert "Frejda" in said(client.get(answer["Location"]))
    client.post(answer["Location"], {"email": user.email, "next": "/konto/namn/"})
    url = reverse("account_confirm_login_code")
    answer = client.post(url, {"code": code_of(mail.outbox[-1]), "next": "/konto/namn/"})
    assert answer["Location"].startswith(reverse("bind_identity"))
    assert not Identity.objects.exists()
    page = client.get(answer["Location"])
    assert "Frejda" in said(page)
    with_next = {"answer": "yes", "next": page.context["next"]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("bind_identity"), with_next)
    assert answer["Location"] == "/konto/namn/"
    assert Identity.objects.get().user == user
    assert mail.outbox[-1].to == [user.email]
    assert "Frejda" in str(mail.outbox[-1].body)
    another = Client()
    go(another, eid)
    assert is_in(another)


def test_a_new_person_makes_an_account_and_links_it(client: Client, eid: Broker) -> None:
    go(client, eid)
    answer = client.post(reverse("account_signup"), {"email": "ny@example.org"})
    answer = client.post(answer["Location"], {"code": code_of(mail.outbox[-1])})
    assert answer["Location"].startswith(reverse("bind_identity"))
    assert client.get(answer["Location"]).context["next"] == reverse("welcome")
    client.post(reverse("bind_identity"), {"answer": "yes"})
    assert Identity.objects.get().user.email == "ny@example.org"


def test_who_says_no_links_nothing(client: Client, eid: Broker) -> None:
    """Somebody else used the library's computer before her."""
    go(client, eid)
    client.force_login(make_user())
    session = client.session
    assert openid.WAITING in session
    assert client.post(reverse("bind_identity"), {"answer": "no"}).status_code == 302
    client.post(reverse("bind_identity"), {"answer": "yes"})
    assert not Identity.objects.exists()


def test_what_waits_is_forgotten_after_a_while(client: Client, eid: Broker) -> None:
    go(client, eid)
    client.force_login(make_user())
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        answer = client.post(reverse("bind_identity"), {"answer": "yes"})
        assert answer["Location"] == reverse("mfa_index")
    assert not Identity.objects.exists()


def test_it_was_not_me_needs_no_account(client: Client, eid: Broker) -> None:
    answer = go(client, eid)
    assert client.post(reverse("bind_identity"))["Location"] == reverse("account_login")
    assert "Frejda" in said(client.get(answer["Location"]))  # As a way to sign in …
    assert openid.WAITING not in client.session  # … and nothing waits.


def test_linking_and_removing_from_the_account_page(
    client: Client, eid: Broker, django_capture_on_commit_callbacks: Any
) -> None:
    user, other = make_user(), make_user()
    client.force_login(user)
    assert reverse("link_by", args=["eid"]) in said(client.get(reverse("mfa_index")))
    with django_capture_on_commit_callbacks(execute=True):
        assert go(client, eid, way="link_by")["Location"] == reverse("mfa_index")
    identity = Identity.objects.get()
    assert identity.user == user
    assert "Frejda" in said(client.get(reverse("account")))
    with django_capture_on_commit_callbacks(execute=True):
        assert go(client, eid, way="link_by")["Location"] == reverse("mfa_index")
    assert len(mail.outbox) == 1  # Twice is once.
    url = reverse("remove_identity", args=[identity.pk])
    stranger = Client()
    stranger.force_login(other)
    assert stranger.post(url).status_code == 404
    assert client.get(url).status_code == 200
    assert Identity.objects.exists()
    assert client.post(url)["Location"] == reverse("mfa_index")
    assert not Identity.objects.exists()


def test_one_e_id_is_one_account(client: Client, eid: Broker) -> None:
    make_identity(make_user(), eid)
    client.force_login(make_user())
    answer = go(client, eid, way="link_by")
    assert answer.status_code == 403
    assert Identity.objects.count() == 1
    assert "annat konto" in said(answer)


def test_the_same_subject_elsewhere_is_somebody_else(client: Client, eid: Broker) -> None:
    mine = digest("https://other.example", eid.subject)
    Identity.objects.create(user=make_user(), kind="eid", digest=mine)
    go(client, eid)
    assert not is_in(client)
    assert digest("a", "bc") != digest("ab", "c")


# Those who work here


def test_a_known_account_at_work_signs_in(client: Client, sso: Broker) -> None:
    user = make_user(email="annan@example.org")
    make_identity(user, sso, "sso")
    go(client, sso, "sso")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_address_opens_nothing_unless_the_settings_allow_it(client: Client, sso: Broker) -> None:
    make_user(email="kim@sundhamn.example")
    go(client, sso, "sso")
    assert not is_in(client)
    assert not Identity.objects.exists()


def test_an_own_domain_finds_the_account(client: Client, sso: Broker) -> None:
    user = make_user(email="kim@sundhamn.example")
    declare(sso, domains=("sundhamn.example",))
    go(client, sso, "sso")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Identity.objects.get().user == user
    assert EmailAddress.objects.get(user=user).verified


def test_an_own_domain_makes_the_account(client: Client, sso: Broker) -> None:
    declare(sso, domains=("sundhamn.example",))
    assert go(client, sso, "sso")["Location"] == reverse("welcome")
    user = User.objects.get()
    assert (user.email, user.global_roles()) == ("kim@sundhamn.example", [])


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": "kim@sundhamn.example.evil.example"},
        {"email": "kim@evil.example"},
        {"email": "@sundhamn.example"},
        {"email": ["kim@sundhamn.example"]},
    ],
)
def test_other_addresses_find_nobody(client: Client, sso: Broker, claims: dict[str, Any]) -> None:
    make_user(email="kim@sundhamn.example")
    declare(sso, domains=("sundhamn.example",))
    sso.claims |= claims
    go(client, sso, "sso")
    assert not is_in(client)
    assert not Identity.objects.exists()


def test_a_mailbox_that_passed_on_opens_no_account(client: Client, sso: Broker) -> None:
    user = make_user(email="kim@sundhamn.example")
    Identity.objects.create(user=user, kind="sso", digest="0" * 64)
    declare(sso, domains=("sundhamn.example",))
    go(client, sso, "sso")
    assert not is_in(client)


def test_an_e_id_is_never_known_by_an_address(client: Client, eid: Broker) -> None:
    make_user(email="kim@sundhamn.example")
    eid.claims |= {"email": "kim@sundhamn.example", "email_verified": True}
    go(client, eid)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("claims", "passes"),
    [
        ({}, False),
        ({"groups": "socialtjänsten"}, True),
        ({"groups": ["skolan", "socialtjänsten"]}, True),
        ({"groups": ["socialtjänsten-i-grannkommunen"]}, False),
        ({"groups": "xsocialtjänsten"}, False),
    ],
)
def test_a_required_group(
    client: Client, sso: Broker, claims: dict[str, Any], passes: bool
) -> None:
    make_identity(make_user(), sso, "sso")
    declare(sso, required_claim=("groups", "socialtjänsten"))
    sso.claims |= claims
    answer = go(client, sso, "sso")
    assert is_in(client) is passes
    assert answer.status_code == (302 if passes else 403)


@pytest.mark.parametrize(
    ("claims", "acr", "asked"),
    [
        ({}, (), True),
        ({"amr": ["pwd"]}, (), True),
        ({"amr": "mfa"}, (), True),
        ({"acr": "loa2"}, ("loa3",), True),
        ({"amr": ["pwd", "mfa"]}, (), False),
        ({"amr": ["hwk"]}, (), False),
        ({"acr": "loa3"}, ("loa3",), False),
    ],
)
def test_our_second_factor_is_asked_unless_theirs_was(
    client: Client, sso: Broker, claims: dict[str, Any], acr: tuple[str, ...], asked: bool
) -> None:
    user = make_user("editor")
    secret = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=secret)
    make_identity(user, sso, "sso")
    declare(sso, acr=acr)
    sso.claims |= claims
    answer = go(client, sso, "sso")
    assert (answer["Location"] == reverse("mfa_authenticate")) is asked
    assert is_in(client) is not asked


def test_a_closed_account_stays_closed(client: Client, sso: Broker) -> None:
    make_identity(make_user(is_active=False), sso, "sso")
    assert go(client, sso, "sso")["Location"] == reverse("account_inactive")
    assert not is_in(client)
