"""The plan as a file: as the schema says, only what somebody may read, and back in again."""

from __future__ import annotations

import dataclasses
import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.careplan import owning, writing
from oppnasoc.careplan.export.as_json import as_json, document
from oppnasoc.careplan.export.read import MOST_BYTES, Brought, read
from oppnasoc.careplan.export.take_in import Fate, foresee, take_in
from oppnasoc.careplan.export.whole import may_have_files, picture
from oppnasoc.careplan.kinds import SHAPES
from oppnasoc.careplan.models import (
    Confirmation,
    Grant,
    Kind,
    Level,
    Piece,
    Plan,
    SeatKind,
)
from oppnasoc.careplan.opening import NotThere, ProveAgain
from oppnasoc.careplan.sections import Section
from oppnasoc.careplan.writing import Refused
from oppnasoc.vault.log import lines_of
from tests.exported import drawn, make_full
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
SOON = timezone.localdate() + timedelta(days=40)
SCHEMA = json.loads((Path(settings.BASE_DIR) / "docs/plan-export.schema.json").read_text("utf-8"))


def taken(plan: Plan, **more: Any) -> bytes:
    return as_json(picture(as_owner(plan), with_private=True, **more))


def changed(content: bytes, **more: Any) -> bytes:
    return json.dumps(json.loads(content) | more).encode()


def gist(content: bytes) -> list[Any]:
    """What a plan says, without ids, times and who wrote it: for comparing two."""
    found = json.loads(content)
    titles = {each["id"]: (each["kind"], str(each["words"])) for each in found["pieces"]}
    names = {
        each["id"]: (each["kind"], each["name"], each["organisation"]) for each in found["people"]
    }
    pieces = [
        (
            each["kind"], each["section"], each["item"], each["words"], each["doing"],
            each["decided"], each["starts_on"], each["due_on"],
            names.get(each["seat"]), titles.get(each["about"]),
        )
        for each in found["pieces"]
    ]  # fmt: skip
    plan = found["plan"]
    facts = (
        plan["name"],
        plan["follow_up_on"],
        names.get(plan["lead"]),
        found["own"]["others_none"],
    )
    return [facts, sorted(names.values()), sorted(pieces, key=str)]


def test_a_whole_plan_is_as_the_schema_says() -> None:
    found = json.loads(taken(make_full()))
    CHECKER.validate(found)
    assert SCHEMA["properties"]["pieces"]["maxItems"] == writing.MOST
    assert {each["kind"] for each in found["pieces"]} == set(Kind.values)
    assert {each["excludes"] for each in found["own"]["grants"]} == {True, False}


CHECKER = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def test_the_schema_knows_every_field_and_nothing_more() -> None:
    for kind, shape in SHAPES.items():
        assert list(SCHEMA["$defs"][f"words_{kind}"]["properties"]) == list(shape.names)
    assert SCHEMA["$defs"]["section"]["enum"] == [str(part) for part in Section]


def test_the_same_plan_is_the_same_file() -> None:
    one = picture(as_owner(make_full()))
    assert as_json(one) == as_json(dataclasses.replace(one))


def test_private_comes_only_when_asked_for_and_only_to_her() -> None:
    plan = make_full()
    mother = plan.seats.get(kind=SeatKind.RELATIVE)
    assert b"Hemlige Hans" not in as_json(picture(as_owner(plan)))
    assert b"private" not in as_json(picture(as_owner(plan)))
    assert "Hemlige Hans" in taken(plan).decode()
    with pytest.raises(ProveAgain):
        picture(as_owner(plan, fresh=False), with_private=True)
    with pytest.raises(NotThere):
        picture(as_seat(mother), with_private=True)


def test_parts_that_were_chosen_and_no_word_of_the_rest() -> None:
    """A file of some parts is made to be given away."""
    plan = make_full(grown_up_on=SOON, discharge_on=SOON)
    owning.close(as_owner(plan), "Jag flyttar från Kalle")
    found = document(picture(as_owner(plan), sections=["goals"]))
    assert {each["section"] for each in found["pieces"]} == {"goals"}
    assert found["whole"] is False
    own = found["own"]
    assert (own["grants"], own["gaps"], own["ending"]) == ([], [], "")
    assert own["grown_up_on"] is own["discharge_on"] is own["record"] is None
    whole = document(picture(as_owner(plan)))["own"]
    assert whole["ending"] == "Jag flyttar från Kalle"
    assert whole["grown_up_on"] == whole["discharge_on"] == SOON.isoformat()
    assert whole["record"] is not None
    with pytest.raises(NotThere):
        picture(as_owner(plan), sections=["garden"])


def test_the_log_says_what_was_taken_out() -> None:
    plan = make_full()
    picture(as_owner(plan), sections=["goals", "money"])
    lines = [(line.verb, line.section) for line in lines_of(plan.pk)[:4]]
    assert {("export", "goals"), ("export", "money"), ("read", "money")} <= set(lines)


def test_a_nurse_with_goals_takes_out_goals() -> None:
    """Scenario 6, the file: no word, no name of a part, nothing that points there."""
    plan = make_full()
    nils = plan.seats.get(side="region")
    show(nils, "goals")
    opened = as_seat(nils)
    text = as_json(picture(opened)).decode()
    found = json.loads(text)
    assert found["sections"] == ["goals"]
    assert {each["kind"] for each in found["pieces"]} == {"goal", "note", "other_plan"}
    for hidden in ("budgetrådgivaren", "boendestöd", "money", "home", "Majken", "grants", "gaps"):
        assert hidden not in text
    jsonschema.validate(found, SCHEMA)
    with pytest.raises(NotThere):
        picture(opened, sections=["money"])
    action = Piece.objects.get(section="money")
    for ask in (opened.piece, lambda pk: writing.editions(opened, pk)):
        with pytest.raises(NotThere):
            ask(action.pk)


def test_what_points_to_the_unseen_points_nowhere() -> None:
    plan = make_full()
    nils = plan.seats.get(side="region")
    show(nils, "home")
    found = document(picture(as_seat(nils)))
    assert [each["about"] for each in found["pieces"]] == [None] * len(found["pieces"])
    assert len(found["pieces"]) == 2


def test_a_partner_sees_nothing_of_what_is_private() -> None:
    """Scenario 11: counts, lists and files are the same as if it were not there."""
    plan = make_full()
    mother = plan.seats.get(kind=SeatKind.RELATIVE)
    show(mother, "goals", "important")
    at = as_seat(mother)
    before = as_json(dataclasses.replace(picture(at), at=at.at))
    make_piece(as_owner(plan), Kind.NOTE, {"words": "Han får inte veta"}, section="private")
    assert as_json(dataclasses.replace(picture(as_seat(mother)), at=at.at)) == before


def test_files_are_for_her_and_for_those_who_must_do_something() -> None:
    plan = make_full()
    siv, nils = plan.seats.get(side="municipality"), plan.seats.get(side="region")
    mother = plan.seats.get(kind=SeatKind.RELATIVE)
    show(mother, "goals")
    assert may_have_files(as_owner(plan))
    assert may_have_files(as_seat(siv))
    assert not may_have_files(as_seat(nils))  # Nothing has been shown to him.
    assert not may_have_files(as_seat(mother))


def test_of_a_protected_person_no_way_to_find_her() -> None:
    """Scenario 24: the chosen name, and nobody's number or address."""
    plan = make_full()
    owning.call_me(as_owner(plan), "Lo")
    owning.protect(as_owner(plan), True)
    text = taken(plan).decode()
    assert '"name": "Lo"' in text
    for gone in ("070-174", "Hamngatan", "Vera Svensson"):
        assert gone not in text


def test_out_and_in_again_is_an_equal_plan() -> None:
    """Scenario 29, our own file: taken out, erased, brought in."""
    plan = make_full()
    before = taken(plan)
    owner = plan.owner
    owning.erase(as_owner(plan))
    new = make_plan(owner, name="")
    prospects = take_in(as_owner(new), read(before), others=True)
    assert {each.fate for each in prospects} == {Fate.NEW}
    assert gist(taken(new)) == gist(before)


def test_nothing_is_shown_to_anybody_by_bringing_in() -> None:
    before = taken(make_full())
    new = make_plan()
    take_in(as_owner(new), read(before), others=True)
    assert not Grant.objects.filter(seat__plan=new).exists()
    assert not Confirmation.objects.filter(piece__plan=new).exists()
    people = new.seats.exclude(kind=SeatKind.OWNER)
    assert people.exists()
    assert not people.filter(person__isnull=False).exists()
    assert {piece.author.kind for piece in new.pieces.all()} == {SeatKind.OWNER}
    new.refresh_from_db()
    assert (new.state, new.approved_at) == ("begun", None)


def test_the_same_file_again_changes_nothing() -> None:
    plan = make_full()
    before = taken(plan)
    fates = {each.fate for each in take_in(as_owner(plan), read(before))}
    assert fates == {Fate.THERE}
    new = make_plan()
    for _again in range(3):
        take_in(as_owner(new), read(before), others=True)
    assert new.pieces.count() == len(json.loads(before)["pieces"])
    assert new.seats.count() == len(json.loads(before)["people"])


def test_what_was_taken_away_comes_back() -> None:
    plan = make_plan()
    goal = make_goal(plan, "Sova")
    before = taken(plan)
    writing.change(as_owner(plan), goal.pk, {"words": "Äta"}, edition=1)
    writing.remove(as_owner(plan), goal.pk)
    [prospect] = take_in(as_owner(plan), read(before))
    assert prospect.fate is Fate.BACK
    assert as_owner(plan).piece(goal.pk).words["words"] == "Sova"
    assert [e.words["words"] for e in writing.editions(as_owner(plan), goal.pk)] == [
        "Sova",
        "Äta",
        "Sova",
    ]


def test_what_stands_there_is_not_overwritten() -> None:
    plan, other = make_plan(), make_plan()
    make_piece(as_owner(plan), Kind.IMPORTANT, {"matters": "Katter"})
    make_piece(as_owner(other), Kind.IMPORTANT, {"matters": "Hundar"})
    [prospect] = take_in(as_owner(other), read(taken(plan)))
    assert prospect.fate is Fate.THERE
    found = as_owner(other).one(Kind.IMPORTANT)
    assert found is not None
    assert found.words["matters"] == "Hundar"


def test_what_others_wrote_comes_only_when_asked_for() -> None:
    before = read(taken(make_full()))
    new = make_plan()
    prospects = foresee(as_owner(new), before)
    assert [each.title for each in prospects if each.fate is Fate.OTHERS] == ["Vi ringer på tisdag"]
    assert new.pieces.count() == 0


def test_into_a_protected_plan_nothing_comes_that_shows_where() -> None:
    plan = make_plan()
    make_goal(plan, "Vi ses på Hamngatan 3")
    make_goal(plan, "Sova")
    make_piece(as_owner(plan), Kind.ABOUT, {"phone": "070-174 06 05", "called": "Vera"})
    make_seat(plan, phone="070-174 06 33", email="siv@sundhamn.example")
    new = make_plan()
    owning.protect(as_owner(new), True)
    prospects = take_in(as_owner(new), read(taken(plan)))
    out = [(each.title, bool(each.why)) for each in prospects if each.fate is Fate.OUT]
    assert out == [("Vi ses på Hamngatan 3", True)]
    for pk in new.seats.values_list("pk", flat=True):
        words = new.seats.get(pk=pk).words(new.key)
        assert not words.get("phone")
        assert not words.get("email")


def test_only_the_owner_of_an_open_plan_brings_in() -> None:
    plan = make_full()
    before = read(taken(plan))
    siv = plan.seats.get(side="municipality")
    show(siv, "goals", level=Level.WRITE)
    with pytest.raises(NotThere):
        take_in(as_seat(siv), before)
    owning.close(as_owner(plan))
    with pytest.raises(Refused):
        take_in(as_owner(plan), before)


def _deep(n: int) -> bytes:
    return b'{"format": "oppnasoc-plan", "version": 1, "plan": ' + b"[" * n + b"]" * n + b"}"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"[]", b"null", b"5", b"\xff\xfe", b'{"format": "another"}',
        _deep(20), _deep(100_000),
        b'{"format": "oppnasoc-plan", "version": NaN}', b"1" * 5000,
        b'{"format": "oppnasoc-plan", "format": "oppnasoc-plan", "version": 1}',
        b" " * (MOST_BYTES + 1),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read(content)
    assert caught.value.fields == ("file",)


@pytest.mark.parametrize("version", [0, 3, "2", 2.0, True, None])
def test_another_version_is_named(version: object) -> None:
    content = changed(taken(make_plan()), version=version)
    with pytest.raises(Refused, match="version"):
        read(content)


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ("pieces", "kind", "spell"), ("pieces", "section", "garden"),
        ("pieces", "section", "money"), ("pieces", "words", {"words": 5}),
        ("pieces", "words", {"code": "x"}), ("pieces", "words", []),
        ("pieces", "words", {"words": "\ud800"}), ("pieces", "id", "x"), ("pieces", "id", None),
        ("pieces", "doing", "later"), ("pieces", "decided", "yes"),
        ("pieces", "due_on", "2026-02-30"),
        ("pieces", "item", "a b"), ("people", "kind", "boss"), ("people", "name", None),
        ("people", "until_on", "soon"),
    ],
)  # fmt: skip
def test_a_file_that_has_been_changed_is_refused(where: str, name: str, value: object) -> None:
    plan = make_plan()
    make_goal(plan)
    found = json.loads(taken(plan))
    found[where][0][name] = value
    with pytest.raises(Refused):
        read(json.dumps(found).encode())


@pytest.mark.parametrize("name", ["plan", "people", "pieces", "own", "taken_out_at"])
@pytest.mark.parametrize("value", [None, 5, "x", [5], {}])
def test_a_part_of_another_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(Refused):
        read(changed(taken(make_plan()), **{name: value}))


def test_more_than_a_plan_holds_is_refused() -> None:
    plan = make_plan()
    make_goal(plan)
    found = json.loads(taken(plan))
    found["pieces"] = [found["pieces"][0] | {"id": str(uuid.uuid4())}
                       for _ in range(writing.MOST + 1)]  # fmt: skip
    with pytest.raises(Refused):
        read(json.dumps(found).encode())
    found["pieces"] = found["pieces"][:1] * 2
    with pytest.raises(Refused):
        read(json.dumps(found).encode())


def test_a_ring_of_pieces_comes_in() -> None:
    plan = make_plan()
    one, two = make_goal(plan, "Ett"), make_goal(plan, "Två")
    found = json.loads(taken(plan))
    found["pieces"][0]["about"], found["pieces"][1]["about"] = str(two.pk), str(one.pk)
    new = make_plan()
    take_in(as_owner(new), read(json.dumps(found).encode()))
    assert new.pieces.count() == 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_texts_come_back_as_they_were_kept(text: str) -> None:
    try:
        kept = writing.cleaned(text).strip()
    except Refused:
        return
    back: Brought = read(as_json(drawn(goal=kept, action=kept, story=kept)))
    drew = drawn(goal=kept, action=kept, story=kept)
    assert [each.words for each in back.pieces] == [each.words for each in drew.pieces]


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_is_refused_or_read(content: bytes) -> None:
    with pytest.raises(Refused):
        read(content)


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb", "a\x85b"])
def test_signs_that_steer_are_refused_one_by_one(bad: str) -> None:
    plan = make_plan()
    make_goal(plan)
    make_goal(plan, "Sova")
    found = json.loads(taken(plan))
    found["pieces"][0]["words"]["words"] = bad
    fates = {each.fate for each in take_in(as_owner(make_plan()), read(json.dumps(found).encode()))}
    assert fates == {Fate.OUT, Fate.NEW}
