"""Feeds tell what everybody may read, and the two ways from entries to subjects agree."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.following import links
from oppnasoc.following.feeds import NEWEST
from oppnasoc.following.subjects import EVERYTHING, entries_of, targets
from oppnasoc.matters.actions import note, set_visibility
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.trail.actions import record
from oppnasoc.trail.models import Entry
from oppnasoc.voices.inquiring import ask, take_back
from tests.said import make_inquiry
from tests.town import make_matter, make_meeting

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def titles(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    return [f"{e.findtext(f'{ATOM}title')} {e.findtext(f'{ATOM}summary')}" for e in found]


def test_what_is_new_newest_first(scene: Scene) -> None:
    parties = scene.parties
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(theme=parties.theme)
    for n in range(NEWEST + 3):
        note(scene.matter, f"Rad {n}.", by=scene.facilitator)
    other = make_matter("En annan fråga", parties.other_group, parties.post)
    note(other, "Något annat.", by=scene.people["other_facilitator"])
    feeds = {
        links.feed("matter", scene.matter.pk): False,
        links.feed("party", parties.group.pk): False,
        links.feed("party", parties.unit.pk): False,
        links.feed("theme", parties.theme.pk): False,
        links.feed(EVERYTHING): True,
    }
    for path, has_other in feeds.items():
        found = titles(path)
        assert len(found) == NEWEST
        assert ("Något annat." in found[0]) == has_other, path
        assert f"Rad {NEWEST + 2}." in found[int(has_other)]


def test_what_is_hidden_is_in_no_feed(scene: Scene) -> None:
    note(scene.matter, "Rad.", by=scene.facilitator)
    set_visibility(scene.matter, public=False, by=scene.people["editor"])
    assert Client().get(links.feed("matter", scene.matter.pk)).status_code == 404
    for path in (links.feed("party", scene.parties.group.pk), links.feed(EVERYTHING)):
        assert titles(path) == []
    for bad in ("/folj/vem/1/flode/", "/folj/fraga/999/flode/", f"/folj/part/{2**70}/flode/"):
        assert Client().get(bad).status_code == 404


def test_who_has_it_already_is_told_so(scene: Scene) -> None:
    note(scene.matter, "Rad.", by=scene.facilitator)
    path = links.feed(EVERYTHING)
    etag = Client().get(path)["ETag"]
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 304
    note(scene.matter, "Rad igen.", by=scene.facilitator)
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 200


def test_both_ways_between_entries_and_subjects_agree(scene: Scene) -> None:
    """What ``belongs`` says of an entry, ``tells_of`` says of its subject."""
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(theme=scene.parties.theme)
    note(scene.matter, "Rad.", by=scene.facilitator)
    meeting = make_meeting(scene.parties.group, "Möte", scene.matter.opened_on, "planned")
    record("groups.status_set", scene.parties.group, status="active")
    record("meetings.planned", meeting, group=scene.parties.group)
    inquiry = make_inquiry(scene.parties.group)
    record("voices.inquiry_opened", inquiry, group=scene.parties.group)
    entries = list(Entry.objects.all())
    assert entries
    for pk, its in targets(entries).items():
        assert its
        for kind, key in its:
            assert Entry.objects.filter(entries_of(kind, key), pk=pk).exists(), (pk, kind)


def test_what_a_group_asks_is_named_until_it_is_taken_back(scene: Scene) -> None:
    group, by = scene.parties.group, scene.facilitator
    until = timezone.localdate() + timedelta(days=9)
    inquiry = ask(group, question="Vilket ord?", why="Vi samlar.", closes_on=until, by=by)
    [told] = titles(links.feed("party", group.pk))
    assert "frågade alla: Vilket ord?" in told
    take_back(inquiry, by=by)
    assert titles(links.feed("party", group.pk)) == []
