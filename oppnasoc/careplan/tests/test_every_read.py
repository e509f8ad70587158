"""No page shows a word of a plan without a line in its log, whoever it is shown to."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from django.test import Client

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import Kind, Plan, SeatKind
from oppnasoc.careplan.sections import PEOPLE
from oppnasoc.vault import sealing
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.models import DataKey
from tests.planned import (
    TOWER,
    as_owner,
    client_of,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
)

from .every_page import add_around, every_page
from .pages import html, owner, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)


class Reader:
    """Somebody's browser, and what was unsealed for the page that it asked for last."""

    def __init__(self, client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.plan, self.unsealed = client, plan, 0
        unseal = sealing.unseal

        def counted(key: DataKey, *given: Any) -> bytes:
            self.unsealed += key.pk == plan.key_id
            return unseal(key, *given)

        monkeypatch.setattr(sealing, "unseal", counted)

    def read(self, address: str) -> list[str]:
        """The parts that a page is logged as; fails where it shows something without any."""
        self.unsealed, before = 0, lines_of(self.plan.pk).count()
        answer = self.client.get(address)
        new = list(lines_of(self.plan.pk)[: lines_of(self.plan.pk).count() - before])
        assert answer.status_code in (200, 302, 404), address
        if answer.status_code == 200:
            assert bool(new) or not self.unsealed, address
        return [line.section for line in new]


def test_every_page_of_a_plan_is_in_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan(grown_up_on=today(400))
    siv, nils = make_whole(plan)
    far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
    show(nils, "meeting", "goals")
    add_around(plan, nils)
    shown = 0
    for client in (owner(plan), client_of(siv), client_of(nils), client_of(far)):
        reader = Reader(client, plan, monkeypatch)
        for address in chain.from_iterable(every_page(plan).values()):
            reader.read(address)
            shown += bool(reader.unsealed)
        monkeypatch.undo()
    assert shown > 20


def test_who_is_there_is_read_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "meeting")
    reader = Reader(client_of(siv), plan, monkeypatch)
    assert reader.read(url(plan, "plan_people")) == [PEOPLE]
    assert reader.read(url(plan, "plan_person", siv.pk)) == [], "what she may see, and no words"
    assert reader.read(url(plan, "plan_log")) == [PEOPLE]
    page = html(owner(plan).get(url(plan, "plan_log")))
    assert "Siv Handläggare</b> läste: vems planen är och vilka som är med" in page


def test_a_part_is_logged_once_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "goals")
    reader = Reader(client_of(siv), plan, monkeypatch)
    assert reader.read(url(plan, "plan_section", "goals")) == ["goals"]
    assert reader.read(url(plan, "plan_section", "money")) == []


def test_the_heading_of_a_part_of_her_story_is_of_the_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    told = make_piece(as_owner(plan), Kind.STORY, {"heading": "Om mig", "words": "Då"})
    consent.give(as_owner(plan), siv, "story", piece=told)
    reader = Reader(owner(plan), plan, monkeypatch)
    assert "story" in reader.read(url(plan, "plan_person", siv.pk))
