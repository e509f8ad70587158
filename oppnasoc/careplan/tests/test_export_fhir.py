"""FHIR out of a plan: both releases sound, checked beyond the library, and read back equal."""

from __future__ import annotations

import copy
import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.careplan import consent, owning
from oppnasoc.careplan.export.as_fhir import as_fhir, bundle
from oppnasoc.careplan.export.check import Unsound, faults_of, proved
from oppnasoc.careplan.export.fhir_codes import BINDINGS, TARGET_ELEMENT, Release
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.models import Doing, Kind, Level, Plan, State
from oppnasoc.careplan.turns import meeting
from oppnasoc.careplan.writing import Refused, cleaned
from tests.exported import drawn, make_full
from tests.planned import TOWER, as_owner, as_seat, make_piece, make_plan, make_seat, show

from .fhir_reading import assert_same, told_by_file

pytestmark = pytest.mark.django_db(databases=TOWER)
BOTH = list(Release)
LIBRARY = {Release.R4B: "fhir.resources.R4B.bundle", Release.R5: "fhir.resources.bundle"}


def of_kind(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in made["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def goals_and_actions(made: dict[str, Any]) -> list[dict[str, str]]:
    """A small reader: the words of goals and actions as they stand in a document."""
    found = []
    for goal in of_kind(made, "Goal"):
        seen = [each.get("detailString", "") for each in goal.get("target", [])]
        codes = [c["code"] for each in goal.get("category", []) for c in each["coding"]]
        found.append(
            {"words": goal["description"]["text"], "span": "".join(codes), "seen": "".join(seen)}
        )
    for task in of_kind(made, "Task"):
        inputs = {
            each["type"]["coding"][0]["code"]: each["valueString"] for each in task.get("input", [])
        }
        found.append(
            {
                "what": task["description"],
                **{n: inputs.get(n, "") for n in ("need", "mine", "name", "phone")},
            }
        )
    return found  # fmt: skip


@pytest.mark.parametrize("release", BOTH)
def test_a_whole_plan_is_a_sound_document(release: Release) -> None:
    plan = make_full()
    made = bundle(picture(as_owner(plan)), release)
    assert made["entry"][0]["resource"]["resourceType"] == "Composition"
    kinds = {entry["resource"]["resourceType"] for entry in made["entry"]}
    assert kinds == {
        "Composition", "Patient", "CarePlan", "Goal", "CareTeam", "Task", "Consent", "Provenance",
        "Practitioner", "PractitionerRole", "Organization", "RelatedPerson",
    }  # fmt: skip
    assert "identifier" not in of_kind(made, "Patient")[0]
    assert of_kind(made, "Patient")[0]["name"] == [{"use": "usual", "text": "Vera"}]
    marks = [entry["resource"]["meta"]["security"] for entry in made["entry"]]
    assert {mark["code"] for each in marks for mark in each} == {"N"}


@pytest.mark.parametrize("release", BOTH)
@pytest.mark.parametrize("who", ["owner", "region", "some parts"])
def test_what_went_in_comes_out(release: Release, who: str) -> None:
    """Read back by a reader of our own from the file alone, and from what the library made of it:
    name, days, goals, actions, notes, people, yeses and noes, who wrote what, and every word."""
    plan = make_full(name="Vera Ö <b>")
    nils = plan.seats.get(side="region")
    show(nils, "goals", "home", "health")
    opened = as_seat(nils) if who == "region" else as_owner(plan)
    parts = ["goals", "meeting", "story"] if who == "some parts" else None
    taken = picture(opened, sections=parts, with_private=who == "owner")
    content = as_fhir(taken, release)
    assert_same(json.loads(content), taken)
    library = importlib.import_module(LIBRARY[release]).Bundle
    assert_same(json.loads(library.model_validate_json(content).model_dump_json()), taken)
    kinds = {Kind(said.kind) for said in taken.pieces}
    assert who != "owner" or kinds == set(Kind)


@pytest.mark.parametrize("release", BOTH)
@pytest.mark.parametrize("gone", ["words", "note", "owner", "name", "part", "consent"])
def test_the_reader_sees_what_is_lost_on_the_way(release: Release, gone: str) -> None:
    """A comparison that cannot fail would prove nothing."""
    taken = picture(as_owner(make_full()))
    made = bundle(taken, release)
    goals, tasks = of_kind(made, "Goal"), of_kind(made, "Task")
    lose: dict[str, Callable[[], object]] = {
        "words": lambda: goals[0]["description"].update(text="Något annat"),
        "note": lambda: next(each for each in goals if "note" in each).pop("note"),
        "owner": lambda: next(each for each in tasks if "owner" in each).pop("owner"),
        "name": lambda: of_kind(made, "Practitioner")[0].pop("name"),
        "part": of_kind(made, "Composition")[0]["section"].pop,
        "consent": lambda: made["entry"].remove(
            next(e for e in made["entry"] if e["resource"]["resourceType"] == "Consent")
        ),
    }
    assert_same(made, taken)
    lose[gone]()
    with pytest.raises(AssertionError):
        assert_same(made, taken)


def test_a_file_of_some_parts_says_nothing_of_what_is_missing_elsewhere() -> None:
    plan = make_plan()
    make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan"})
    gap = owning.standing(as_owner(plan)).gaps[0].text
    for release in BOTH:
        whole = as_fhir(picture(as_owner(plan)), release).decode()
        part = as_fhir(picture(as_owner(plan), sections=["story"]), release).decode()
        assert gap in whole
        assert gap not in part


def test_who_is_called_and_who_stands_for_what_is_in_the_words() -> None:
    plan = make_full()
    siv = plan.seats.get(side="municipality")
    called = meeting.call(as_owner(plan), {"purpose": "Om hyran"}, seats=[siv],
                          day=timezone.localdate() + timedelta(days=20))  # fmt: skip
    assert called.kind == Kind.MEETING
    for release in BOTH:
        parts = told_by_file(bundle(picture(as_owner(plan)), release))["parts"]
        assert [line for line in parts["meeting"] if line.startswith("Siv Handläggare")]
        with_yes = [line for line in parts["home"] if "Ja" in line or "Yes" in line]
        assert len(with_yes) == 1


@pytest.mark.parametrize("release", BOTH)
def test_goals_and_actions_come_back_as_they_were_written(release: Release) -> None:
    taken = picture(as_owner(make_full()))
    back = goals_and_actions(json.loads(as_fhir(taken, release)))
    assert back == [dict(said.words) for said in taken.of(Kind.GOAL, Kind.ACTION)]
    assert {"short", "long"} <= {each.get("span") for each in back}


def test_the_releases_differ_where_they_should() -> None:
    taken = picture(as_owner(make_full()))
    old, new = bundle(taken, Release.R4B), bundle(taken, Release.R5)
    [plan4], [plan5] = of_kind(old, "CarePlan"), of_kind(new, "CarePlan")
    assert {"reference"} == {key for each in plan4["activity"] for key in each}
    assert {"plannedActivityReference"} == {key for each in plan5["activity"] for key in each}
    assert "author" in plan4
    assert "custodian" in plan5
    assert all("expressedBy" in goal for goal in of_kind(old, "Goal"))
    assert all("source" in goal for goal in of_kind(new, "Goal"))
    assert isinstance(of_kind(old, "CareTeam")[0]["participant"][0]["role"], list)
    assert isinstance(of_kind(new, "CareTeam")[0]["participant"][0]["role"], dict)
    assert {row["provision"]["type"] for row in of_kind(old, "Consent")} == {"permit", "deny"}
    assert {row["decision"] for row in of_kind(new, "Consent")} == {"permit", "deny"}


@pytest.mark.parametrize("release", BOTH)
def test_every_part_says_who_wrote_it(release: Release) -> None:
    taken = picture(as_owner(make_full()))
    made = bundle(taken, release)
    parts = {
        section["id"] for section in made["entry"][0]["resource"]["section"] if "id" in section
    }
    pointed = {
        extension["valueUri"]
        for row in of_kind(made, "Provenance")
        for target in row["target"]
        for extension in target.get("extension", [])
    }
    assert pointed == parts == {said.section for said in taken.pieces}


@pytest.mark.parametrize("release", BOTH)
def test_protected_data_is_marked_and_nothing_leads_there(release: Release) -> None:
    plan = make_full()
    owning.protect(as_owner(plan), True)
    text = as_fhir(picture(as_owner(plan)), release).decode()
    made = json.loads(text)
    resources = [made, *(entry["resource"] for entry in made["entry"])]
    assert {level["code"] for each in resources for level in each["meta"]["security"]} == {"R"}
    assert of_kind(made, "Patient")[0]["name"] == [{"use": "anonymous", "text": "Vera"}]
    for gone in ("telecom", "address", "070-174 06 05", "070-174 06 33", "Hamngatan"):
        assert gone not in text  # fmt: skip


def test_practice_is_marked_as_no_real_person() -> None:
    plan = make_plan()
    Plan.objects.filter(pk=plan.pk).update(practice=True)
    made = bundle(picture(as_owner(plan)))
    assert made["meta"]["tag"][0]["code"] == "HTEST"


@pytest.mark.parametrize("release", BOTH)
@pytest.mark.parametrize("state", State)
def test_an_empty_plan_is_sound_in_every_state(release: Release, state: str) -> None:
    plan = make_plan(name="")
    opened = as_owner(plan)
    opened.plan.state = state
    assert bundle(picture(opened), release)["type"] == "document"


@pytest.mark.parametrize("doing", Doing)
@pytest.mark.parametrize("release", BOTH)
def test_every_way_that_an_action_goes_has_its_code(release: Release, doing: str) -> None:
    plan = make_plan()
    make_piece(as_owner(plan), Kind.ACTION, {"what": "Ring"}, section="home", doing=doing)
    [task] = of_kind(bundle(picture(as_owner(plan)), release), "Task")
    assert task["businessStatus"]["coding"][0]["code"] == doing


@pytest.mark.parametrize("release", BOTH)
def test_somebody_else_takes_out_only_what_she_sees(release: Release) -> None:
    plan = make_full()
    nils = next(seat for seat in plan.seats.all() if seat.side == "region")
    show(nils, "goals", level=Level.SEE)
    made = bundle(picture(as_seat(nils)), release)
    assert of_kind(made, "Goal")
    assert not of_kind(made, "Task")
    assert not of_kind(made, "Consent")
    [composition] = of_kind(made, "Composition")
    assert [s["id"] for s in composition["section"] if "id" in s] == ["goals"]
    assert composition["author"] == [{"reference": f"urn:uuid:{nils.pk}"}]


def test_one_shown_piece_is_not_told_as_the_whole_part() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    part = make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Nian"})
    consent.give(as_owner(plan), siv, "story", piece=part)
    for release in BOTH:
        [row] = of_kind(bundle(picture(as_owner(plan)), release), "Consent")
        provision = row["provision"][0] if release is Release.R5 else row["provision"]
        assert provision["code"] == [{"text": "Skolan"}]


def _task(made: dict[str, Any]) -> dict[str, Any]:
    return of_kind(made, "Task")[0]


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "a status that nobody has": lambda m: of_kind(m, "CarePlan")[0].update(status="paused"),
    "an invented code": lambda m: of_kind(m, "Goal")[0].update(
        category=[{"coding": [{"system": "http://loinc.org", "code": "0-0"}]}]
    ),
    "a system of nobody": lambda m: of_kind(m, "Goal")[0].update(
        category=[{"coding": [{"system": "http://example.org", "code": "short"}]}]
    ),
    "a reference out": lambda m: _task(m).update(owner={"reference": "urn:uuid:1"}),
    "a reference to another kind": lambda m: _task(m).update(
        {"for": {"reference": m["entry"][0]["fullUrl"]}}
    ),
    "the Composition last": lambda m: m["entry"].append(m["entry"].pop(0)),
    "the same twice": lambda m: m["entry"].append(copy.deepcopy(m["entry"][1])),
    "something alone": lambda m: m["entry"].append(
        {
            "fullUrl": "urn:uuid:5a0c8f7e-58a4-4c39-9c1c-2d9c7e2b7b19",
            "resource": {
                "resourceType": "Patient",
                "id": "5a0c8f7e-58a4-4c39-9c1c-2d9c7e2b7b19",
            },
        }
    ),
    "no identifier": lambda m: m.pop("identifier"),
    "no timestamp": lambda m: m.pop("timestamp"),
    "a period backwards": lambda m: _task(m).update(
        restriction={"period": {"start": "2027-02-01", "end": "2027-01-01"}}
    ),
    "a narrative that runs": lambda m: m["entry"][0]["resource"]["section"][0]["text"].update(
        div="<div><p>x"
    ),
    "something empty": lambda m: _task(m).update(note=[]),
    "a part that is not there": lambda m: of_kind(m, "Provenance")[0]["target"][0].update(
        extension=[{"url": TARGET_ELEMENT, "valueUri": "garden"}]
    ),
    "a list that is none": lambda m: _task(m).update(note="x"),
}


@pytest.mark.parametrize("release", BOTH)
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_sound_is_not_given_out(release: Release, name: str) -> None:
    made = bundle(picture(as_owner(make_full())), release)
    BROKEN[name](made)
    with pytest.raises(Unsound) as caught:
        proved(made, release)
    assert "Vera" not in str(caught.value)


def test_the_library_alone_would_take_them() -> None:
    """Why we check ourselves: status, code and reference are nothing to it."""
    made = bundle(picture(as_owner(make_full())))
    library = importlib.import_module(LIBRARY[Release.R5]).Bundle
    for name in ("a status that nobody has", "an invented code", "a reference out"):
        broken = copy.deepcopy(made)
        BROKEN[name](broken)
        library.model_validate(broken)
        assert faults_of(broken, Release.R5)


@pytest.mark.parametrize("release", BOTH)
def test_our_bindings_are_among_those_of_the_release(release: Release) -> None:
    package = LIBRARY[release].rsplit(".", 1)[0]
    looked = 0
    for path, codes in BINDINGS[release].items():
        kind, _, field = path.partition(".")
        if "." in field:
            continue
        model = getattr(importlib.import_module(f"{package}.{kind.lower()}"), kind)
        allowed = (model.model_fields[field].json_schema_extra or {}).get("enum_values")
        if allowed and "+" not in allowed:
            looked += 1
            assert codes <= set(allowed), path
    assert looked >= 7


def test_the_library_is_not_loaded_before_something_is_taken_out() -> None:
    code = (
        "import os, sys, django;"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup();"
        "import oppnasoc.careplan.export.as_fhir, oppnasoc.careplan.export.check;"
        "assert not [m for m in sys.modules if m.startswith(('fhir', 'pydantic'))]"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_texts_come_back_as_they_were_kept(text: str) -> None:
    try:
        kept = cleaned(text).strip()
    except Refused:
        return
    if not kept:
        return
    taken = drawn(goal=kept, action=kept, story=kept)
    for release in BOTH:
        made = json.loads(as_fhir(taken, release))
        back = goals_and_actions(made)
        assert [each.get("words") or each.get("what") for each in back] == [kept, kept]
        assert of_kind(made, "Goal")[0]["target"][0]["detailString"] == kept


def test_a_frozen_moment_gives_the_same_document() -> None:
    plan = make_full()
    at = timezone.now()
    one, two = (as_owner(plan) for _ in range(2))
    one.at = two.at = at
    assert as_fhir(picture(one)) == as_fhir(picture(two))
