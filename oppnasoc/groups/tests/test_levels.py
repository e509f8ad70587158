"""Who decides when somebody cannot."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from oppnasoc.groups import actions
from oppnasoc.groups.levels import last_level, next_level
from oppnasoc.groups.models import Group, Organisation, Party, Post, Unit

from .making import ROLES, make_group, make_person, make_post, make_unit

pytestmark = pytest.mark.django_db


def test_what_is_said_goes_first_then_the_parent_then_the_top() -> None:
    social = Unit.objects.create(name="Socialförvaltningen")
    unit = Unit.objects.create(name="Mottagningen", parent=social)
    head = Post.objects.create(name="Enhetschef, Mottagningen", unit=unit)
    assert next_level(head) is None  # Nobody has been chosen to decide last.
    top = Post.objects.create(name="Socialchef", unit=social, decides_last=True)
    council = Group.objects.create(name="Brukarrådet")
    group = Group.objects.create(name="Brukargruppen", parent=council)
    organisation = Organisation.objects.create(name="Föreningen Tillsammans")

    assert next_level(unit) == Unit.objects.get(pk=social.pk)
    assert next_level(group) == council
    assert next_level(council) == top
    assert next_level(organisation) == top
    assert next_level(head) == top
    assert next_level(top) is None

    unit.decides_via = head
    unit.save()
    assert next_level(unit) == head


def test_one_role_decides_last() -> None:
    unit = Unit.objects.create(name="Socialförvaltningen")
    Post.objects.create(name="Socialchef", unit=unit, decides_last=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(name="Förvaltningschef", unit=unit, decides_last=True)


@pytest.mark.parametrize("role", ROLES)
def test_who_says_who_decides(role: str) -> None:
    group, post = make_group(), make_post(make_unit())
    by = make_person(role, group)
    if role in {"editor", "administrator"}:
        actions.set_level(group, post, by=by)
        assert next_level(group) == Party.objects.get(pk=post.pk)
    else:
        with pytest.raises(PermissionDenied):
            actions.set_level(group, post, by=by)


def test_the_way_upward_never_comes_back() -> None:
    whole = make_unit("Helheten")
    part = make_unit("Delen", parent=whole)
    by = make_person("editor")
    with pytest.raises(ValidationError, match="hit"):
        actions.set_level(whole, part, by=by)
    post = make_post(part)
    actions.set_level(part, post, by=by)
    with pytest.raises(ValidationError, match="hit"):
        actions.set_level(post, part, by=by)
    assert Party.objects.get(pk=post.pk).decides_via is None


def test_one_role_is_the_last(client: Client) -> None:
    unit = make_unit()
    first, second = make_post(unit, "Chef"), make_post(unit, "Direktör")
    client.force_login(make_person("administrator"))
    for post in (first, second):
        assert client.post(f"{post.get_absolute_url()}beslutar/", {"last": "on"}).status_code == 302
    assert last_level() == second
    html = client.get(second.get_absolute_url()).content.decode()
    assert "Ingen står över den här rollen." in html
    html = client.get(unit.get_absolute_url()).content.decode()
    assert "går vidare till" in html
    assert second.get_absolute_url() in html
