"""Who decides when somebody cannot."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from oppnasoc.groups.levels import next_level
from oppnasoc.groups.models import Group, Organisation, Post, Unit

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
