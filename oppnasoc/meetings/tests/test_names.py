"""A name comes off every page when the person asks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.models import Group
from oppnasoc.matters import actions as matter_actions
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.meetings import names
from oppnasoc.meetings.models import Draft, Minutes
from oppnasoc.meetings.publishing import publish
from oppnasoc.search import index
from oppnasoc.search.models import Document
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .scene import NAME, Scene, again, make_draft, named, public_words

MAY = {"secretary", "editor"}


@pytest.fixture
def draft(scene: Scene) -> Draft:
    """A name in every field that is published, and in what came later."""
    draft = make_draft(scene, named(scene), original=f"{NAME} sa det. {NAME}s ord.")
    publish(draft, by=scene.secretary)
    matter = Matter.objects.first()
    assert matter is not None
    matter_actions.note(matter, f"Vi ringde {NAME}.", by=scene.people["facilitator"])
    given = {"reason": f"Det vet {NAME}.", "verdict": "no", "by": scene.people["manager"]}
    matter_actions.answer(matter, f"Nej, {NAME}.", **given)  # type: ignore[arg-type]
    Voice.objects.update(speaker=NAME)
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim Berg sa det.", "En deltagare sa det."),
        ("Det sa Kim  Berg.", "Det sa en deltagare."),
        ("Det är Kim Bergs idé.", "Det är en deltagares idé."),
        ("Så var det. Kim Berg gick.", "Så var det. En deltagare gick."),
        ("Kim Bergström och Kim", "Kim Bergström och Kim"),
        ("kim berg", "kim berg"),
    ],
)
def test_neutral_words(text: str, expected: str) -> None:
    assert names.taken_out(text, names.pattern("Kim Berg")) == expected


@pytest.mark.parametrize("name", ["", "  ", "Al", "A B"])
def test_too_short_a_name(scene: Scene, name: str) -> None:
    with pytest.raises(ValidationError):
        names.remove_name(name, by=scene.secretary)


def test_it_is_gone_everywhere(
    scene: Scene, draft: Draft, django_capture_on_commit_callbacks: Any
) -> None:
    assert NAME in public_words()
    with django_capture_on_commit_callbacks(execute=True):
        assert names.remove_name(NAME, by=scene.secretary) > 8
    left = [public_words(), *(f"{d.title} {d.text}" for d in Document.objects.all())]
    left += [f"{d.original} {d.content} {d.name}" for d in Draft.objects.all()]
    left += [m.original for m in Minutes.objects.all()]
    for matter in Matter.objects.all():
        left.append(Client().get(matter.get_absolute_url()).content.decode())
    assert NAME not in "\n".join(left)
    assert not Voice.objects.exclude(speaker="").exists()


def test_publishing_again_does_not_bring_it_back(scene: Scene, draft: Draft) -> None:
    names.remove_name(NAME, by=scene.secretary)
    again(scene, draft)
    assert NAME not in public_words()


def test_the_log_does_not_tell_which_name(scene: Scene, draft: Draft) -> None:
    names.remove_name(NAME, by=scene.secretary)
    entries = Entry.objects.filter(kind="meetings.name_removed")
    assert entries.exists()
    assert not [e for e in Entry.objects.all() if re.search("Kim|Lindqvist", str(e.data))]


@pytest.mark.parametrize("role", ["participant", "facilitator", "member", "manager", "staff"])
def test_who_may_not(scene: Scene, draft: Draft, role: str) -> None:
    for do in (names.remove_name, names.places, names.elsewhere):
        with pytest.raises(PermissionDenied):
            do(NAME, by=scene.people[role])


def test_first_it_is_shown_where_it_stands(scene: Scene, draft: Draft) -> None:
    client = Client()
    client.force_login(scene.secretary)
    url = reverse("remove_name")
    html = client.post(url, {"name": NAME}).content.decode()
    assert html.count("<mark>") == len(names.places(NAME, by=scene.secretary))
    assert NAME in public_words()
    assert client.post(url, {"name": NAME, "remove": "yes"}).status_code == 302
    assert NAME not in public_words()
    assert client.post(url, {"name": NAME, "remove": "yes"}).status_code == 422


def test_pages_that_others_write_are_pointed_out(scene: Scene, draft: Draft) -> None:
    """A group's own page is not rewritten: who takes the name away is told that it stands there."""
    Group.objects.filter(pk=scene.parties.group.pk).update(contact=f"Ring {NAME}.")
    index.rebuild()
    client, url = Client(), reverse("remove_name")
    client.force_login(scene.secretary)
    page = scene.parties.group.get_absolute_url()
    for data in ({"name": NAME}, {"name": NAME, "remove": "yes"}, {"name": NAME}):
        answer = client.post(url, data)
        assert answer.status_code == 200
        assert f'href="{page}"' in answer.content.decode()
    Group.objects.update(contact="")
    index.rebuild()
    html = client.post(url, {"name": NAME}).content.decode()
    assert f'href="{page}"' not in html


def test_receipts_forget_it_too(scene: Scene, draft: Draft) -> None:
    ground = Ground.objects.first()
    assert ground is not None
    Ground.objects.filter(pk=ground.pk).update(receipt=f"lappen till {NAME}")
    shown = [p for p in names.places(NAME, by=scene.secretary) if "lappen" in p.before]
    assert not shown
    names.remove_name(NAME, by=scene.secretary)
    ground.refresh_from_db()
    assert ground.receipt == "lappen till en deltagare"


def test_what_is_not_public_is_not_quoted(scene: Scene) -> None:
    """A secretary of one group learns nothing of another's drafts."""
    make_draft(scene, named(scene), group=scene.parties.other_group, original=f"Hemligt {NAME}.")
    for place in names.places(NAME, by=scene.secretary):
        assert (place.before, place.after, place.url) == ("", "", "")
