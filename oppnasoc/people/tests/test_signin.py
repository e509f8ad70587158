"""Signing in: by code, by password, with a second step; what it tells and what it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from oppnasoc.people.models import User

from .people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """The limits are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


def ask(client: Client, email: str, **more: str) -> Any:
    return client.post(reverse("account_login"), {"email": email, **more})


def code_of(message: Any) -> str:
    found = re.search(r"^\d{6}$", str(message.body), re.M)
    assert found, message.body
    return found[0]


def enter(client: Client, code: str, **more: str) -> Any:
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def sign_in(client: Client, user: User, **more: str) -> Any:
    ask(client, user.email)
    return enter(client, code_of(mail.outbox[-1]), **more)


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_the_code_in_the_mail_signs_in(client: Client) -> None:
    user = make_user(name="Asta Holm")
    answer = ask(client, user.email)
    assert answer["Location"] == reverse("account_confirm_login_code")
    page = client.get(answer["Location"]).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert enter(client, code_of(mail.outbox[0]))["Location"] == reverse("todo")
    assert is_in(client)
    assert len(mail.outbox) == 1


def test_a_code_with_a_space_in_it_is_understood(client: Client) -> None:
    ask(client, make_user().email)
    code = code_of(mail.outbox[0])
    enter(client, f"{code[:3]} {code[3:]}")
    assert is_in(client)


def test_a_wrong_code_says_so_and_five_end_it(client: Client) -> None:
    ask(client, make_user().email)
    right = code_of(mail.outbox[0])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(4):
        assert enter(client, wrong).status_code == 200
    assert enter(client, wrong).status_code == 302
    enter(client, right)
    assert not is_in(client)


def test_the_mail_reveals_nothing_outside_and_says_why_inside(client: Client) -> None:
    ask(client, make_user().email)
    message = mail.outbox[0]
    assert message.subject == "Din kod"
    assert "Du får det här mejlet" in message.body
    html, kind = message.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert code_of(message) in html


def test_the_mail_is_english_for_who_reads_english(client: Client) -> None:
    client.post(reverse("language"), {"language": "en"})
    ask(client, make_user().email)
    assert mail.outbox[0].subject == "Your code"


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    known, unknown = make_user().email, "nobody@example.org"
    pages = {}
    for address in (known, unknown):
        visitor = Client()
        answer = ask(visitor, address)
        page = visitor.get(answer["Location"])
        said = page.content.decode().replace(address, "ADDRESS")
        said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)
        pages[address] = (answer.status_code, answer["Location"], page.status_code, said)
        wrong = enter(visitor, "123456")
        assert wrong.status_code == 200
    assert pages[known] == pages[unknown]
    assert [message.to for message in mail.outbox] == [[known], [unknown]]
    assert reverse("account_signup") in mail.outbox[1].body
    assert not re.search(r"^\d{6}$", str(mail.outbox[1].body), re.M)


def test_signing_up_with_a_taken_address_says_nothing_on_the_page(client: Client) -> None:
    taken, free = make_user().email, "ny@example.org"
    answers = {}
    for address in (taken, free):
        visitor = Client()
        answer = visitor.post(reverse("account_signup"), {"email": address})
        answers[address] = (answer.status_code, answer["Location"])
        assert visitor.get(answer["Location"]).status_code == 200
    assert answers[taken] == answers[free]
    assert [message.to for message in mail.outbox] == [[taken], [free]]
    assert User.objects.filter(email=taken).count() == 1


def test_signing_up_takes_an_address_and_a_code_and_asks_for_the_name_kindly(
    client: Client,
) -> None:
    answer = client.post(reverse("account_signup"), {"email": "Ny@Example.org"})
    code = code_of(mail.outbox[0])
    answer = client.post(answer["Location"], {"code": code})
    assert answer["Location"] == reverse("welcome")
    answer = client.post(answer["Location"], {"name": " Yonas "})
    assert answer["Location"] == reverse("todo")
    assert User.objects.get().name == "Yonas"
    assert User.objects.get().email == "ny@example.org"


def test_a_password_signs_in_and_a_wrong_one_does_not(client: Client) -> None:
    user = make_user(password="fyra hästar i regn")
    url = reverse("sign_in_by_password")
    assert client.post(url, {"login": user.email, "password": "fel"}).status_code == 200
    assert not is_in(client)
    answer = client.post(url, {"login": user.email, "password": "fyra hästar i regn"})
    # The address has never been confirmed, so a code is asked for once.
    client.post(answer["Location"], {"code": code_of(mail.outbox[-1])})
    assert is_in(client)
    again = Client()
    again.post(url, {"login": user.email, "password": "fyra hästar i regn"})
    assert is_in(again)


def test_a_forgotten_password_is_replaced_by_code(client: Client) -> None:
    user = make_user(password="fyra hästar i regn")
    answer = client.post(reverse("account_reset_password"), {"email": user.email})
    assert client.get(answer["Location"]).status_code == 200
    answer = client.post(answer["Location"], {"code": code_of(mail.outbox[-1])})
    new = {"password1": "tolv lampor i hamnen", "password2": "tolv lampor i hamnen"}
    assert client.get(answer["Location"]).status_code == 200
    answer = client.post(answer["Location"], new)
    assert client.get(answer["Location"]).status_code == 200
    user.refresh_from_db()
    assert user.check_password("tolv lampor i hamnen")


def test_the_next_page_is_kept_but_only_within_the_site(client: Client) -> None:
    user = make_user()
    for given, reached in [
        (reverse("account"), reverse("account")),
        ("https://elsewhere.example/", reverse("todo")),
        ("//elsewhere.example/", reverse("todo")),
        ("javascript:alert(1)", reverse("todo")),
    ]:
        visitor = Client()
        answer = ask(visitor, user.email, next=given)
        page = visitor.get(answer["Location"])
        kept = re.search(r'name="next" value="([^"]*)"', page.content.decode())
        more = {"next": kept[1]} if kept and given in page.content.decode() else {}
        assert enter(visitor, code_of(mail.outbox[-1]), **more)["Location"] == reached


def with_an_app(user: User) -> User:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    return user


@pytest.mark.parametrize("role", ["editor", "manager", "administrator"])
def test_a_second_factor_binds_those_with_a_task(client: Client, role: str) -> None:
    user = with_an_app(make_user(role))
    assert sign_in(client, user)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert not is_in(client)


def test_a_second_factor_does_not_lock_out_a_service_user(client: Client) -> None:
    user = with_an_app(make_user())
    assert sign_in(client, user)["Location"] == reverse("todo")
    assert is_in(client)


def test_a_closed_account_cannot_sign_in_and_its_sessions_end(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    assert is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)
    sent = len(mail.outbox)
    ask(Client(), user.email)
    assert reverse("account_signup") in mail.outbox[sent].body


def test_one_mailbox_is_not_flooded_but_a_library_can_share_its_address(client: Client) -> None:
    for _ in range(5):
        assert ask(Client(), "asta@example.org").status_code == 302
    assert ask(Client(), "asta@example.org").status_code == 200
    assert len(mail.outbox) == 5
    for number in range(50):
        assert ask(Client(), f"besokare{number}@example.org").status_code == 302
