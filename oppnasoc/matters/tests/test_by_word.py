"""Told through an organisation: its own list, ticked off by its own people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.matters import actions, telling
from oppnasoc.matters.models import Ground, Judgement, Matter
from oppnasoc.ui.registry import todos
from tests.paper import read_paper
from tests.town import make_voice

from .scene import Scene, day

WHO = {"facilitator", "other_facilitator", "secretary", "member", "editor"}


@pytest.fixture
def answered(scene: Scene) -> Scene:
    """Two of the organisation want to be told through it; a third wants it at a meeting."""
    for text, more in (
        ("Vi väntar.", {"speaker": "Kim", "tell_by": "organisation"}),
        ("Vi är fem.", {"people_count": 5, "tell_by": "organisation"}),
        ("Inte genom er.", {"speaker": "Bo", "tell_by": "meeting"}),
    ):
        given: dict[str, Any] = {"organisation": scene.parties.organisation, **more}
        Ground.objects.create(matter=scene.matter, voice=make_voice(text, **given))
    given_by: dict[str, Any] = {"reason": "Huset ska rivas.", "by": scene.manager, "on": day(-3)}
    actions.answer(Matter.objects.get(pk=scene.matter.pk), "Nej.", verdict="no", **given_by)
    return scene


def url(scene: Scene, name: str = "organisation_tell") -> str:
    return reverse(name, args=[scene.parties.organisation.slug])


def client(scene: Scene, role: str) -> Client:
    made = Client()
    made.force_login(scene.people[role])
    return made


def ground(text: str) -> Ground:
    return Ground.objects.select_related("voice").get(voice__text=text)


def key(of: Ground) -> str:
    return f"{of.pk}:{of.owed_since}"


def test_her_own_list(answered: Scene) -> None:
    html = client(answered, "member").get(url(answered)).content.decode()
    for words in ("Kim", "fem personer", "Vi väntar.", "Huset ska rivas.", "Nej."):
        assert words in html
    assert "Inte genom er." not in html
    assert html.count('name="told"') == 2


def test_she_ticks_off_herself_and_writes_down_what_they_think(answered: Scene) -> None:
    browser, first, second = client(answered, "member"), ground("Vi väntar."), ground("Vi är fem.")
    sent = {"told": [key(first)], f"better-{first.pk}": "partly", f"better-{second.pk}": "no"}
    browser.post(url(answered), sent)
    first.refresh_from_db()
    assert first.told_how == "organisation"
    assert first.receipt.startswith("genom Föreningen Kompassen")
    assert first.told_by == answered.people["member"]
    # Who was not ticked off has said nothing.
    assert [(j.ground_id, j.better) for j in Judgement.objects.all()] == [(first.pk, "partly")]
    html = browser.get(url(answered)).content.decode()
    assert "Vi väntar." not in html
    browser.post(reverse("debts_undo"))
    assert "Vi väntar." in browser.get(url(answered)).content.decode()


@pytest.mark.parametrize("better", ["mycket", "", "'"])
def test_what_is_no_answer_is_not_written_down(answered: Scene, better: str) -> None:
    first = ground("Vi väntar.")
    sent = {"told": [key(first)], f"better-{first.pk}": better}
    assert client(answered, "member").post(url(answered), sent).status_code == 302
    assert not Judgement.objects.exists()
    assert Ground.objects.get(pk=first.pk).told_at


def test_on_paper(answered: Scene) -> None:
    made = read_paper(
        client(answered, "member").get(url(answered, "organisation_tell_pdf")).content
    )
    for words in ("Kim", "Vi väntar.", "fem personer", "Huset ska rivas.", "☐ Delvis"):
        assert words in made.text, words
    assert "Inte genom er." not in made.text
    assert url(answered).rstrip("/") in made.text.replace(" ", "")
    assert (made.tags.count("H1"), made.tags.count("H2"), made.tags.count("H3")) == (1, 1, 2)
    assert made.language == "sv"


def test_a_list_of_nobody_is_a_list(scene: Scene) -> None:
    made = read_paper(client(scene, "member").get(url(scene, "organisation_tell_pdf")).content)
    assert "Ingen väntar på besked här" in made.text


@pytest.mark.parametrize("role", ["participant", "staff", "manager", "administrator", *sorted(WHO)])
def test_who_may(answered: Scene, role: str) -> None:
    for name in ("organisation_tell", "organisation_tell_pdf"):
        status = client(answered, role).get(url(answered, name)).status_code
        assert status == (200 if role in WHO else 403)


def test_a_leader_sees_only_those_she_may_tell(answered: Scene) -> None:
    html = client(answered, "other_facilitator").get(url(answered)).content.decode()
    assert "Vi väntar." not in html
    told = [key(ground("Vi väntar."))]
    client(answered, "other_facilitator").post(url(answered), {"told": told})
    assert ground("Vi väntar.").told_at is None
    assert "Vi väntar." in client(answered, "secretary").get(url(answered)).content.decode()


def test_the_way_there(answered: Scene) -> None:
    listed = client(answered, "secretary").get(f"{reverse('debts')}?satt=organisation")
    assert url(answered) in listed.content.decode()
    page = answered.parties.organisation.get_absolute_url()
    assert url(answered) in client(answered, "member").get(page).content.decode()
    assert url(answered) not in client(answered, "participant").get(page).content.decode()
    assert url(answered) not in Client().get(page).content.decode()
    assert url(answered) in {item.url for item in todos(answered.who("member"))}


def test_what_a_person_is_called(answered: Scene) -> None:
    row = telling.rows(Ground.objects.filter(pk=ground("Vi är fem.").pk))[0]
    assert row.who == "Föreningen Kompassen, för fem personer"
