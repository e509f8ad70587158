"""When something is wrong the page says what, and where to go on; some may not ask anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from oppnasoc.ui import errors
from oppnasoc.ui.context import last_known, municipality
from oppnasoc.ui.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> str:
    Municipality(help_phone="040-628 04 10").save()
    municipality()
    return "040-628 04 10"


def failing(raised: Exception) -> HttpResponse:
    try:
        raise raised
    except type(raised):
        return errors.server_error(RequestFactory().get("/"))


def test_our_own_fault_asks_the_database_nothing(
    phone: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = failing(ValueError("x"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert phone in page
    assert "tel:112" in page
    assert "ValueError" not in page


def test_without_a_database_we_are_closed_for_a_moment(
    phone: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = failing(OperationalError("gone"))
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert phone in answer.content.decode()


def test_a_site_whose_database_is_away_answers_so(
    monkeypatch: pytest.MonkeyPatch, phone: str
) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr("oppnasoc.pages.views.render", away)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 503


def test_a_host_that_is_not_ours(phone: str) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "evil" not in page
    assert phone in page


def test_a_page_that_is_not_there_helps_to_find(client: Client) -> None:
    page = client.get("/finns-inte/").content.decode()
    assert 'id="q-lost"' in page
    assert 'href="/kontakt/"' in page


def test_what_was_taken_back_and_what_was_tried_too_often_say_so(client: Client) -> None:
    request = RequestFactory().get("/")
    gone = render_to_string("410.html", {}, request)
    assert "Det här är borttaget" in gone
    assert 'id="q-lost"' in gone
    often = render_to_string("429.html", {}, request)
    assert 'href="/kontakt/"' in often


def test_nothing_is_known_before_anything_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oppnasoc.ui.context._last", [])
    assert last_known() is None
    assert failing(ValueError("x")).status_code == 500
