"""What others read of us in OParl: what is public, what has gone, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from pytest_django import DjangoAssertNumQueries

from oppnasoc.groups.consent import show_me
from oppnasoc.groups.models import Group, Membership
from oppnasoc.matters.actions import set_visibility
from oppnasoc.matters.models import Matter
from oppnasoc.meetings.models import Meeting
from oppnasoc.opendata.models import Exhibit, Unseen
from oppnasoc.opendata.oparl.kinds import kinds
from oppnasoc.opendata.oparl.views import LISTS
from oppnasoc.opendata.register import reconcile, settle
from oppnasoc.opendata.schemas import components
from tests.town import Town, make_matter, make_meeting, make_town

ROOT = "/oparl/v1.1"


@pytest.fixture
def town(db: None) -> Town:
    made = make_town()
    reconcile()
    Unseen.objects.all().delete()
    return made


def get(path: str, status: int = 200) -> Any:
    answer = Client().get(path.removeprefix(settings.SITE_URL))
    assert answer.status_code == status, answer.content
    return answer.json()


def holds(name: str, content: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": components()}}
    Draft202012Validator(schema).validate(content)


def listed(kind: str, asked: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    url = f"{ROOT}/body/1/{kind}{asked}"
    while url:
        page = get(url)
        found += page["data"]
        url = page["links"].get("next", "")
    return found


def test_a_reader_walks_from_the_system_to_every_thing(town: Town) -> None:
    system = get(f"{ROOT}/system")
    holds("System", system)
    bodies = get(system["body"])
    holds("BodyPage", bodies)
    body = bodies["data"][0]
    assert get(body["id"]) == body
    seen = set()
    for name, kind in LISTS.items():
        page = get(body[name])
        holds(f"{kinds()[kind].name}Page", page)
        for thing in page["data"]:
            assert get(thing["id"]) == thing
            seen.add(kind)
    assert seen == set(LISTS.values()) - {"person", "membership"}  # Nobody is named by default.


def test_what_is_hidden_is_not_there(town: Town) -> None:
    papers = {paper["name"] for paper in listed("paper")}
    public = set(Matter.objects.published().values_list("title", flat=True))
    assert papers == public
    assert get(f"{ROOT}/paper/{town.hidden_matter.pk}", 404)["message"]
    meetings = {meeting["name"] for meeting in listed("meeting")}
    assert meetings == {"Brukargruppen i mars", "Nästa möte"}
    get(f"{ROOT}/meeting/{town.withdrawn.pk}", 404)


def test_what_is_withdrawn_leaves_only_that_it_was_there(town: Town) -> None:
    before = timezone.now() - timedelta(seconds=2)
    url = f"{ROOT}/paper/{town.matter.pk}"
    shown = get(url)
    set_visibility(town.matter, public=False, by=town.people["editor"])
    left = get(url)
    holds("PaperGone", left)
    assert left["deleted"] is True
    assert left["created"] == shown["created"]
    assert "beskeden" not in str(left)
    assert shown["id"] not in [paper["id"] for paper in listed("paper")]
    since = f"?modified_since={before.isoformat()}".replace("+", "%2B")
    assert left in listed("paper", since)
    told = {thing["id"] for thing in listed("consultation", since) if thing.get("deleted")}
    assert told == {thing["id"] for thing in shown["consultation"]}
    set_visibility(town.matter, public=True, by=town.people["editor"])
    again = get(url)
    assert again["name"] == shown["name"]
    assert "deleted" not in again


def test_it_is_gone_before_anybody_has_looked_again(town: Town) -> None:
    """What is shown comes from what is public, not from what was noted."""
    Matter.objects.filter(pk=town.matter.pk).update(visibility="hidden")
    left = get(f"{ROOT}/paper/{town.matter.pk}")
    assert left["deleted"] is True
    assert "name" not in left
    assert reconcile() > 0
    assert Exhibit.objects.get(kind="paper", key=town.matter.pk).gone_at is not None


def test_a_change_is_told_once(town: Town) -> None:
    assert reconcile() == 0
    make_matter("Varför är det så kallt?", town.parties.group, town.parties.unit)
    assert reconcile() == 1
    assert settle() == 0
    Group.objects.filter(pk=town.parties.group.pk).update(why="För att ändra mer.")
    assert reconcile() == 1


def seat(town: Town, role: str, name: str, **fields: Any) -> Membership:
    person = town.people[role]
    person.name = name
    person.save()
    found = Membership.objects.get(user=person)
    Membership.objects.filter(pk=found.pk).update(**fields)
    return Membership.objects.get(pk=found.pk)


def test_only_who_leads_and_chose_it_herself_is_named(town: Town) -> None:
    now = timezone.now()
    lead = seat(town, "facilitator", "Lena Ledare")
    show_me(lead, "name", by=town.people["facilitator"])
    noted = {"shown": "name", "shown_at": now, "shown_by": town.people["facilitator"]}
    seat(town, "secretary", "Noter Ad", **noted)
    own = {"shown": "name", "shown_at": now, "shown_by": town.people["participant"]}
    seat(town, "participant", "Delta Gare", **own)
    first = {"shown": "first", "shown_at": now, "shown_by": town.people["staff"]}
    seat(town, "staff", "Bara Förnamn", **first)
    reconcile()
    people = listed("person")
    assert [person["name"] for person in people] == ["Lena Ledare"]
    holds("PersonPage", get(f"{ROOT}/body/1/person"))
    holds("MembershipPage", get(f"{ROOT}/body/1/membership"))
    assert get(people[0]["membership"][0]["id"])["person"] == people[0]["id"]
    show_me(lead, "not", by=town.people["facilitator"])
    left = get(people[0]["id"])
    assert left["deleted"] is True
    assert "Lena" not in str(left)
    assert listed("person") == []


def test_pages_skip_nothing_when_something_goes(town: Town) -> None:
    for number in range(7):
        make_matter(f"Fråga nummer {number}?", town.parties.group, town.parties.unit)
    reconcile()
    every = [paper["id"] for paper in listed("paper")]
    first = get(f"{ROOT}/body/1/paper?limit=3")
    assert first["pagination"] == {"totalElements": len(every), "elementsPerPage": 3}
    gone = Matter.objects.published().order_by("pk")[0]
    set_visibility(gone, public=False, by=town.people["editor"])
    seen = [paper["id"] for paper in first["data"]]
    url = first["links"]["next"]
    while url:
        page = get(url)
        seen += [paper["id"] for paper in page["data"]]
        url = page["links"].get("next", "")
    assert seen == every


@pytest.mark.parametrize("asked", ["modified_since=igår", "limit=0", "limit=x", "after=-1",
                                   "created_until=2026-13-45", "modified_since="])  # fmt: skip
def test_what_cannot_be_understood_is_said(asked: str, town: Town) -> None:
    said = get(f"{ROOT}/body/1/paper?{asked}", 400)
    holds("Error", said)
    assert asked.partition("=")[0] in said["message"]


def test_a_group_s_own_meetings(town: Town) -> None:
    group = town.parties.group
    url = get(f"{ROOT}/organization/{group.pk}")["meeting"]
    page = get(url)
    holds("MeetingPage", page)
    assert len(page["data"]) == 2
    assert page["links"]["self"] == url
    get(f"{ROOT}/organization/{2**62}/meeting", 404)


def test_a_meeting_is_cancelled(town: Town) -> None:
    Meeting.objects.filter(pk=town.planned.pk).update(status="cancelled", starts_at="13:00")
    found = get(f"{ROOT}/meeting/{town.planned.pk}")
    assert found["cancelled"] is True
    assert found["start"].endswith(("T13:00:00+01:00", "T13:00:00+02:00"))


@pytest.mark.parametrize("kind", sorted(LISTS.values()))
def test_a_list_asks_as_much_however_long_it_is(
    kind: str, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    get(f"{ROOT}/system")
    for number in range(3):
        made = make_matter(f"Fråga {number}?", town.parties.group, town.parties.unit)
        made.related.add(town.matter)
        make_meeting(town.parties.group, f"Möte {number}", timezone.localdate(), "planned")
    reconcile()
    with django_assert_max_num_queries(8):
        assert len(get(f"{ROOT}/body/1/{kind}")["data"]) >= (kind not in ("person", "membership"))
