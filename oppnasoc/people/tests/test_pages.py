"""The pages of an account and of those who handle accounts."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.models import Group, Membership
from oppnasoc.people.models import User

from .people import make_user
from .test_signin import _fresh_limits, code_of, sign_in  # noqa: F401

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


OWN = ["account", "edit_name", "welcome", "account_email", "mfa_index", "account_set_password"]
ADMINISTRATORS = ["people", "invite_person"]


@pytest.mark.parametrize("name", [*OWN, *ADMINISTRATORS])
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN)
def test_own_pages_open(name: str) -> None:
    assert client_of(make_user()).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_activate_totp"])
def test_pages_of_ways_to_sign_in_open(client: Client, name: str) -> None:
    sign_in(client, make_user())
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", ["", "editor", "manager"])
@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_the_list_of_people_is_not_there_for_others(role: str, name: str) -> None:
    client, somebody = client_of(make_user(role)), make_user()
    assert client.get(reverse(name)).status_code == 404
    assert client.get(reverse("person", args=[somebody.uuid])).status_code == 404
    change = reverse("change_person", args=[somebody.uuid])
    assert client.post(change, {"do": "give", "role": "editor"}).status_code == 404


def test_the_account_page_says_where_she_takes_part() -> None:
    user = make_user(name="Asta Holm")
    group = Group.objects.create(name="Fyrengruppen")
    Membership.objects.create(user=user, party=group, role=Membership.Role.SECRETARY)
    page = client_of(user).get(reverse("account")).content.decode()
    assert "Fyrengruppen" in page
    assert "Asta Holm" in page
    assert user.email in page


def test_she_changes_her_name() -> None:
    user = make_user(name="Asta")
    client_of(user).post(reverse("edit_name"), {"name": "Asta Holm"})
    user.refresh_from_db()
    assert user.name == "Asta Holm"


def test_a_form_cannot_give_itself_a_role() -> None:
    user = make_user()
    given = {"name": "Asta", "is_administrator": "on", "is_editor": "on", "email": "x@example.org"}
    client_of(user).post(reverse("edit_name"), given)
    user.refresh_from_db()
    assert (user.is_administrator, user.is_editor) == (False, False)
    assert user.email != "x@example.org"


def test_she_changes_her_address_by_a_code_to_the_new_one(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    answer = client.post(reverse("account_email"), {"email": "ny@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email != "ny@example.org"
    page = client.get(answer["Location"])
    assert "remember" not in page.content.decode()
    to_new = next(m for m in reversed(mail.outbox) if m.to == ["ny@example.org"])
    client.post(answer["Location"], {"code": code_of(to_new)})
    user.refresh_from_db()
    assert user.email == "ny@example.org"


def test_a_chosen_password_needs_twelve_signs_and_is_told_of() -> None:
    user = make_user()
    client = client_of(user)
    url = reverse("account_set_password")
    assert client.post(url, {"password1": "kort", "password2": "kort"}).status_code == 200
    good = {"password1": "tolv lampor i hamnen", "password2": "tolv lampor i hamnen"}
    assert client.post(url, good).status_code == 302
    user.refresh_from_db()
    assert user.check_password("tolv lampor i hamnen")
    assert mail.outbox[-1].subject == "Om ditt konto"


def test_the_list_finds_by_name_and_address_and_says_roles() -> None:
    sara = make_user("editor", name="Sara Lind")
    group = Group.objects.create(name="Fyrengruppen")
    Membership.objects.create(user=sara, party=group, role=Membership.Role.SECRETARY)
    make_user(name="Birger Ståhl")
    client = client_of(make_user("administrator"))
    page = client.get(reverse("people"), {"q": "sara"}).content.decode()
    assert "Sara Lind" in page
    assert "redaktör, sekreterare i Fyrengruppen" in page
    assert "Birger" not in page
    assert "Sara Lind" in client.get(reverse("people"), {"q": sara.email}).content.decode()
    assert "Vi hittade ingen" in client.get(reverse("people"), {"q": "zzz"}).content.decode()


def test_the_list_costs_the_same_however_long_it_is(django_assert_max_num_queries: Any) -> None:
    client = client_of(make_user("administrator"))
    for _ in range(45):
        make_user(name="Någon")
    client.get(reverse("people"))
    with django_assert_max_num_queries(8):
        assert client.get(reverse("people")).status_code == 200


def test_an_administrator_gives_a_role_and_sees_what_happened() -> None:
    person, administrator = make_user(name="Mona Ek"), make_user("administrator")
    client = client_of(administrator)
    change = reverse("change_person", args=[person.uuid])
    page = client.post(change, {"do": "give", "role": "manager"}, follow=True).content.decode()
    assert "Fick rollen chef med beslutanderätt." in page
    person.refresh_from_db()
    assert person.is_manager
    again = client.post(change, {"do": "give", "role": "manager"}, follow=True).content.decode()
    assert "Någon annan hann ändra det först" in again
    client.post(change, {"do": "close"})
    person.refresh_from_db()
    assert not person.is_active
    for wrong in ({"do": "give", "role": "king"}, {"do": "explode"}, {}):
        assert client.post(change, wrong).status_code == 404
    assert client.get(change).status_code == 405
    nobody = reverse("change_person", args=[uuid4()])
    assert client.post(nobody, {"do": "close"}).status_code == 404


def test_an_administrator_cannot_take_her_own_role() -> None:
    administrator = make_user("administrator")
    client = client_of(administrator)
    change = reverse("change_person", args=[administrator.uuid])
    assert client.post(change, {"do": "take", "role": "administrator"}).status_code == 403
    assert (
        'name="do"' not in client.get(reverse("person", args=[administrator.uuid])).content.decode()
    )


def test_inviting_twice_says_so_at_the_field() -> None:
    client = client_of(make_user("administrator"))
    client.post(reverse("invite_person"), {"email": "ny@example.org", "name": ""})
    assert User.objects.filter(email="ny@example.org").count() == 1
    page = client.post(reverse("invite_person"), {"email": "ny@example.org"}).content.decode()
    assert "Det finns redan ett konto med den adressen." in page


def test_the_demo_shows_its_people_and_the_code(client: Client, settings: Any) -> None:
    make_user("editor", name="Karin Boström", email="karin@sundhamn.example")
    make_user(name="Riktig Person", email="riktig@example.org")
    quiet = client.get(reverse("account_login")).content.decode()
    assert "Karin" not in quiet
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert re.search(r"Karin Boström</button>.{0,60} – .{0,10}redaktör", page)
    assert "Riktig" not in page
    answer = client.post(reverse("account_login"), {"email": "karin@sundhamn.example"})
    assert code_of(mail.outbox[0]) in client.get(answer["Location"]).content.decode()


def test_outside_the_demo_the_code_is_only_in_the_mail(client: Client) -> None:
    answer = client.post(reverse("account_login"), {"email": make_user().email})
    assert code_of(mail.outbox[0]) not in client.get(answer["Location"]).content.decode()


def test_the_command_lists_the_demo_sign_ins(capsys: pytest.CaptureFixture[str]) -> None:
    make_user("administrator", name="Karin Boström", email="karin@sundhamn.example")
    make_user(name="Riktig Person", email="riktig@example.org")
    call_command("demosignins")
    assert capsys.readouterr().out == "administratör\tKarin Boström\tkarin@sundhamn.example\n"
