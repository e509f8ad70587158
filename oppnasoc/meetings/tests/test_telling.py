"""Those who want to be told at the next meeting are told there, with receipts."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.matters import actions as matter_actions
from oppnasoc.matters.models import Ground, Judgement, Matter
from oppnasoc.meetings.models import Meeting
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.telling import people_of, receipt, to_tell
from tests.paper import read_paper
from tests.town import make_meeting

from .scene import Scene, day, make_draft


@pytest.fixture
def planned(scene: Scene) -> Meeting:
    """A coming meeting; what was said at the last one has an answer."""
    publish(make_draft(scene), by=scene.secretary)
    for matter in Matter.objects.all():
        given = {"reason": "Ty.", "verdict": "no", "by": scene.people["manager"]}
        matter_actions.answer(matter, "Nej, inte i år.", **given)  # type: ignore[arg-type]
    return make_meeting(scene.parties.group, "Nästa möte", day(5), "planned")


def signed_in(scene: Scene, role: str) -> Client:
    client = Client()
    client.force_login(scene.people[role])
    return client


def test_the_list_tells_what_was_said_and_answered(scene: Scene, planned: Meeting) -> None:
    html = signed_in(scene, "secretary").get(reverse("meeting_tell", args=[planned.pk]))
    text = html.content.decode()
    for words in ("Hissen står still varje vecka.", "Nej, inte i år.", "Ty."):
        assert words in text
    assert text.count('type="checkbox"') == 2


def test_ticking_gives_receipts(scene: Scene, planned: Meeting) -> None:
    client = signed_in(scene, "facilitator")
    first = Ground.objects.order_by("pk")[0]
    key = f"{first.pk}:{first.owed_since}"
    client.post(reverse("meeting_tell", args=[planned.pk]), {"told": [key, "x", "9:9"]})
    first.refresh_from_db()
    assert (first.told_how, first.receipt) == ("meeting", receipt(planned))
    assert first.told_by == scene.people["facilitator"]
    assert to_tell(planned, by=scene.secretary).count() == 1


def test_a_tick_is_taken_back(scene: Scene, planned: Meeting) -> None:
    client, url = signed_in(scene, "facilitator"), reverse("meeting_tell", args=[planned.pk])
    told = [f"{ground.pk}:{ground.owed_since}" for ground in Ground.objects.all()]
    client.post(url, {"told": told})
    assert not to_tell(planned, by=scene.secretary).exists()
    assert client.post(reverse("debts_undo")).headers["Location"] == url
    assert to_tell(planned, by=scene.secretary).count() == 2


def test_the_link_to_what_got_better_leads_to_its_form(scene: Scene, planned: Meeting) -> None:
    client, url = signed_in(scene, "facilitator"), reverse("meeting_tell", args=[planned.pk])
    links = re.findall(r'href="([^"#]+)#(battre-\d+)"', client.get(url).content.decode())
    assert len(links) == 2
    for page, anchor in links:
        assert f'id="{anchor}"' in client.get(page).content.decode()


def test_the_meeting_s_page_leads_there(scene: Scene, planned: Meeting) -> None:
    url = reverse("meeting_tell", args=[planned.pk])
    page = planned.get_absolute_url()
    assert url in signed_in(scene, "secretary").get(page).content.decode()
    assert url not in Client().get(page).content.decode()
    assert url not in signed_in(scene, "participant").get(page).content.decode()
    assert url in signed_in(scene, "secretary").get(reverse("todo")).content.decode()


@pytest.mark.parametrize("role", ["participant", "other_facilitator", "member", "manager"])
def test_who_may_not(scene: Scene, planned: Meeting, role: str) -> None:
    url = reverse("meeting_tell", args=[planned.pk])
    assert signed_in(scene, role).get(url).status_code == 403


def test_on_paper(scene: Scene, planned: Meeting) -> None:
    answer = signed_in(scene, "secretary").get(reverse("meeting_tell_pdf", args=[planned.pk]))
    assert "no-store" in answer["Cache-Control"]
    made = read_paper(answer.content)
    for words in ("Hissen står still varje vecka.", "Nej, inte i år.", "Ty.", "☐ Delvis"):
        assert words in made.text, words
    assert f"moten/{planned.pk}/beratta" in made.text
    assert made.tags.count("H1") == 1
    assert made.tags.count("H2") == 2
    participant = signed_in(scene, "participant")
    assert participant.get(reverse("meeting_tell_pdf", args=[planned.pk])).status_code == 403


def test_entered_on_one_page_afterwards(scene: Scene, planned: Meeting) -> None:
    first, second = Ground.objects.order_by("pk")[:2]
    sent = {
        "told": [f"{first.pk}:{first.owed_since}"],
        f"better-{first.pk}": "no",
        f"better-{second.pk}": "yes",
    }
    signed_in(scene, "secretary").post(reverse("meeting_tell", args=[planned.pk]), sent)
    assert [(j.ground_id, j.better) for j in Judgement.objects.all()] == [(first.pk, "no")]


def test_who_was_not_there_is_told_at_the_next(scene: Scene, planned: Meeting) -> None:
    """And after two meetings without her, in another way."""
    Ground.objects.update(owed_since=day(-30))
    group, client = scene.parties.group, signed_in(scene, "secretary")

    def missed(meeting: Meeting) -> list[int]:
        return [person.missed for person in people_of(meeting, by=scene.secretary)]

    def says_so() -> bool:
        url = reverse("meeting_tell", args=[planned.pk])
        on_page = "Hör av dig på ett annat sätt" in client.get(url).content.decode()
        made = read_paper(client.get(reverse("meeting_tell_pdf", args=[planned.pk])).content)
        assert on_page == ("Hör av dig på ett annat sätt" in made.text)
        return on_page

    Meeting.objects.exclude(pk=planned.pk).update(held_on=day(-30))
    assert missed(planned) == [0, 0]
    make_meeting(group, "Ett", day(-20), "held")
    make_meeting(group, "Inställt", day(-15), "cancelled")
    make_meeting(scene.parties.other_group, "Andras", day(-12), "held")
    make_meeting(group, "I dag", day(0), "planned")
    assert missed(planned) == [1, 1]
    assert not says_so()
    second = make_meeting(group, "Två", day(-10), "planned")  # Over, though nobody said so.
    assert missed(planned) == [2, 2]
    assert missed(second) == [1, 1]
    assert says_so()
    Ground.objects.update(owed_since=day(-5))
    assert missed(planned) == [0, 0]
    assert missed(second) == []  # They did not wait yet when it was held.
