"""The municipality's look and how it is reached: who may, what is refused, what is previewed."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from oppnasoc.authority import actions
from oppnasoc.authority.actions import CONTACT, LOOK
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.ui import colour
from oppnasoc.ui.context import municipality
from oppnasoc.ui.models import Municipality, Picture
from tests.town import make_person

pytestmark = pytest.mark.django_db

ROLES = {"editor": "is_editor", "manager": "is_manager", "administrator": "is_administrator"}


def person(role: str) -> User:
    return make_person(role, **({ROLES[role]: True} if role in ROLES else {}))


@pytest.fixture
def admin() -> User:
    return person("administrator")


@pytest.fixture
def desk(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def look(**more: str) -> dict[str, str]:
    site = Municipality.load()
    return {**{name: getattr(site, name) for name in LOOK}, **more}


def png() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (20, 20)).save(made, "PNG")
    return SimpleUploadedFile("logga.png", made.getvalue(), "image/png")


@pytest.mark.parametrize("role", ["participant", "editor", "manager"])
def test_only_an_administrator_changes_anything(role: str) -> None:
    by = person(role)
    with pytest.raises(PermissionDenied):
        actions.change_look(Municipality.load(), look(name="Ny"), by=by)
    with pytest.raises(PermissionDenied):
        actions.change_look(Municipality.load(), look(), by=by, logo=png())
    given = dict.fromkeys(CONTACT, "") | {"envelope_window": "left"}
    with pytest.raises(PermissionDenied):
        actions.change_contact(Municipality.load(), given, by=by)
    assert not Picture.objects.exists()
    assert not Entry.objects.exists()


def test_a_change_is_seen_and_noted(desk: Client, admin: User) -> None:
    assert municipality().name == "Sundhamns kommun"
    answer = desk.post(reverse("look"), look(name="Strands kommun", colour_light="#1f4e79"))
    assert answer.status_code == 302
    assert Municipality.load().name == "Strands kommun"
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.data) == ("authority.look_changed", admin, {})


def test_a_weak_colour_is_refused_with_its_measure_and_the_nearest_that_reads(desk: Client) -> None:
    answer = desk.post(reverse("look"), look(colour_light="#88bb99", name="Kvar"))
    page = answer.content.decode()
    nearest = colour.passing("#88bb99", colour.PAPER_LIGHT)
    assert answer.status_code == 422
    measured = int(colour.contrast("#88bb99", colour.PAPER_LIGHT) * 100) / 100
    assert f"{measured} till 1".replace(".", ",") in page
    assert nearest in page
    assert 'value="Kvar"' in page, "what was written is kept"
    assert colour.contrast(nearest, colour.PAPER_LIGHT) >= 4.5
    assert Municipality.load().colour_light == "#245c45"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("typed", ["hej", "#12345", "#zzzzzz", "grön", ""])
def test_what_is_no_colour_is_said_at_the_field(desk: Client, typed: str) -> None:
    answer = desk.post(reverse("look"), look(colour_light=typed, name="Kvar"))
    assert answer.status_code == 422
    assert 'value="Kvar"' in answer.content.decode()
    assert Municipality.load().colour_light == "#245c45"


def test_the_nearest_colour_is_as_near_as_can_be() -> None:
    for own, paper in (("#88bb99", colour.PAPER_LIGHT), ("#334455", colour.PAPER_DARK)):
        found = colour.passing(own, paper)
        assert 4.5 <= colour.contrast(found, paper) < 4.7
    assert colour.passing("#245c45", colour.PAPER_LIGHT) == "#245c45"


def test_show_draws_and_saves_nothing(desk: Client) -> None:
    answer = desk.post(reverse("look"), look(site_name="Prova på", colour_dark="#111111", show="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    sample = page[page.index('id="sample"') :]
    assert "Prova på" in sample
    assert "mork=%23111111" in page
    assert "Den måste vara minst 4,5 till 1" in sample
    assert Municipality.load().site_name == "Öppna soc"
    assert not Entry.objects.exists()


def test_the_script_gets_the_same_preview(desk: Client) -> None:
    asked = {"site_name": "<b>x", "colour_light": "#1F4E79", "colour_dark": "}body{"}
    page = desk.get(reverse("look_sample"), asked).content.decode()
    assert "&lt;b&gt;x" in page
    assert "ljus=%231f4e79&amp;mork=%238fd0ac" in page, "what is no colour is as it was"
    assert "<html" not in page


def test_the_style_of_the_preview_takes_colours_only(desk: Client) -> None:
    sheet = desk.get(reverse("look_css"), {"ljus": "#1f4e79", "mork": "red;}*{display:none"})
    css = sheet.content.decode()
    assert sheet["Content-Type"] == "text/css"
    assert "--moss: #1f4e79" in css
    assert "--moss: #8fd0ac" in css
    assert "display" not in css


def test_a_logo_comes_and_goes(desk: Client) -> None:
    desk.post(reverse("look"), {**look(), "logo_file": png()})
    assert Municipality.load().logo is not None
    desk.post(reverse("look"), {**look(), "without_logo": "on"})
    assert Municipality.load().logo is None


def test_a_logo_that_could_hold_a_script_is_refused(desk: Client) -> None:
    svg = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    answer = desk.post(reverse("look"), {**look(), "logo_file": svg})
    assert answer.status_code == 422
    assert Municipality.load().logo is None


def test_how_one_is_reached_stands_in_the_foot_and_on_the_page(desk: Client) -> None:
    given = dict.fromkeys(CONTACT, "") | {
        "envelope_window": "right", "visiting_address": "Storgatan 4", "help_hours": "9–12",
        "opening_hours": "vardagar 9–16", "email": "vi@example.se",
        "security_email": "sak@example.se", "organisation_number": "999900-0000",
    }  # fmt: skip
    assert desk.post(reverse("contact_settings"), given).status_code == 302
    assert Entry.objects.get().kind == "authority.contact_changed"
    start = Client().get(reverse("about")).content.decode()
    foot = start[start.index('<footer class="foot"') :]
    assert "Storgatan 4" in foot
    assert "vardagar 9–16" in foot
    page = Client().get(reverse("contact")).content.decode()
    for said in ("vi@example.se", "Storgatan 4", "999900-0000", "sak@example.se", "tel:112"):
        assert said in page


def test_a_wrong_number_is_said_at_the_field(desk: Client) -> None:
    given = dict.fromkeys(CONTACT, "") | {
        "envelope_window": "right", "organisation_number": "12",
    }  # fmt: skip
    answer = desk.post(reverse("contact_settings"), given)
    assert answer.status_code == 422
    assert 'href="#id_organisation_number"' in answer.content.decode()
