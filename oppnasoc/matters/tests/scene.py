"""The stage of the matter tests: one open matter, everybody who may stand there, and a check
that a refusal leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from oppnasoc.matters.models import Answer, Credit, Ground, Judgement, Matter, Note, Proposal, Step
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice
from tests.rows import rows_of
from tests.town import ROLES, Parties, make_matter, make_parties, make_people, make_voice

LEADERS = {"facilitator", "other_facilitator", "secretary", "editor"}
TENDING = {"facilitator", "secretary", "editor"}
ANSWERING = {"staff", "manager"}
PASSING = TENDING | {"staff"}  # who tends it, or acts for the unit that it lies with
CARRYING = TENDING | ANSWERING
CREDITED = {"participant", "facilitator", "secretary", "staff"}


def day(ahead: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=ahead)


@dataclass
class Scene:
    """A matter of the group that lies with the unit, with one voice; and everybody."""

    parties: Parties
    people: dict[str, User]
    matter: Matter
    voice: Voice

    def who(self, role: str) -> Any:
        """The person of a role, as she comes fresh with a request."""
        if role == "anonymous":
            return AnonymousUser()
        return User.objects.get(pk=self.people[role].pk)

    @property
    def facilitator(self) -> User:
        return self.people["facilitator"]

    @property
    def manager(self) -> User:
        return self.people["manager"]


def make_scene() -> Scene:
    parties = make_parties()
    people = make_people(parties)
    matter = make_matter("Varför tar beskeden så lång tid?", parties.group, parties.unit)
    voice = make_voice("Jag väntade i sju veckor.")
    Ground.objects.create(matter=matter, voice=voice)
    return Scene(parties, people, matter, voice)


def everything() -> dict[str, list[Any]]:
    """All rows that an action on matters may write."""
    tables = (Matter, Ground, Judgement, Answer, Note, Proposal, Step, Credit, Voice, Entry)
    return rows_of(*tables, Matter.related.through)


@contextmanager
def nothing_written() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


@contextmanager
def refused(error: type[Exception], match: str | None = None) -> Iterator[None]:
    """The block raises ``error`` and leaves every row as it was."""
    with nothing_written(), pytest.raises(error, match=match):
        yield


def entries() -> list[str]:
    """The kinds of all entries, the first one first."""
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def assert_only(scene: Scene, allowed: set[str], do: Callable[[Any], Any]) -> None:
    """``do(by)`` succeeds for exactly these roles; a refusal writes nothing."""
    for role in ROLES:
        by = scene.who(role)
        with transaction.atomic():
            if role in allowed:
                do(by)
                assert len(entries()) == 1, role
            else:
                with refused(PermissionDenied):
                    do(by)
            transaction.set_rollback(True)
        scene.matter.refresh_from_db()
    with refused(PermissionDenied):
        do(None)
