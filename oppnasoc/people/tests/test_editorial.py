"""The editorial part: who gets in, what each role sees, and what is not there at all."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from oppnasoc.groups.models import Theme
from oppnasoc.groups.words import revealing
from oppnasoc.ui.models import Picture

from .people import make_user

pytestmark = pytest.mark.django_db

THEMES = "/redaktion/snippets/groups/theme/"
WORDS = "/redaktion/snippets/groups/revealingword/"
PICTURES = "/redaktion/images/"
GONE = [
    "/redaktion/users/",
    "/redaktion/groups/",
    "/redaktion/collections/",
    "/redaktion/documents/",
    "/redaktion/settings/ui/municipality/",  # It has pages of its own, with a preview.
]


def client_as(role: str) -> Client:
    client = Client()
    if role != "visitor":
        client.force_login(make_user("" if role == "participant" else role))
    return client


def status(client: Client, path: str) -> int:
    """The status after redirects within the editorial part, where 'no' is a way home."""
    answer = client.get(path)
    if answer.status_code == 302 and answer["Location"] == "/redaktion/":
        return 403
    return answer.status_code


@pytest.mark.parametrize(
    ("role", "home", "themes", "words", "pictures"),
    [
        ("visitor", 302, 302, 302, 302),
        ("participant", 404, 404, 404, 404),
        ("manager", 404, 404, 404, 404),
        ("editor", 200, 200, 200, 200),
        ("administrator", 200, 200, 200, 200),
    ],
)
def test_who_sees_what(role: str, home: int, themes: int, words: int, pictures: int) -> None:
    client = client_as(role)
    seen = [status(client, p) for p in ("/redaktion/", THEMES, WORDS, PICTURES)]
    assert seen == [home, themes, words, pictures]


def test_a_visitor_comes_to_our_own_door() -> None:
    answer = Client().get("/redaktion/")
    assert answer["Location"] == f"{reverse('account_login')}?next=/redaktion/"
    answer = Client().get("/redaktion/login/")
    assert answer["Location"].startswith(reverse("account_login"))
    assert Client().get("/redaktion/password_reset/").status_code == 302
    assert client_as("editor").get("/redaktion/password_reset/").status_code == 404


def test_the_menu_is_small() -> None:
    page = client_as("editor").get("/redaktion/").content.decode()
    assert "Teman" in page
    names = set(re.findall(r'"name": "([a-z-]+)"', page))
    assert {"teman", "platser", "images"} <= names
    assert not names & {"explorer", "reports", "help", "documents", "users", "settings", "kommun"}


@pytest.mark.parametrize("path", GONE)
@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_what_is_not_used_is_not_open(role: str, path: str) -> None:
    assert status(client_as(role), path) in {302, 403, 404}


def test_an_editor_adds_a_theme_and_a_word() -> None:
    client = client_as("editor")
    client.post(f"{THEMES}add/", {"name": "Boende", "slug": "boende", "position": 1})
    client.post(f"{WORDS}add/", {"word": "Måsen"})
    assert Theme.objects.get().name == "Boende"
    assert revealing() == ["Måsen"]


def test_an_editor_adds_a_picture() -> None:
    png = BytesIO()
    Image.new("RGB", (20, 20)).save(png, "PNG")
    client = client_as("editor")
    file = SimpleUploadedFile("vag.png", png.getvalue(), "image/png")
    collection = str(Picture._meta.get_field("collection").get_default())
    client.post(f"{PICTURES}add/", {"title": "En väg", "file": file, "collection": collection})
    assert Picture.objects.get().title == "En väg"


def test_inline_scripts_are_allowed_there_and_nowhere_else() -> None:
    client = client_as("editor")
    assert "'unsafe-inline'" in client.get("/redaktion/")["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get(reverse("account"))["Content-Security-Policy"]


def test_signing_out_of_the_editorial_part_is_our_signing_out() -> None:
    client = client_as("editor")
    client.post("/redaktion/logout/")
    assert client.get(reverse("account")).status_code == 302


def test_the_own_account_is_our_page() -> None:
    assert client_as("editor").get("/redaktion/account/")["Location"] == reverse("account")
    assert client_as("participant").get("/redaktion/account/").status_code == 404


def test_pictures_are_called_what_they_are() -> None:
    page = client_as("editor").get(f"{PICTURES}add/").content.decode()
    assert "Picture" not in re.sub(r"<[^>]*>", " ", page)
