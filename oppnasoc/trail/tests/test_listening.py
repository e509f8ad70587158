"""Who listens hears of each entry in its own transaction, and what fails there undoes it."""

from __future__ import annotations

import pytest
from django.db import transaction

from oppnasoc.groups.tests.making import make_group
from oppnasoc.trail import listening
from oppnasoc.trail.actions import record
from oppnasoc.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_listeners", [])


def test_a_listener_hears_every_entry() -> None:
    heard: list[Entry] = []
    assert listening.listens(heard.append) == heard.append
    group = make_group()
    first = record("groups.status_set", group, status="active")
    second = record("groups.level_set", group, target=None)
    assert heard == [first, second]
    assert first.pk is not None


def test_what_a_listener_cannot_do_is_not_done_at_all() -> None:
    def fails(entry: Entry) -> None:
        raise RuntimeError(entry.kind)

    listening.listens(fails)
    group = make_group()
    with pytest.raises(RuntimeError, match="status_set"), transaction.atomic():
        record("groups.status_set", group, status="active")
    assert not Entry.objects.exists()
