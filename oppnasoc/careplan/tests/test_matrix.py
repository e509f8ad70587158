"""Who sees what: everybody at a plan × every part × how far × every state, by every way out.

The expected answer is written down here by itself and never asked of the program. One plan holds
one secret word in each part, and another that stood there before anybody had seen it; whoever may
not see a part must not meet its words on any page, in any file and on no paper.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import consent, writing
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
from oppnasoc.careplan.sections import SHOWABLE, Section
from tests.planned import TOWER, as_owner, client_for, client_of, make_action, make_seat

from .filled import (
    CLOSE,
    FIRST,
    TOLD,
    WORD,
    WORKPLACE,
    Filled,
    by_export,
    by_page,
    by_paper,
    fill,
    kind_and_words,
    make_somebody,
    quick,
    seen,
)

__all__ = ["quick"]  # A fixture.

pytestmark = [pytest.mark.django_db(databases=TOWER), pytest.mark.usefixtures("quick")]

WHO = (SeatKind.AUTHORITY, SeatKind.RELATIVE, SeatKind.SUPPORT, SeatKind.GUARDIAN,
       SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR)  # fmt: skip
#: An order that names property alone reaches the money and nothing else.
REACHED = {SeatKind.TRUSTEE: {Section.MONEY}, SeatKind.ADMINISTRATOR: {Section.MONEY}}
#: Whoever decides for her what is shown to whom knows of all who work with her.
DECIDES = (SeatKind.GUARDIAN, SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR)


def knows(who: SeatKind, parts: AbstractSet[Section]) -> bool:
    """Whether somebody knows where the one works who answers for what is done about her health."""
    return who in DECIDES or bool({Section.HEALTH, Section.MEETING} & parts)


@pytest.mark.parametrize("kind", WHO)
def test_each_part_is_shown_alone(kind: SeatKind, subtests: pytest.Subtests) -> None:
    filled = fill(kind)
    seat = make_somebody(filled.plan, kind)
    client = client_of(seat)
    assert seen(by_page(client, filled)) == set()
    assert seen("".join(by_paper(seat).values())) == set()
    for part, level in zip(SHOWABLE, itertools.cycle(Level)):
        with subtests.test(part=part, level=level):
            grant = consent.give(as_owner(filled.plan), seat, part, level=level)
            expected = {part} & REACHED.get(kind, set(SHOWABLE))
            pages, files = by_page(client, filled), by_export(seat)
            assert seen(pages) == seen(files) == expected
            assert seen(pages + files, FIRST) == set()
            assert (WORKPLACE in pages) is knows(kind, expected)
            assert WORKPLACE not in files or knows(kind, expected)
            assert CLOSE not in pages + files
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
    card = {"words": later[Section.ACUTE]}
    writing.change(as_owner(filled.plan), filled.card.pk, card, edition=1)
    expected = {Section.GOALS, Section.HEALTH, Section.STORY, Section.ACUTE}
    client = client_of(seat)
    pages = by_page(client, filled)
    assert seen(pages, FIRST) == set()
    assert seen(pages, WORD) == seen(pages, later) == expected
    files = by_export(seat) + "".join(by_paper(seat).values())
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


def test_only_who_may_write_changes(subtests: pytest.Subtests) -> None:
    """A post to every address that writes, by somebody who may see, comment or write."""
    filled = fill()
    seat = make_somebody(filled.plan, SeatKind.AUTHORITY)
    client = client_of(seat)
    base = f"/min-plan/{filled.plan.pk}/"
    for part, level in itertools.product(SHOWABLE, (0, *Level)):
        piece = filled.pieces[part]
        if level:
            consent.give(as_owner(filled.plan), seat, part, level=level)
        with subtests.test(part=part, level=level):
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
#: Where somebody still has her place, whether anything is shown to her or not.
HOLDING = (*OPEN_STATES, "taken back", "past its day")


def papers_of(parts: set[Section]) -> set[str]:
    """The papers that somebody may have who sees these parts."""
    return {"plan", "easy", *(name for name, told in TOLD.items() if told <= parts)}


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
            sheets = by_paper(seat)
            for name, sheet in sheets.items():
                assert seen(sheet) == TOLD[name] & expected, name
            assert {*sheets} == papers_of(expected) if state in HOLDING else not sheets
            every = pages + files + "".join(sheets.values())
            assert seen(every, FIRST) == set()
            assert (WORKPLACE in pages) is (state in HOLDING and knows(who, expected))
            assert WORKPLACE not in every or knows(who, expected)
            assert CLOSE not in every


def test_she_always_reads_what_is_hers(subtests: pytest.Subtests) -> None:
    """In every state, and writes as long as the plan is open."""
    filled = fill()
    plan, seat = filled.plan, make_somebody(filled.plan, SeatKind.AUTHORITY)
    consent.give(as_owner(plan), seat, Section.GOALS)
    owner = client_for(plan.owner)
    for state in (*OPEN_STATES, *ENDS):
        with subtests.test(state=state):
            come_to(filled, seat, state)
            pages = by_page(owner, filled)
            assert seen(pages) == set(Section)
            assert WORKPLACE in pages
            assert CLOSE in pages
            wrote = owner.post(f"/min-plan/{plan.pk}/skriv/goal/", {"words": f"Ett mål i {state}"})
            assert (wrote.status_code == 302) is (state not in ("closed", "frozen"))


def test_a_stranger_meets_nothing() -> None:
    filled = fill()
    assert seen(by_page(client_for(uuid.uuid4()), filled)) == set()
    assert seen(by_page(Client(), filled)) == set()
