"""What a talk shows beside its matter, and when it leads nobody there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oppnasoc.discussion import moderating
from oppnasoc.discussion.models import Comment
from oppnasoc.groups.models import Group

from .scene import Talk, make_comment

pytestmark = pytest.mark.django_db


def test_nobody_is_led_to_write_where_nobody_may(
    talk: Talk, django_capture_on_commit_callbacks: Any
) -> None:
    by, group = talk.who("facilitator"), talk.scene.parties.group

    def beside() -> str:
        return Client().get(talk.matter.get_absolute_url()).content.decode()

    assert "Börja samtalet" in beside()
    with django_capture_on_commit_callbacks(execute=True):
        moderating.set_up(Group.objects.get(pk=group.pk), mode="closed", link_elsewhere="", by=by)
    assert "Börja samtalet" not in beside()
    with django_capture_on_commit_callbacks(execute=True):
        moderating.choose_mode(talk.what, "after", by=by)
    assert "Börja samtalet" in beside()  # Its own choice goes before its group's.
    make_comment(talk, "Jag väntade med.")
    assert "Var med i samtalet" in beside()
    with django_capture_on_commit_callbacks(execute=True):
        moderating.choose_mode(talk.what, "closed", by=by)
    assert "Jag väntade med." in beside()
    assert "Var med i samtalet" not in beside()
    assert "Läs samtalet" in beside()
    Comment.objects.all().delete()
    assert 'id="samtal"' not in beside()
