"""A small town in which everything holds, for the tests that plant a fault in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.groups.models import Group, Membership
from oppnasoc.groups.tests.making import make_person
from oppnasoc.matters.models import Matter, Note
from oppnasoc.meetings.models import Meeting
from oppnasoc.outbox.models import Message
from oppnasoc.pages import letters, looking
from oppnasoc.pages.models import LookOver
from oppnasoc.search import index
from tests.town import make_matter, make_parties, make_people

#: A Wednesday.
NOW = datetime(2026, 3, 18, 9, 0, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class Sundhamn:
    """A small town in which everything holds."""

    def __init__(self) -> None:
        self.parties = make_parties()
        self.people = make_people(self.parties)
        self.group, self.unit = self.parties.group, self.parties.unit
        for group in Group.objects.filter(status="active"):
            if not Membership.objects.leading().filter(party=group.pk).exists():
                leader = make_person("stranger")
                Membership.objects.create(user=leader, party=group, role="facilitator")
            Meeting.objects.create(group=group, title="Möte", held_on=ago(20), status="held")
        LookOver.objects.create(at=NOW - timedelta(hours=4), by_worker=True)
        index.rebuild()

    def matter(self, **fields: Any) -> Matter:
        return make_matter("Varför tar det tid?", self.group, self.unit, **fields)


@pytest.fixture
def town() -> Sundhamn:
    return Sundhamn()


def found(*, indexed: bool = True, **more: Any) -> list[looking.Found]:
    """What a look finds; what the test has changed is in the index, unless that is the fault."""
    if indexed:
        index.repair()
    return looking.look_over(**more)


def say_why(matter: Matter) -> None:
    note = Note.objects.create(matter=matter, text="Vi väntar på regionen.")
    Matter.objects.filter(pk=matter.pk).update(why_late=note)


def message(**fields: Any) -> Message:
    given = {"kind": letters.CODE, "thing": 1, "channel": "email", "key": "k", **fields}
    return Message.objects.create(**given)
