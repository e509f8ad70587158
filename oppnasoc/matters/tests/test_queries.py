"""How many questions to the database a page costs, however much there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.matters import actions, changes, passing, wording
from oppnasoc.matters.models import Matter
from oppnasoc.matters.remarks import remarks
from tests.town import make_matter, make_meeting, make_minutes, make_voice

from .scene import Scene, day

#: Session, person and seats come to the visitor's seven.
SIGNED_IN = 10


def fill(scene: Scene, count: int) -> None:
    """Voices from the web and from meetings, answers, notes and moves: ``count`` of each."""
    matter, by = scene.matter, scene.facilitator
    for n in range(count):
        voice = make_voice(
            f"Sagt {n}.",
            channel="meeting" if n % 2 else "web",
            organisation=scene.parties.organisation if n % 3 == 0 else None,
        )
        actions.ground(matter, voice, by=by)
        if n % 2:
            meeting = make_meeting(scene.parties.group, f"Möte {n}", day(-n), "held")
            make_minutes(meeting, status="published", original="", voice=voice)
        actions.note(matter, f"Rad {n}.", by=by)
        passing.hand_over(matter, to=scene.parties.post, reason="Så.", by=by)
        passing.accept(matter, next_on=day(n + 1), text="Ja.", by=by)
        passing.hand_over(matter, to=scene.parties.group, by=by)
        other = make_matter(f"Annan {n}", scene.parties.group, scene.parties.unit)
        actions.relate(matter, other, by=by)
    given: dict[str, Any] = {"reason": "Ty.", "by": scene.manager}
    actions.answer(matter, "I vår.", verdict="later", later_on=day(90), **given)
    actions.answer(matter, "Delvis.", verdict="partly", as_post=scene.parties.post, **given)
    for n in range(count):
        status = "tried" if n % 2 else "under_way"
        changes.advance(matter, status, f"Steg {n}.", next_on=day(n + 1), by=by)
        wording.propose(matter, f"Förslag {n}.", by=by)
    passing.hand_over(matter, to=scene.parties.unit, reason="Så.", by=by)


def cost(count: Any, url: str, role: str, scene: Scene, most: int) -> None:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    client.get(url)  # What is read once for each process is read now.
    with count(most):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [10, 40])
def test_page(scene: Scene, count: int, django_assert_max_num_queries: Any) -> None:
    fill(scene, count)
    url = Matter.objects.get(pk=scene.matter.pk).get_absolute_url()
    cost(django_assert_max_num_queries, url, "anonymous", scene, 7)
    cost(django_assert_max_num_queries, url, "participant", scene, SIGNED_IN)


@pytest.mark.parametrize("count", [20, 100])
def test_list(scene: Scene, count: int, django_assert_max_num_queries: Any) -> None:
    for n in range(count):
        matter = make_matter(f"Nr {n}", scene.parties.group, scene.parties.unit)
        actions.ground(matter, make_voice("Så."), by=scene.facilitator)
    remarks()  # Kept for a minute by a running site.
    for query in ("", "?visa=vantar&tema=vagen-in", f"?hos={scene.parties.unit.pk}"):
        url = reverse("matters") + query
        cost(django_assert_max_num_queries, url, "anonymous", scene, 6)
        cost(django_assert_max_num_queries, url, "participant", scene, SIGNED_IN)
