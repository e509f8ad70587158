"""Who sees what: everybody at a plan × every part × how far × every state, by every way out.

The expected answer is written down here by itself and never asked of the program. One plan holds
one secret word in each part, and another that stood there before anybody had seen it; whoever may
not see a part must not meet its words on any page, in any file and on no paper.
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import consent, writing
from oppnasoc.careplan.export import as_fhir, as_json, paper, whole
from oppnasoc.careplan.export.fhir_codes import Release
from oppnasoc.careplan.models import (
    Confirmation,
    Grant,
    Kind,
    Level,
    Piece,
    Plan,
    Seat,
    SeatKind,
    Side,
    State,
)
from oppnasoc.careplan.opening import NotThere, open_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.sections import LIFE, SHOWABLE, Section
from oppnasoc.vault.log import Verb
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_action,
    make_piece,
    make_plan,
    make_seat,
)

pytestmark = pytest.mark.django_db(databases=TOWER)

#: What stands in each part, as one word that stands nowhere else.
WORD = {part: f"hemligt{part.value}ord" for part in Section}
#: What stood there first, before any yes: nobody else reads it, ever.
FIRST = {part: f"ursprungligt{part.value}ord" for part in Section}
WHO = (SeatKind.AUTHORITY, SeatKind.RELATIVE, SeatKind.SUPPORT, SeatKind.GUARDIAN,
       SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR)  # fmt: skip
#: An order that names property alone reaches the money and nothing else.
REACHED = {SeatKind.TRUSTEE: {Section.MONEY}, SeatKind.ADMINISTRATOR: {Section.MONEY}}


@dataclass
class Filled:
    plan: Plan
    pieces: dict[Section, Piece]


def kind_and_words(part: Section, word: str) -> tuple[Kind, dict[str, str]]:
    """What stands in a part: of the kind that belongs there, or a note."""
    if part in LIFE:
        return Kind.ACTION, {"what": word}
    return {
        Section.GOALS: (Kind.GOAL, {"words": word}),
        Section.STORY: (Kind.STORY, {"heading": word, "words": "Det var så"}),
        Section.ACUTE: (Kind.ACUTE, {"what": word, "answer": "yes"}),
    }.get(part, (Kind.NOTE, {"words": word}))


def fill(who: SeatKind | None = None) -> Filled:
    """A plan with one piece in each part, which has read otherwise once; a child's for a
    guardian."""
    plan = make_plan()
    if who == SeatKind.GUARDIAN:
        Plan.objects.update(grown_up_on=timezone.localdate() + timedelta(days=900))
        plan.refresh_from_db()
    pieces = {}
    for part in Section:
        kind, words = kind_and_words(part, FIRST[part])
        item = "sleep-tonight" if part is Section.ACUTE else ""
        made = make_piece(as_owner(plan), kind, words, section=part, item=item)
        words = kind_and_words(part, WORD[part])[1]
        pieces[part] = writing.change(as_owner(plan), made.pk, words, edition=1)
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


def by_paper(seat: Seat) -> str:
    """What the plan in large letters says to somebody: its words, and all that lies in the file."""
    try:
        assert seat.person
        opened = open_plan(seat.plan_id, seat.person, purpose="do", fresh=True)
    except NotThere:
        return ""
    made = read_paper(paper.plan_pdf(whole.picture(opened, verb=Verb.PRINT)))
    return made.text + made.everything.decode("latin-1")


def seen(text: str, words: dict[Section, str] = WORD) -> set[Section]:
    return {part for part in Section if words[part] in text}


@pytest.mark.parametrize("kind", WHO)
def test_each_part_is_shown_alone(kind: SeatKind, subtests: pytest.Subtests) -> None:
    filled = fill(kind)
    seat = make_somebody(filled.plan, kind)
    client = client_of(seat)
    assert seen(by_page(client, filled)) == set()
    for part, level in zip(SHOWABLE, itertools.cycle(Level)):
        with subtests.test(part=part, level=level):
            grant = consent.give(as_owner(filled.plan), seat, part, level=level)
            expected = {part} & REACHED.get(kind, set(SHOWABLE))
            pages, files = by_page(client, filled), by_export(seat)
            assert seen(pages) == seen(files) == expected
            assert seen(pages + files, FIRST) == set()
            consent.withdraw(as_owner(filled.plan), grant)
    assert seen(by_page(client, filled)) == set()


@pytest.mark.parametrize("kind", [SeatKind.AUTHORITY, SeatKind.RELATIVE])
def test_history_begins_with_the_yes(kind: SeatKind) -> None:
    """How it read when she said yes and all that came after, edition by edition, and in no part
    that is closed; what stood there before is hers, and she reads all of it."""
    filled = fill(kind)
    seat = make_somebody(filled.plan, kind)
    for part in (Section.GOALS, Section.HEALTH, Section.STORY, Section.ACUTE):
        consent.give(as_owner(filled.plan), seat, part)
    later = {part: f"senare{part.value}ord" for part in Section}
    for part, piece in filled.pieces.items():
        words = kind_and_words(part, later[part])[1]
        writing.change(as_owner(filled.plan), piece.pk, words, edition=2)
    expected = {Section.GOALS, Section.HEALTH, Section.STORY, Section.ACUTE}
    client = client_of(seat)
    pages = by_page(client, filled)
    assert seen(pages, FIRST) == set()
    assert seen(pages, WORD) == seen(pages, later) == expected
    files = by_export(seat) + by_paper(seat)
    assert seen(files, FIRST) == seen(files, WORD) == set()
    assert seen(files, later) == expected
    for part, piece in filled.pieces.items():
        base = f"/min-plan/{filled.plan.pk}/text/{piece.pk}/"
        assert client.get(base).status_code == (200 if part in expected else 404)
        for number in (1, 2):
            client.post(f"{base}som-forut/{number}/", {"edition": 3})
            assert Piece.objects.get(pk=piece.pk).edition == 3
    owner = by_page(client_for(filled.plan.owner), filled)
    for words_of in (FIRST, WORD, later):
        assert seen(owner, words_of) == set(Section)


#: What each may write at the widest yes, of what is written on a form of its own: her own words
#: are the owner's alone, and whoever writes for a part may add what is done about it.
ADDED = {Kind.GOAL: Section.GOALS, Kind.ACTION: Section.HEALTH, Kind.NOTE: Section.GOALS}
HERS = {Kind.ABOUT: Section.ABOUT, Kind.IMPORTANT: Section.IMPORTANT, Kind.STORY: Section.STORY,
        Kind.CARD: Section.ACUTE, Kind.PREPARATION: Section.MEETING,
        Kind.NOT_WANTED: Section.PRIVATE}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_what_somebody_may_add_of_each_kind(who: SeatKind, subtests: pytest.Subtests) -> None:
    """See, comment, write × every kind that has a form, by everybody at a plan."""
    filled = fill(who)
    plan, seat = filled.plan, make_somebody(filled.plan, who)
    client = client_of(seat)
    base = f"/min-plan/{plan.pk}/skriv/"
    for level in (0, *Level):
        for part in {*ADDED.values(), *HERS.values()} - {Section.PRIVATE}:
            if level:
                consent.give(as_owner(plan), seat, part, level=level)
        for kind, part in (ADDED | HERS).items():
            with subtests.test(level=level, kind=kind):
                name = {Kind.ACTION: "what", Kind.STORY: "heading", Kind.ABOUT: "called",
                        Kind.IMPORTANT: "matters", Kind.PREPARATION: "question",
                        Kind.NOT_WANTED: "people"}.get(kind, "words")  # fmt: skip
                address = f"{base}{kind.value}/?avsnitt={part.value}"
                client.post(address, {name: f"Nytt på nivå {level}"})
                reaches = part in REACHED.get(who, set(SHOWABLE))
                needed = Level.COMMENT if kind is Kind.NOTE else Level.WRITE
                may = kind in ADDED and reaches and level >= needed
                made = Piece.objects.filter(plan=plan, author=seat, kind=kind)
                written = {piece.words(plan.key, 1)[name] for piece in made}
                assert (f"Nytt på nivå {level}" in written) is may


@pytest.mark.parametrize("who", WHO)
def test_who_stands_for_an_action_and_who_changes_it(
    who: SeatKind, subtests: pytest.Subtests
) -> None:
    """An authority confirms what is its own and what it sees; whoever answers for an action
    changes it when she may write in its part; nobody does either with another's."""
    filled = fill(who)
    plan, seat = filled.plan, make_somebody(filled.plan, who)
    other = make_seat(plan, side=Side.REGION, name="Någon annan")
    part = Section.MONEY  # What every decision here reaches.
    own, theirs = (make_action(plan, each, "Det som görs", section=part) for each in (seat, other))
    client, base = client_of(seat), f"/min-plan/{plan.pk}/"
    for level in (0, *Level):
        if level:
            consent.give(as_owner(plan), seat, part, level=level)
        for piece in (own, theirs):
            with subtests.test(level=level, own=piece is own):
                now = Piece.objects.get(pk=piece.pk).edition
                client.post(f"{base}bekrafta/", {"piece": str(piece.pk), "edition": str(now)})
                rows = Confirmation.objects.filter(piece=piece, edition=now)
                is_authority = who == SeatKind.AUTHORITY
                assert rows.exists() is (is_authority and piece is own and level > 0)
                words = {"what": f"Det som görs på nivå {level}", "edition": str(now)}
                client.post(f"{base}text/{piece.pk}/andra/", words)
                changed = Piece.objects.get(pk=piece.pk).edition > now
                assert changed is (piece is own and level == Level.WRITE)


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


#: Where a plan may be while it is open, and what ends all that was said yes to.
OPEN_STATES = [state for state in State if state is not State.CLOSED]
ENDS = ("closed", "frozen", "ended", "taken back", "past its day")


def come_to(filled: Filled, seat: Seat, state: str) -> None:
    """The plan, or a place at it, as it is in a state; each begins from an open plan."""
    now, today = timezone.now(), timezone.localdate()
    plans, seats = Plan.objects.filter(pk=filled.plan.pk), Seat.objects.filter(pk=seat.pk)
    grants = Grant.objects.filter(seat=seat)
    plans.update(state=State.BEGUN, closed_at=None, frozen_at=None)
    seats.update(ended_at=None)
    grants.update(withdrawn_at=None, until_at=now + timedelta(days=300))
    if state == "closed":
        plans.update(state=State.CLOSED, closed_at=now)
    elif state == "frozen":
        plans.update(frozen_at=now)
    elif state == "ended":
        seats.update(ended_at=now)
    elif state == "taken back":
        grants.update(withdrawn_at=now)
    elif state == "past its day":
        grants.update(from_at=now - timedelta(days=2), until_at=now)
    else:
        plans.update(state=state, approved_at=now, in_force_at=now, lead=seat,
                     follow_up_on=today + timedelta(days=60))  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_every_state(who: SeatKind, subtests: pytest.Subtests) -> None:
    """Everybody at a plan × the states that it has × what ends a yes, by page, file and paper."""
    filled = fill(who)
    plan, seat = filled.plan, make_somebody(filled.plan, who)
    for part in SHOWABLE:
        consent.give(as_owner(plan), seat, part, level=Level.WRITE)
    client = client_of(seat)
    assert len(OPEN_STATES) == 7
    for state in (*OPEN_STATES, *ENDS):
        with subtests.test(state=state):
            come_to(filled, seat, state)
            expected = REACHED.get(who, set(SHOWABLE)) if state in OPEN_STATES else set()
            pages, files = by_page(client, filled), by_export(seat)
            assert seen(pages) == seen(files) == expected
            sheet = by_paper(seat)
            assert seen(sheet) == expected
            assert seen(pages + files + sheet, FIRST) == set()


@pytest.mark.parametrize("state", [*OPEN_STATES, *ENDS])
def test_she_always_reads_what_is_hers(state: str) -> None:
    """In every state, and writes as long as the plan is open."""
    filled = fill()
    plan, seat = filled.plan, make_somebody(filled.plan, SeatKind.AUTHORITY)
    consent.give(as_owner(plan), seat, Section.GOALS)
    come_to(filled, seat, state)
    owner = client_for(plan.owner)
    assert seen(by_page(owner, filled)) == set(Section)
    wrote = owner.post(f"/min-plan/{plan.pk}/skriv/goal/", {"words": "Ett mål till"})
    assert (wrote.status_code == 302) is (state not in ("closed", "frozen"))


def test_a_stranger_meets_nothing() -> None:
    filled = fill()
    assert seen(by_page(client_for(uuid.uuid4()), filled)) == set()
    assert seen(by_page(Client(), filled)) == set()
