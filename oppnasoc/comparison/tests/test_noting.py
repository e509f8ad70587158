"""Proposing a note, looking at it, correcting it, taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from oppnasoc.comparison import noting
from oppnasoc.comparison.models import Elsewhere, Wording
from oppnasoc.comparison.note_following import KIND
from oppnasoc.discussion.subjects import about
from oppnasoc.following.models import Happening
from oppnasoc.following.subjects import entries_of, shown, targets
from oppnasoc.matters.tests.scene import Scene
from oppnasoc.search import index
from oppnasoc.search.finding import find
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from tests.town import ROLES

from .scene import kinds, make_note, propose, told

State = Elsewhere.State


def test_anybody_proposes_and_an_editor_looks_first(scene: Scene) -> None:
    note, code = propose(scene, name=" Kim  K ")
    assert (note.state, note.name, note.author) == (State.HELD, "Kim K", None)
    assert len(code) == 10
    assert noting.find(code) == note
    assert noting.find("AAAAA-AAAAA") is None
    assert kinds() == ["comparison.note_proposed"]
    assert Happening.objects.count() == 0
    assert shown([(KIND, note.pk)]) == {}
    assert about(KIND, note.pk, None) is None


def test_the_same_sending_is_the_same_note(scene: Scene) -> None:
    first, code = propose(scene, once="en gång")
    again, same = propose(scene, once="en gång")
    assert (first, code) == (again, same)
    assert Elsewhere.objects.count() == 1


def test_with_an_account_there_is_no_code_and_an_editors_own_is_shown(scene: Scene) -> None:
    note, code = propose(scene, by=scene.who("participant"), once="a")
    assert (code, note.author_id) == ("", scene.who("participant").pk)
    mine, _code = propose(scene, by=scene.who("editor"), once="b")
    assert mine.state == State.SHOWN
    assert mine.wordings.count() == 1


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"who": " "}, "who"),
        ({"does": ""}, "does"),
        ({"source": " "}, "source"),
        ({"source_link": "http://example.org/"}, "source_link"),
        ({"who_link": "javascript:alert(1)"}, "who_link"),
        ({"source_link": "https://example.org/" + "a" * 300}, "source_link"),
        ({"true_on": timezone.localdate() + timedelta(days=1)}, "true_on"),
        ({"role": "Anna Bergström"}, "role"),
        ({"reach": "anna.bergstrom@gmail.com"}, "reach"),
        ({"reach": "anna.bergstrom@ekvik.example"}, "reach"),
        ({"reach": "640823-3234"}, "reach"),
        ({"role": "070-123 45 67"}, "role"),
        ({"does": "a" * 3001}, "does"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(
    scene: Scene, given: dict[str, Any], part: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        noting.propose("matter", scene.matter.pk, told(**given))
    assert set(caught.value.message_dict) == {part}
    assert Elsewhere.objects.count() == 0


def test_a_role_and_a_public_address_may_stand_there(scene: Scene) -> None:
    given = {"role": "Chefen för mottagningen", "reach": "kontakt@ekvik.example"}
    assert told(**given).as_kept()["reach"] == "kontakt@ekvik.example"
    assert told(reach="mottagningen@ekvik.example").as_kept()
    assert told(reach="0123-45 60 00").as_kept()["reach"] == "0123-45 60 00"
    assert told(source="", source_link="https://ekvik.example/rapport").as_kept()


def test_only_an_editor_looks(scene: Scene) -> None:
    note = make_note(scene)
    held, _code = propose(scene)
    for role in set(ROLES) - {"editor"}:
        by = scene.who(role)
        for act in (
            lambda by=by: noting.show(held, by=by),
            lambda by=by: noting.decline(held, "Nej.", by=by),
            lambda by=by: noting.correct(note, told(), what="x", by=by),
            lambda by=by: noting.withdraw(note, by=by),
            lambda by=by: noting.take_out([held], by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()
    held.refresh_from_db()
    assert held.state == State.HELD


def test_shown_it_is_told_found_and_talked_of(scene: Scene) -> None:
    note = make_note(scene, does="De har en kvällsöppen lots i biblioteket.")
    assert note.is_shown
    entry = Entry.objects.get(kind="comparison.note_shown")
    assert Happening.objects.filter(entry=entry).exists()
    first = targets([entry])[entry.pk]
    assert first[:2] == [(KIND, note.pk), ("matter", scene.matter.pk)]
    assert entry in Entry.objects.filter(entries_of("matter", scene.matter.pk))
    assert "Ekviks kommun" in lines([entry])[0].html
    assert about(KIND, note.pk, None) is not None
    index.rebuild()
    assert [hit.thing for hit in find("kvällsöppet lots", kind="elsewhere").hits] == [note.pk]


def test_a_hidden_matter_hides_what_stands_beside_it(scene: Scene) -> None:
    note = make_note(scene)
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(visibility="hidden")
    assert shown([(KIND, note.pk)]) == {}
    assert shown([(KIND, note.pk)], scene.who("editor"))
    index.rebuild()
    assert find("Ekvik", kind="elsewhere").total == 0


def test_no_has_a_reason_and_one_may_try_again(scene: Scene) -> None:
    note, code = propose(scene)
    with pytest.raises(ValidationError, match="varför"):
        noting.decline(note, "  ", by=scene.who("editor"))
    noting.decline(note, "Det saknas en källa.", by=scene.who("editor"))
    assert (note.state, note.why) == (State.DECLINED, "Det saknas en källa.")
    noting.change(note, told(source="Deras årsberättelse."))
    assert (note.state, note.why, note.source) == (State.HELD, "", "Deras årsberättelse.")
    noting.show(note, by=scene.who("editor"))
    with pytest.raises(ValidationError):
        noting.change(note, told(does="Annat."))
    noting.take_back(note)
    assert (note.state, note.does, note.code_digest) == (State.WITHDRAWN, "", None)
    assert Wording.objects.count() == 0
    assert noting.find(code) is None
    entry = Entry.objects.get(kind="comparison.note_shown")
    assert lines([entry]) == []


def test_only_whoever_wrote_it_changes_it(scene: Scene) -> None:
    note, _code = propose(scene, by=scene.who("participant"))
    for by in (None, scene.who("facilitator"), scene.who("editor")):
        with pytest.raises(PermissionDenied):
            noting.take_back(note, by=by)
    noting.take_back(note, by=scene.who("participant"))
    assert note.author_id is None


def test_somebody_else_came_first(scene: Scene) -> None:
    note, _code = propose(scene)
    noting.change(note, told(does="Nytt."))
    with pytest.raises(Stale):
        noting.show(note, by=scene.who("editor"), seen=0)
    note.refresh_from_db()
    assert note.state == State.HELD


def test_a_correction_keeps_what_stood_there(scene: Scene) -> None:
    note = make_note(scene)
    editor = scene.who("editor")
    with pytest.raises(ValidationError):
        noting.correct(note, told(does="Nytt."), what=" ", by=editor)
    with pytest.raises(ValidationError, match="samma ord"):
        noting.correct(note, told(), what="Inget", by=editor)
    noting.correct(note, told(does="De ringer nästa dag."), what="Dagen var fel", by=editor)
    rows = [(each.number, each.what, each.facts["does"]) for each in note.wordings.all()]
    assert rows == [
        (2, "Dagen var fel", "De ringer nästa dag."),
        (1, "", "De ringer samma dag."),
    ]


def test_old_after_two_years(scene: Scene) -> None:
    today = timezone.localdate()
    assert make_note(scene, true_on=today - timedelta(days=731)).is_old
    assert not make_note(scene, true_on=today - timedelta(days=729)).is_old


def test_what_waits_is_in_the_to_do(scene: Scene) -> None:
    note, _code = propose(scene, by=scene.who("participant"))
    assert "/jamfor/sa-gor-andra/att-titta-pa/" in [t.url for t in todos(scene.who("editor"))]
    assert not [t for t in todos(scene.who("facilitator")) if "/jamfor/" in t.url]
    noting.decline(note, "Nej tack.", by=scene.who("editor"))
    mine = [t for t in todos(scene.who("participant")) if "/jamfor/" in t.url]
    assert [t.url for t in mine] == [f"/jamfor/sa-gor-andra/mina/{note.pk}/"]


def test_the_database_holds_it_too(scene: Scene) -> None:
    note = make_note(scene)
    wrong: list[dict[str, Any]] = [
        {"who": ""}, {"source": "", "source_link": ""}, {"state": "declined"}, {"shown_at": None}
    ]  # fmt: skip
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Elsewhere.objects.filter(pk=note.pk).update(**fields)
