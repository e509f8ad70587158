"""What administrators do with accounts: each right names every role, each action leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from oppnasoc.people import actions
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry

from .people import make_user

pytestmark = pytest.mark.django_db

ROLES = ["visitor", "stranger", "editor", "manager", "administrator", "closed_administrator"]


def person_with(role: str) -> User | AnonymousUser:
    if role == "visitor":
        return AnonymousUser()
    if role == "closed_administrator":
        return make_user("administrator", is_active=False)
    return make_user("" if role == "stranger" else role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        ("people.see_people", {"administrator"}),
        ("people.invite", {"administrator"}),
        ("people.give_role", {"administrator"}),
        ("people.deactivate", {"administrator"}),
        ("people.forget_second_factor", {"administrator"}),
        ("wagtailadmin.access_admin", {"editor", "administrator"}),
        ("ui.change_municipality", {"administrator"}),
        ("ui.add_picture", {"editor", "administrator"}),
        ("groups.change_theme", {"editor", "administrator"}),
        ("wagtailusers.add_user", set()),
    ],
)
def test_who_may(right: str, allowed: set[str], role: str) -> None:
    somebody = make_user()
    assert may(person_with(role), right, somebody) is (role in allowed)


@pytest.mark.parametrize(
    "right", ["people.give_role", "people.deactivate", "people.forget_second_factor"]
)
def test_nobody_does_it_to_herself(right: str) -> None:
    administrator = make_user("administrator")
    assert not may(administrator, right, administrator)


def test_a_signed_in_page_asks_no_tables_of_rights(django_assert_num_queries: Any) -> None:
    user = make_user()
    with django_assert_num_queries(0):
        assert not may(user, "people.see_people")
        assert not may(user, "wagtailadmin.access_admin")


def said_about(person: User) -> list[str]:
    entries = Entry.objects.all().about(person)
    return [line.html for line in lines(entries, audience=Audience.STAFF)]


def test_giving_and_taking_a_role() -> None:
    administrator, person = make_user("administrator"), make_user()
    actions.give_role(person, actions.Role.EDITOR, by=administrator)
    assert User.objects.get(pk=person.pk).is_editor
    with pytest.raises(Stale):
        actions.give_role(person, actions.Role.EDITOR, by=administrator)
    actions.take_role(person, actions.Role.EDITOR, by=administrator)
    assert not User.objects.get(pk=person.pk).is_editor
    assert said_about(person) == [
        "Har inte längre rollen redaktör.",
        "Fick rollen redaktör.",
    ]


def test_closing_and_opening_an_account() -> None:
    administrator, person = make_user("administrator"), make_user("manager")
    actions.deactivate(person, by=administrator)
    assert not User.objects.get(pk=person.pk).is_active
    with pytest.raises(Stale):
        actions.give_role(person, actions.Role.EDITOR, by=administrator)
    actions.reactivate(person, by=administrator)
    assert User.objects.get(pk=person.pk).is_manager
    assert said_about(person) == ["Kontot öppnades igen.", "Kontot stängdes."]


def test_the_trace_is_not_for_the_public() -> None:
    person = make_user()
    actions.deactivate(person, by=make_user("administrator"))
    assert lines(Entry.objects.all().about(person)) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda person, by: actions.give_role(person, actions.Role.EDITOR, by=by),
        lambda person, by: actions.take_role(person, actions.Role.EDITOR, by=by),
        lambda person, by: actions.deactivate(person, by=by),
        lambda person, by: actions.reactivate(person, by=by),
        lambda person, by: actions.sign_out_everywhere(person, by=by),
        lambda person, by: actions.forget_second_factor(person, by=by),
        lambda person, by: actions.rename(person, "Någon annan", by=by),
        lambda person, by: actions.invite("ny@example.org", by=by),
    ],
)
def test_an_editor_does_none_of_it(act: Callable[[User, User], Any]) -> None:
    person, editor = make_user(), make_user("editor")
    with pytest.raises(PermissionDenied):
        act(person, editor)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_invited_person_gets_a_mail_and_signs_in() -> None:
    person = actions.invite("Ny@Example.org", name="Nora", by=make_user("administrator"))
    assert person.email == "ny@example.org"
    [message] = mail.outbox
    assert message.to == ["ny@example.org"]
    assert reverse("account_login") in message.body
    assert message.subject == "Om ditt konto"
    assert said_about(person) == ["Blev inbjuden."]


def test_an_address_is_invited_once() -> None:
    person = make_user()
    with pytest.raises(ValidationError):
        actions.invite(person.email.upper(), by=make_user("administrator"))
    assert User.objects.filter(email=person.email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_second_factor_is_forgotten_and_told_of() -> None:
    person, administrator = make_user("editor"), make_user("administrator")
    with pytest.raises(Stale):
        actions.forget_second_factor(person, by=administrator)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    actions.forget_second_factor(person, by=administrator)
    assert not Authenticator.objects.filter(user=person).exists()
    assert mail.outbox[-1].to == [person.email]
    assert len(said_about(person)) == 1
