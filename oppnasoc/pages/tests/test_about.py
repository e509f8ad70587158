"""The page about the site answers in plain words."""

from __future__ import annotations

import pytest
from django.test import Client

from oppnasoc.ui.models import Municipality

pytestmark = pytest.mark.django_db


def test_it_says_who_reads_and_how_long_it_takes(client: Client) -> None:
    html = client.get("/om/").content.decode()
    for question in ("Vem läser det?", "Hur lång tid tar det?", "Kan alla använda webbplatsen?"):
        assert f"<h2>{question}</h2>" in html


def test_it_gives_a_person_to_talk_to(client: Client) -> None:
    settings = Municipality.load()
    settings.help_phone = settings.help_hours = settings.help_place = ""
    settings.save()
    assert "Fråga i någon av grupperna." in client.get("/om/").content.decode()
    settings.help_phone = "040-12 34 56"
    settings.save()
    html = client.get("/om/").content.decode()
    assert 'href="tel:040123456"' in html
    assert "Fråga i någon av grupperna." not in html


def test_it_is_read_only(client: Client) -> None:
    assert client.post("/om/").status_code == 405
