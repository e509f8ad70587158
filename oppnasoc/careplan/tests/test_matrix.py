"""Who sees what: everybody at a plan × every part × how far × every state, by every way out.

The expected answer is written down here by itself and never asked of the program. One plan holds
one secret word in each part; whoever may not see a part must not meet its word on any page.
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import consent
from oppnasoc.careplan.export import as_fhir, as_json, whole
from oppnasoc.careplan.export.fhir_codes import Release
from oppnasoc.careplan.models import Grant, Kind, Level, Piece, Plan, Seat, SeatKind, Side, State
from oppnasoc.careplan.opening import NotThere, open_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.sections import LIFE, SHOWABLE, Section
from tests.planned import TOWER, as_owner, client_for, client_of, make_piece, make_plan, make_seat

pytestmark = pytest.mark.django_db(databases=TOWER)

#: What stands in each part, as one word that stands nowhere else.
WORD = {part: f"hemligt{part.value}ord" for part in Section}
WHO = (SeatKind.AUTHORITY, SeatKind.RELATIVE, SeatKind.SUPPORT, SeatKind.GUARDIAN,
       SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR)  # fmt: skip
#: An order that names property alone reaches the money and nothing else.
REACHED = {SeatKind.TRUSTEE: {Section.MONEY}, SeatKind.ADMINISTRATOR: {Section.MONEY}}


@dataclass
class Filled:
    plan: Plan
    pieces: dict[Section, Piece]


def fill() -> Filled:
    """A plan with one piece in each part."""
    plan = make_plan()
    pieces = {}
    for part in Section:
        by = as_owner(plan)
        if part in LIFE:
            made = make_piece(by, Kind.ACTION, {"what": WORD[part]}, section=part)
        elif part is Section.GOALS:
            made = make_piece(by, Kind.GOAL, {"words": WORD[part]})
        elif part is Section.STORY:
            made = make_piece(by, Kind.STORY, {"heading": WORD[part], "words": "Det var så"})
        elif part is Section.ACUTE:
            words = {"what": WORD[part], "answer": "yes"}
            made = make_piece(by, Kind.ACUTE, words, item="sleep-tonight")
        else:
            made = make_piece(by, Kind.NOTE, {"words": WORD[part]}, section=part)
        pieces[part] = made
    return Filled(plan, pieces)


def make_somebody(plan: Plan, kind: SeatKind) -> Seat:
    seat = make_seat(plan, kind, side=Side.MUNICIPALITY, name=f"Någon {kind}")
    if kind in (SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR):
        inviting.empower(as_owner(plan), seat, decided_on=timezone.localdate(), until_on=None,
                         rights=False, property=True, person=False, evidence="Beslut")  # fmt: skip
    return seat


def by_page(client: Client, filled: Filled) -> str:
    """Every page of the plan that shows what stands in it, together."""
    plan = filled.plan.pk
    paths = ["", "vem-har-last/"]
    paths += [f"del/{part}/" for part in Section]
    paths += [f"text/{piece.pk}/" for piece in filled.pieces.values()]
    paths += ["berattelse/", "om-jag-blir-sjuk/", "skriv-ut/"]
    answers = [client.get(f"/min-plan/{plan}/{path}") for path in paths]
    return "\n".join(a.content.decode() for a in answers if a.status_code == 200)


def by_export(seat: Seat) -> str:
    """What the exports make of the plan for somebody: JSON, FHIR R5 and R4B."""
    try:
        assert seat.person
        opened = open_plan(seat.plan_id, seat.person, purpose="do", fresh=True)
    except NotThere:
        return ""
    picture = whole.picture(opened)
    files = [as_json.as_json(picture), *(as_fhir.as_fhir(picture, each) for each in Release)]
    return b"\n".join(files).decode()


def seen(text: str) -> set[Section]:
    return {part for part in Section if WORD[part] in text}


@pytest.mark.parametrize("kind", WHO)
def test_each_part_is_shown_alone(kind: SeatKind, subtests: pytest.Subtests) -> None:
    filled = fill()
    seat = make_somebody(filled.plan, kind)
    client = client_of(seat)
    assert seen(by_page(client, filled)) == set()
    for part, level in zip(SHOWABLE, itertools.cycle(Level)):
        with subtests.test(part=part, level=level):
            grant = consent.give(as_owner(filled.plan), seat, part, level=level)
            expected = {part} & REACHED.get(kind, set(SHOWABLE))
            assert seen(by_page(client, filled)) == expected
            assert seen(by_export(seat)) == expected
            consent.withdraw(as_owner(filled.plan), grant)
    assert seen(by_page(client, filled)) == set()


@pytest.mark.parametrize("part", SHOWABLE)
def test_only_who_may_write_changes(part: Section, subtests: pytest.Subtests) -> None:
    """A post to every address that writes, by somebody who may see, comment or write."""
    filled = fill()
    seat = make_somebody(filled.plan, SeatKind.AUTHORITY)
    client = client_of(seat)
    piece = filled.pieces[part]
    base = f"/min-plan/{filled.plan.pk}/"
    for level in (0, *Level):
        if level:
            consent.give(as_owner(filled.plan), seat, part, level=level)
        with subtests.test(level=level):
            before = Piece.objects.get(pk=piece.pk).edition
            words: dict[str, Any] = {"what": "nytt", "words": "nytt", "heading": "nytt"}
            client.post(f"{base}text/{piece.pk}/andra/", {**words, "edition": before})
            client.post(f"{base}text/{piece.pk}/ta-bort/")
            after = Piece.objects.get(pk=piece.pk)
            # The owner wrote it: nobody else changes her words or takes them away; an action
            # that nobody answers for yet is hers too.
            assert (after.edition, after.removed_at) == (before, None)
            note = client.post(f"{base}skriv/note/?vid={piece.pk}", {"words": f"obs {level}"})
            may_note = level >= Level.COMMENT
            assert (note.status_code == 302) is may_note, note.status_code


@pytest.mark.parametrize("state", ["open", "closed", "frozen", "ended", "paused"])
def test_every_state(state: str) -> None:
    filled = fill()
    plan = filled.plan
    seat = make_somebody(plan, SeatKind.AUTHORITY)
    for part in SHOWABLE:
        consent.give(as_owner(plan), seat, part, level=Level.WRITE)
    client = client_of(seat)
    now = timezone.now()
    if state == "closed":
        Plan.objects.filter(pk=plan.pk).update(state=State.CLOSED, closed_at=now)
    elif state == "frozen":
        Plan.objects.filter(pk=plan.pk).update(frozen_at=now)
    elif state == "ended":
        Seat.objects.filter(pk=seat.pk).update(ended_at=now)
    elif state == "paused":
        Grant.objects.filter(seat=seat).update(withdrawn_at=now)
    expected = set(SHOWABLE) if state == "open" else set()
    assert seen(by_page(client, filled)) == expected
    assert seen(by_export(seat)) == expected
    owner = client_for(plan.owner)
    assert seen(by_page(owner, filled)) == set(Section), "she always reads what is hers"
    wrote = owner.post(f"/min-plan/{plan.pk}/skriv/goal/", {"words": "Ett mål till"})
    assert (wrote.status_code == 302) is (state in ("open", "ended", "paused"))


def test_a_stranger_meets_nothing() -> None:
    filled = fill()
    assert seen(by_page(client_for(uuid.uuid4()), filled)) == set()
    assert seen(by_page(Client(), filled)) == set()
