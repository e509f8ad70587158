"""A plan stands open to one person, in one browser, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from oppnasoc.people.models import User
from oppnasoc.vault import sittings
from oppnasoc.vault.models import Sitting, Way
from oppnasoc.vault.sittings import begin, current, end, end_all, fresh, left, was_open

from . import TOWER

pytestmark = pytest.mark.django_db(databases=TOWER)


class Browser:
    """Somebody's browser: the session that she is signed in by, and her cookies."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self.user, self.cookies = user, dict[str, str]()
        self.sign_in()

    def sign_in(self) -> None:
        self.session = SessionStore()
        self.session.create()

    def asks(self) -> HttpRequest:
        request = RequestFactory().get("/min-plan/")
        request.user, request.session = self.user, self.session
        request.COOKIES.update(self.cookies)
        return request

    def gets(self, response: HttpResponse) -> None:
        for name, morsel in response.cookies.items():
            self.cookies[name] = morsel.value

    def opens(self, **more: Any) -> Sitting:
        response = HttpResponse()
        sitting = begin(self.asks(), response, way=Way.PASSKEY, **more)
        self.gets(response)
        return sitting

    def sits(self) -> bool:
        return current(self.asks()) is not None


def make_browser(email: str = "vera@example.se") -> Browser:
    return Browser(User.objects.create_user(email))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def test_it_stands_open_to_who_opened_it() -> None:
    vera = make_browser()
    assert not vera.sits()
    sitting = vera.opens(own_device=True)
    assert (sitting.way, sitting.own_device) == ("passkey", True)
    assert isinstance(vera.user, User)
    assert sitting.user == vera.user.uuid
    assert vera.sits()


def test_its_cookie_goes_nowhere_else(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    begin(make_browser().asks(), response, way=Way.EID)
    cookie = response.cookies["plan"]
    assert cookie["path"] == "/min-plan/"
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"], "it goes when the browser is closed"
    assert not cookie["expires"]


def test_the_database_knows_no_token() -> None:
    vera = make_browser()
    vera.opens()
    row = Sitting.objects.values().get()
    assert vera.cookies["plan"] not in str(row)
    assert str(vera.session.session_key) not in str(row)


def test_it_is_nobody_else_s() -> None:
    vera, thief = make_browser(), make_browser("leo@example.se")
    vera.opens()
    thief.cookies = vera.cookies
    assert not thief.sits()
    assert vera.sits(), "and who tries does not end it"
    nobody = Browser(AnonymousUser())
    nobody.cookies = vera.cookies
    assert not nobody.sits()


def test_it_ends_when_she_signs_in_anew() -> None:
    """As somebody else at the same computer does, with a code from her mailbox."""
    vera = make_browser()
    vera.opens()
    vera.sign_in()
    assert not vera.sits()


@pytest.mark.parametrize("token", ["", "x", "å" * 50, "x" * 5000])
def test_another_token_opens_nothing(token: str) -> None:
    vera = make_browser()
    vera.opens()
    vera.cookies["plan"] = token
    assert not vera.sits()


def test_nobody_opens_one_without_signing_in() -> None:
    with pytest.raises(PermissionError):
        Browser(AnonymousUser()).opens()


def test_ten_minutes_without_a_page_end_it(clock: time_machine.Traveller) -> None:
    vera = make_browser()
    vera.opens()
    for _ in range(3):
        clock.shift(timedelta(minutes=9))
        assert vera.sits(), "a page lets it go on"
    clock.shift(timedelta(minutes=10, seconds=1))
    assert not vera.sits()
    assert not Sitting.objects.exists()


def test_five_minutes_end_it_on_a_borrowed_phone(clock: time_machine.Traveller) -> None:
    vera = make_browser()
    vera.opens(own_device=False)
    clock.shift(timedelta(minutes=5))
    assert vera.sits()
    clock.shift(timedelta(minutes=5, seconds=1))
    assert not vera.sits()


def test_how_long_is_left_is_asked_without_letting_it_go_on(
    clock: time_machine.Traveller,
) -> None:
    vera = make_browser()
    assert left(vera.asks()) == timedelta(0)
    vera.opens()
    for minutes in (4, 5):
        clock.shift(timedelta(minutes=minutes))
        asked = left(vera.asks())
    assert asked == timedelta(minutes=1)
    clock.shift(timedelta(minutes=2))
    assert left(vera.asks()) == timedelta(0)
    assert not vera.sits()


def test_a_browser_knows_that_it_stood_open_until_somebody_closes_it(
    clock: time_machine.Traveller,
) -> None:
    """It opens nothing; and by another sign-in, as another person or made up it is nothing."""
    vera, thief = make_browser(), make_browser("leo@example.se")
    assert not was_open(vera.asks())
    vera.opens()
    clock.shift(sittings.LONGEST)
    assert not vera.sits()
    assert was_open(vera.asks())
    thief.cookies = {**vera.cookies}
    nobody = Browser(AnonymousUser())
    nobody.cookies = {**vera.cookies}
    assert not any(was_open(each.asks()) for each in (thief, nobody))
    for token in ("", ".", "x.y", "å.å", f"x{vera.cookies['plan']}"):
        thief.cookies["plan"] = token
        assert not was_open(thief.asks()), token
    response = HttpResponse()
    end(vera.asks(), response)
    assert response.cookies["plan"].value == ""
    vera.gets(response)
    assert not was_open(vera.asks())
    vera.opens()
    vera.sign_in()
    assert not was_open(vera.asks())


def test_two_hours_end_it_in_any_case(clock: time_machine.Traveller) -> None:
    vera = make_browser()
    vera.opens()
    for _ in range(15):
        clock.shift(timedelta(minutes=8))
        assert vera.sits()
    clock.shift(timedelta(seconds=1))
    assert not vera.sits()


def test_proof_is_fresh_for_five_minutes(clock: time_machine.Traveller) -> None:
    vera = make_browser()
    assert not fresh(vera.asks())
    vera.opens()
    clock.shift(timedelta(minutes=5))
    assert fresh(vera.asks())
    clock.shift(timedelta(seconds=1))
    assert not fresh(vera.asks())
    assert vera.sits()
    vera.opens()  # She proved it once more.
    assert fresh(vera.asks())
    assert Sitting.objects.count() == 1


def test_she_closes_it() -> None:
    vera, other = make_browser(), make_browser("leo@example.se")
    vera.opens()
    other.opens()
    response = HttpResponse()
    request = vera.asks()
    end(request, response)
    assert current(request) is None
    assert response.cookies["plan"]["max-age"] == 0
    assert not vera.sits(), "nor with the cookie that a browser kept"
    assert other.sits()


def test_all_of_hers_end_at_once() -> None:
    vera = make_browser()
    assert isinstance(vera.user, User)
    phone, other = Browser(vera.user), make_browser("leo@example.se")
    for each in (vera, phone, other):
        each.opens()
    assert end_all(vera.user.uuid) == 2
    assert [each.sits() for each in (vera, phone, other)] == [False, False, True]


def test_what_nobody_closed_is_cleared_away(clock: time_machine.Traveller) -> None:
    make_browser().opens()
    clock.shift(sittings.LONGEST + timedelta(seconds=1))
    make_browser("leo@example.se").opens()
    assert Sitting.objects.count() == 1


def test_asking_again_costs_nothing(
    clock: time_machine.Traveller, django_assert_num_queries: Any
) -> None:
    vera = make_browser()
    vera.opens()
    request = vera.asks()
    with django_assert_num_queries(1, using="vault"):
        for _ in range(3):
            assert current(request)
            assert fresh(request)
