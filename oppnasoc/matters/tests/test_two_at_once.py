"""Two people act on the same matter at the same moment: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from oppnasoc.matters import actions, merging, passing
from oppnasoc.matters.models import Answer, Matter, Note
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.tests.disk import at_once, on_disk
from tests.town import make_matter, make_voice

from .scene import Scene, day, entries, make_scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Scene]:
    scene = make_scene()
    with on_disk(tmp_path):
        yield scene


def moved(scene: Scene, matter: Matter, by: User) -> Any:
    return passing.hand_over(matter, to=scene.parties.post, reason="Vidare.", by=by, seen=1)


def merged(scene: Scene, matter: Matter, by: User) -> Any:
    into = Matter.objects.exclude(pk=matter.pk).get()
    return merging.merge(matter, into, "De är samma.", by=by, seen=1)


def answered(scene: Scene, matter: Matter, by: User) -> Any:
    return actions.answer(matter, "Nej.", verdict="no", reason="Ty.", by=by, seen=1)


def edited(scene: Scene, matter: Matter, by: User) -> Any:
    return actions.edit_matter(matter, title="Ny", summary="", theme=None, by=by, seen=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [(moved, moved), (moved, answered), (answered, answered), (edited, moved), (merged, answered)],
)
def test_one_wins(shared: Scene, one: Callable[..., Any], other: Callable[..., Any]) -> None:
    make_matter("En annan?", shared.parties.group, shared.parties.unit)
    mine = Matter.objects.filter(pk=shared.matter.pk)
    people = {merged: "facilitator", moved: "facilitator", answered: "manager", edited: "secretary"}
    doings = []
    for do in (one, other):
        matter, by = mine.get(), shared.who(people[do])
        doings.append(lambda do=do, matter=matter, by=by: do(shared, matter, by))
    outcomes = at_once(*doings)
    assert sum(isinstance(o, Stale) for o in outcomes) == 1, outcomes
    assert sum(not isinstance(o, Exception) for o in outcomes) == 1, outcomes
    assert len(entries()) in {1, 2}
    assert mine.get().revision == 2
    assert Answer.objects.count() + Note.objects.count() <= 1


def test_eight_notes_all_stand(shared: Scene) -> None:
    by = shared.facilitator
    texts = [f"Rad {n}" for n in range(8)]
    copies = [Matter.objects.get() for _text in texts]
    outcomes = at_once(
        *(
            lambda m=matter, t=text: actions.note(m, t, by=by)
            for matter, text in zip(copies, texts, strict=True)
        )
    )
    assert [type(o) for o in outcomes] == [Note] * 8
    assert set(Note.objects.values_list("text", flat=True)) == set(texts)
    assert entries() == ["matters.noted"] * 8


def test_the_same_voice_grounds_once(shared: Scene) -> None:
    voice, by = make_voice("Jag med."), shared.facilitator
    copies = [Matter.objects.get(), Matter.objects.get()]
    outcomes = at_once(*(lambda m=matter: actions.ground(m, voice, by=by) for matter in copies))
    assert not any(isinstance(o, Exception) for o in outcomes), outcomes
    assert voice.grounds.count() == 1
    assert entries() == ["matters.grounded"]


def test_of_a_yes_and_a_no_to_a_hand_over_one_stands(shared: Scene) -> None:
    Matter.objects.update(asked=shared.parties.other_group, asked_until=day(3))
    by = shared.who("other_facilitator")
    mine, hers = Matter.objects.get(), Matter.objects.get()
    outcomes = at_once(
        lambda: passing.accept(mine, next_on=day(9), by=by),
        lambda: passing.give_back(hers, "Inte vår.", by=by),
    )
    assert sum(isinstance(o, Stale) for o in outcomes) == 1, outcomes
    matter = Matter.objects.get()
    assert matter.asked is None
    took = matter.holder_id == shared.parties.other_group.pk
    assert entries() == ["matters.moved" if took else "matters.given_back"]
