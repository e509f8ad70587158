"""Parts that are alike are drawn once, and only for those for whom they are alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from oppnasoc.people.models import User
from oppnasoc.ui import alike
from oppnasoc.ui.models import Municipality

PART = "ui/parts/links.html"


@pytest.fixture(autouse=True)
def _nothing_drawn() -> None:
    alike._drawn.cache_clear()


def test_a_part_is_drawn_once_for_the_same_values() -> None:
    one = alike.alike(PART, name="Sundhamn", signed_in=False)
    assert alike.alike(PART, name="Sundhamn", signed_in=False) is one
    assert alike.alike(PART, name="<b>", signed_in=False) != one
    assert "&lt;b&gt;" in alike.alike(PART, name="<b>", signed_in=False)
    with translation.override("en"):
        assert "About this site" in alike.alike(PART, name="Sundhamn", signed_in=False)


def test_a_part_knows_only_what_it_is_given() -> None:
    request = RequestFactory().get("/hemlig-adress/")
    page = engines["django"].from_string('{% alike "ui/parts/language.html" %}')
    drawn = page.render({"page_lang": "en", "secret": "kanariefågel"}, request)
    assert 'value="/"' in drawn
    assert "hemlig" not in drawn


def test_while_one_builds_nothing_is_kept(settings: Any) -> None:
    settings.DEBUG = True
    alike.alike(PART, name="Sundhamn", signed_in=False)
    assert alike._drawn.cache_info().currsize == 0


@pytest.mark.django_db
def test_the_frame_follows_the_municipality_and_the_reader(client: Client) -> None:
    site = Municipality.objects.create(site_name="Öppna soc", help_phone="040-11 11")
    assert "040-11 11" in client.get("/om/").content.decode()
    site.help_phone = "040-22 22"
    site.save()
    page = client.get("/om/").content.decode()
    assert "040-22 22" in page
    assert "040-11 11" not in page
    assert page.count("Logga in") == 3
    client.force_login(User.objects.create_user("asta@example.org", name="Asta Lind"))
    assert "Logga in" not in client.get("/om/").content.decode()
    assert "Asta" not in Client().get("/om/").content.decode()


@pytest.mark.django_db
def test_every_page_has_its_own_place_in_the_menu(client: Client) -> None:
    for path in ("/fragor/", "/grupper/", "/moten/", "/fragor/"):
        page = client.get(path).content.decode()
        assert page.count('aria-current="page"') == 2, path
        assert page.count(f'<a href="{path}" aria-current="page">') == 2, path
    for below in ("/hjalp/", "/sa-gor-vi/", "/visste-du/"):
        page = client.get(below).content.decode()
        assert page.count('<a href="/sa-funkar-det/" aria-current="true">') == 2, below
