"""Merge, part and split: every voice and address is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from oppnasoc.matters import actions
from oppnasoc.matters.merging import merge, part, split
from oppnasoc.matters.models import Answer, Ground, Matter
from oppnasoc.search import index
from oppnasoc.trail.actions import Stale
from oppnasoc.voices.models import Voice
from tests.town import make_matter, make_voice

from .scene import TENDING, Scene, day, entries, refused

WHY = "Båda handlar om väntan."


@pytest.fixture
def other(scene: Scene) -> Matter:
    """A second matter with a voice of its own and one that both stand on."""
    other = make_matter("Hur länge ska man vänta?", scene.parties.group, scene.parties.unit)
    for voice in (make_voice("Nio veckor."), scene.voice):
        Ground.objects.create(matter=other, voice=voice)
    return other


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def said(matter: Matter) -> set[str]:
    return set(Voice.objects.filter(grounds__matter=matter).values_list("text", flat=True))


def again(scene: Scene, **more: Any) -> dict[str, Any]:
    given = {"steward": scene.parties.group, "holder": scene.parties.unit, "next_on": day(9)}
    return {**given, "by": scene.facilitator, **more}


def test_every_voice_follows(scene: Scene, other: Matter) -> None:
    assert merge(other, scene.matter, f" {WHY} ", by=scene.facilitator, seen=1) == scene.matter
    assert said(scene.matter) == {"Jag väntade i sju veckor.", "Nio veckor."}
    merged = fresh(other)
    assert (merged.status, merged.closed_on) == ("closed", day(0))
    assert merged.merged_into == scene.matter
    answer = Answer.objects.get()
    assert (answer.matter, answer.verdict, answer.reason) == (other, "merged", WHY)
    assert entries() == ["matters.merged", "matters.took_in"]


def test_old_addresses_lead_on(scene: Scene, other: Matter) -> None:
    old = other.get_absolute_url()
    merge(other, scene.matter, WHY, by=scene.facilitator)
    for url in (old, f"/fragor/{other.pk}/", f"/fragor/{other.pk}-gammal/"):
        answer = Client().get(url, follow=True)
        assert answer.redirect_chain[-1][0] == scene.matter.get_absolute_url()
    history = Client().get(f"{old}?historia=1")
    assert history.status_code == 200
    assert WHY in history.content.decode()
    page = Client().get(scene.matter.get_absolute_url()).content.decode()
    assert f"{old}?historia=1" in page
    listed = Client().get("/fragor/").content.decode()
    assert old not in listed


def test_what_was_merged_earlier_follows(scene: Scene, other: Matter) -> None:
    third = make_matter("Varför så länge?", scene.parties.group, scene.parties.unit)
    Ground.objects.create(matter=third, voice=make_voice("Tolv veckor."))
    merge(third, other, WHY, by=scene.facilitator)
    merge(fresh(other), scene.matter, WHY, by=scene.facilitator)
    assert fresh(third).merged_into == scene.matter
    assert said(scene.matter) == {"Jag väntade i sju veckor.", "Nio veckor.", "Tolv veckor."}
    # Each takes its own with it when it leaves.
    part(fresh(third), "Nej.", **again(scene))
    assert said(third) == {"Tolv veckor."}
    part(fresh(other), "Nej.", **again(scene))
    assert said(other) == {"Nio veckor.", "Jag väntade i sju veckor."}
    assert said(scene.matter) == {"Jag väntade i sju veckor."}


def test_parted_again(scene: Scene, other: Matter) -> None:
    merge(other, scene.matter, WHY, by=scene.facilitator)
    with refused(ValidationError):
        actions.reopen(fresh(other), "Igen.", **again(scene))
    with refused(ValidationError):
        part(fresh(other), " ", **again(scene))
    part(fresh(other), "De är inte samma.", **again(scene))
    back = fresh(other)
    assert (back.status, back.merged_into, back.closed_on) == ("open", None, None)
    assert back.asked_id == scene.parties.unit.pk
    assert said(other) == {"Nio veckor.", "Jag väntade i sju veckor."}
    with refused(ValidationError):
        part(back, "Igen.", **again(scene))


def test_merge_refused(scene: Scene, other: Matter) -> None:
    by = scene.facilitator
    with refused(ValidationError):
        merge(other, scene.matter, "  ", by=by)
    with refused(ValidationError):
        merge(other, other, WHY, by=by)
    with refused(Stale):
        merge(other, scene.matter, WHY, by=by, seen=7)
    Matter.objects.filter(pk=scene.matter.pk).update(visibility="hidden")
    with refused(ValidationError):
        merge(other, fresh(scene.matter), WHY, by=by)


def test_not_twice_and_not_in_a_circle(scene: Scene, other: Matter) -> None:
    merge(other, scene.matter, WHY, by=scene.facilitator)
    with refused(ValidationError):
        merge(fresh(other), scene.matter, WHY, by=scene.facilitator)
    with refused(ValidationError):
        merge(scene.matter, fresh(other), WHY, by=scene.facilitator)


def test_split(scene: Scene, other: Matter) -> None:
    voice = Voice.objects.get(text="Nio veckor.")
    given = again(scene, holder=scene.parties.group)
    new = split(other, [voice], "Vem mäter väntan?", "Det är en annan sak.", **given)
    assert said(new) == {"Nio veckor."}
    assert said(other) == {"Jag väntade i sju veckor."}
    assert (new.steward_id, new.holder_id) == (scene.parties.group.pk, scene.parties.group.pk)
    assert set(new.related.all()) == {other}
    assert entries() == ["matters.split", "matters.split_off"]


@pytest.mark.parametrize(
    ("texts", "more"),
    [
        ([], {}),
        (["Nio veckor.", "Jag väntade i sju veckor."], {}),
        (["Nio veckor."], {"title": " "}),
        (["Nio veckor."], {"reason": ""}),
        (["Nio veckor."], {"next_on": day(-1)}),
    ],
)
def test_split_refused(scene: Scene, other: Matter, texts: list[str], more: dict[str, Any]) -> None:
    given = {"title": "Ny", "reason": "Ty.", **again(scene), **more}
    voices = list(Voice.objects.filter(text__in=texts))
    with refused(ValidationError):
        split(other, voices, given.pop("title"), given.pop("reason"), **given)


def test_split_refused_with_a_strange_voice(scene: Scene, other: Matter) -> None:
    stranger = make_voice("Annat.")
    with refused(ValidationError):
        split(other, [stranger], "Ny", "Ty.", **again(scene))


def test_who_may(scene: Scene, other: Matter) -> None:
    voice = Voice.objects.get(text="Nio veckor.")
    may_not = {"other_facilitator", "participant", "member", "staff", "manager"} - TENDING
    for role in may_not:
        by = scene.who(role)
        with refused(PermissionDenied):
            merge(fresh(other), scene.matter, WHY, by=by)
        with refused(PermissionDenied):
            split(fresh(other), [voice], "Ny", "Ty.", **again(scene, by=by))
    merge(other, scene.matter, WHY, by=scene.who("editor"))
    for role in may_not:
        with refused(PermissionDenied):
            part(fresh(other), "Nej.", **again(scene, by=scene.who(role)))


def test_one_press_at_a_proposed_matter(scene: Scene, other: Matter) -> None:
    """The button beside a proposal fills in the field, whatever stands in it."""
    client = Client()
    client.force_login(scene.facilitator)
    Matter.objects.filter(pk=other.pk).update(title=scene.matter.title)
    index.put("matter", [scene.matter.pk, other.pk])
    url = f"{fresh(other).get_absolute_url()}?gor=merge"
    html = client.get(url).content.decode()
    assert f'name="merge-into" value="{scene.matter.pk}"' in html
    sent = {"merge-seen": 1, "merge-reason": WHY, "merge-into": ["", str(scene.matter.pk)]}
    client.post(f"/fragor/{other.pk}/sla-ihop/", sent)
    assert fresh(other).merged_into == scene.matter
