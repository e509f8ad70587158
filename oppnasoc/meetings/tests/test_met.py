"""How often a group has met."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.history import Met
from oppnasoc.meetings.panels import met
from oppnasoc.ui.templatetags.ui import shortday
from tests.town import make_meeting, make_minutes, make_parties, make_voice

from .scene import day

pytestmark = pytest.mark.django_db


def test_the_group_tells_how_often_it_has_met() -> None:
    group = make_parties().group
    for n, status in ((9, "published"), (40, "published"), (70, "withdrawn")):
        meeting = make_meeting(group, f"Möte {n}", day(-n), "held")
        voice = make_voice(f"Sagt för {n} dagar sedan.")
        make_minutes(meeting, status=status, original="", voice=voice)
    assert met([group.pk]) == {group.pk: Met(2, day(-40), day(-9))}
    html = Client().get(reverse("group_history", args=[group.slug])).content.decode()
    assert shortday(day(-40)) in html
