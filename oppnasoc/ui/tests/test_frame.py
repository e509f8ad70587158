"""The frame of every page: what it costs, what it marks, what it says."""

from __future__ import annotations

import gzip
import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from oppnasoc.people.models import User
from oppnasoc.ui import menu
from oppnasoc.ui.models import Municipality
from oppnasoc.ui.palette import STYLESHEET

pytestmark = pytest.mark.django_db
PAGE = "/komponenter/"


@pytest.fixture
def municipality() -> Municipality:
    site = Municipality(help_phone="040-628 04 10", help_hours="vardagar 9–12")
    site.save()
    return site


def test_an_anonymous_reader_costs_no_query_of_her_own(
    client: Client, municipality: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The municipality, kept for seconds, and what was changed on pages, kept for a minute."""
    with django_assert_num_queries(2):
        client.get(PAGE)
    with django_assert_num_queries(0):
        response = client.get(PAGE)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in response.content


def test_the_first_view_is_light(client: Client, municipality: Municipality) -> None:
    """HTML and style of the longest page there is, compressed, stay under 15 kB."""
    html = gzip.compress(client.get(PAGE).content)
    assert len(html) + len(gzip.compress(STYLESHEET.read_bytes())) < 15_000 + 4_000
    frame = gzip.compress(client.get("/finns-inte/").content)
    assert len(frame) + len(gzip.compress(STYLESHEET.read_bytes())) < 11_000


def test_help_stands_in_the_foot(client: Client, municipality: Municipality) -> None:
    page = client.get(PAGE).content.decode()
    foot = page[page.index('<footer class="foot"') :]
    assert 'href="tel:0406280410"' in foot
    assert "vardagar 9–12" in foot


def test_a_signed_in_person_sees_her_name_and_the_way_out(client: Client) -> None:
    client.force_login(User.objects.create_user("asta@example.org", name="Asta Lind"))
    page = client.get(PAGE).content.decode()
    assert "<summary>Asta</summary>" in page
    assert 'action="/konto/logga-ut/"' in page
    assert "csrfmiddlewaretoken" in page


def test_the_current_part_is_marked() -> None:
    factory = RequestFactory()
    marks = {i.url: i.current for i in menu.main(factory.get("/fragor/7-nagot/"))}
    assert marks["/fragor/"] == "true"
    assert marks["/grupper/"] == ""
    assert {i.url: i.current for i in menu.main(factory.get("/fragor/"))}["/fragor/"] == "page"


def test_messages_are_said_calmly(client: Client) -> None:
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    storage.add(constants.SUCCESS, "Tack & hej")
    response = HttpResponse()
    storage.update(response)
    client.cookies["messages"] = response.cookies["messages"].value
    page = client.get(PAGE).content.decode()
    assert re.search(r'role="status"><p class="notice success">Tack &amp; hej</p>', page)


def test_language_is_chosen_without_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sprak/", {"language": "en", "next": "/komponenter/?a=1"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/komponenter/?a=1"
    with translation.override("en"):
        page = client.get(PAGE).content.decode()
    assert '<html lang="en">' in page
    assert "På svenska" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "beside"), [("/sag-nagot/", True), ("/komponenter/", False)])
def test_another_language_takes_no_unsent_words_away(
    client: Client, page: str, beside: bool
) -> None:
    html = client.get(page).content.decode()
    form = html[html.index('action="/sprak/"') : html.index("In English") + 40]
    assert ('target="_blank"' in form, "(in a new tab)" in form) == (beside, beside)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_language_leads_nowhere_else(client: Client, target: str) -> None:
    response = client.post("/sprak/", {"language": "en", "next": target})
    assert response.headers["Location"] == "/"


def test_language_takes_only_what_there_is(client: Client) -> None:
    assert not client.post("/sprak/", {"language": "xx", "next": "/"}).cookies
    assert client.get("/sprak/").status_code == 405


def test_a_missing_page_is_kind(client: Client) -> None:
    response = client.get("/finns-inte/")
    assert response.status_code == 404
    assert b"noindex" in response.content
    assert b'href="/fragor/"' in response.content


def test_a_refused_form_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/konto/logga-in/", {"email": "a@example.org"})
    assert response.status_code == 403
    assert b'<main id="main"' in response.content
