"""How long a sign-in lasts, and what a browser keeps of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.people import actions

from .people import make_user
from .test_signin import _fresh_limits, enter, is_in, sign_in  # noqa: F401

pytestmark = pytest.mark.django_db

NAME = "session"


def test_the_default_is_a_borrowed_phone(client: Client) -> None:
    sign_in(client, make_user())
    assert client.session.get_expire_at_browser_close()
    start = timezone.now()
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert is_in(client)
    with time_machine.travel(start + timedelta(minutes=58), tick=False):
        assert is_in(client)
    with time_machine.travel(start + timedelta(minutes=89), tick=False):
        assert not is_in(client)


def test_an_own_phone_stays_in_for_thirty_days(client: Client) -> None:
    sign_in(client, make_user(), remember="on")
    assert client.session.get_expiry_age() == 30 * 24 * 3600
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        assert is_in(client)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert not is_in(client)


def test_the_answer_can_be_changed_afterwards(client: Client) -> None:
    sign_in(client, make_user())
    client.post(reverse("this_device"), {"own": "1"})
    assert client.session.get_expiry_age() == 30 * 24 * 3600
    client.post(reverse("this_device"), {"own": "0"})
    assert client.session.get_expire_at_browser_close()


def test_the_session_gets_a_new_key_at_sign_in(client: Client) -> None:
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.cookies[NAME] = before or ""
    sign_in(client, make_user())
    assert client.cookies[NAME].value != before


def test_pages_of_a_signed_in_person_are_never_kept(client: Client) -> None:
    sign_in(client, make_user())
    for name in ("account", "components"):
        assert client.get(reverse(name))["Cache-Control"] == "private, no-store"


def test_an_anonymous_page_is_left_alone(client: Client) -> None:
    page = client.get(reverse("components"))
    assert "no-store" not in page.get("Cache-Control", "")
    assert "Cookie" not in page.get("Vary", "")


def test_signing_out_takes_a_button_and_clears_the_browser(client: Client) -> None:
    sign_in(client, make_user())
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)


def test_signing_out_everywhere_ends_all_sessions_of_that_person_only() -> None:
    user, other = make_user(), make_user()
    phone, computer, elsewhere = Client(), Client(), Client()
    for client, person in ((phone, user), (computer, user), (elsewhere, other)):
        client.force_login(person)
        assert is_in(client)
    phone.post(reverse("sign_out_everywhere"))
    assert [is_in(c) for c in (phone, computer, elsewhere)] == [False, False, True]


def test_a_new_password_ends_the_other_sessions_too() -> None:
    user = make_user(password="fyra hästar i regn")
    client = Client()
    client.force_login(user)
    user.set_password("tolv lampor i hamnen")
    user.save()
    assert not is_in(client)


def test_the_session_costs_one_write_in_two_minutes(client: Client) -> None:
    sign_in(client, make_user())
    start = timezone.now()
    with time_machine.travel(start + timedelta(seconds=60), tick=False):
        seen = client.session["seen_at"]
        client.get(reverse("components"))
        assert client.session["seen_at"] == seen
    with time_machine.travel(start + timedelta(seconds=130), tick=False):
        client.get(reverse("components"))
        assert client.session["seen_at"] > seen


def test_an_administrator_ends_somebody_elses_sessions(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    actions.sign_out_everywhere(user, by=make_user("administrator"))
    assert not is_in(client)
