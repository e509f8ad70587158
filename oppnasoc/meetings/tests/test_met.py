"""How often a group has met."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.history import Met
from oppnasoc.groups.tests.making import make_group
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


def test_a_groups_page_leads_to_all_its_meetings() -> None:
    group, other = make_parties().group, make_group("En annan grupp")
    for n in range(1, 24):
        meeting = make_meeting(group, f"Vårt {n}.", day(-n), "held")
        make_minutes(meeting, status="published", original="", voice=make_voice(f"Sagt {n}."))
    theirs = make_meeting(other, "Deras.", day(-1), "held")
    make_minutes(theirs, status="published", original="", voice=make_voice("Sagt hos dem."))
    page = Client().get(group.get_absolute_url()).content.decode()
    assert [n for n in range(1, 24) if f"Vårt {n}." in page] == [1, 2, 3, 4]
    query = f"?grupp={group.slug}"
    assert f"{reverse('meetings')}{query}" in page
    first, second = (
        Client().get(f"{reverse('meetings')}{query}{more}").content.decode()
        for more in ("", "&sida=2")
    )
    assert first.count("Vårt ") == 20
    assert second.count("Vårt ") == 3
    assert f"{query}&amp;sida=2" in first
    assert "Deras." not in first + second


@pytest.mark.parametrize("slug", ["finns-inte", "'", "%00", "<script>", "x" * 5000])
def test_the_meetings_of_a_group_that_is_not_there(slug: str) -> None:
    assert Client().get(f"{reverse('meetings')}?grupp={slug}").status_code == 404
