"""Invented documents of very different kinds, each with what a careful person reads out of it."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oppnasoc.language.minutes import parse, to_json

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
TODAY = date(2026, 11, 22)


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what is expected, what is parsed)"""
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return expected, to_json(parse(path.read_text(encoding="utf-8"), today=TODAY))


def plain(text: str) -> str:
    return " ".join(re.sub(r'[*_`<>"”“]', "", text).split()).strip(" .:;-").casefold()


def same(one: str, other: str) -> bool:
    """Equal, or one contains the other and has most of its words."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return bool(short) and short in long and len(short.split()) >= 0.6 * len(long.split())


def unmatched(wanted: list[str], found: list[str]) -> tuple[list[str], list[str]]:
    """(wanted but not found, found but not wanted), matched one to one."""
    left, missing = list(found), []
    for each in wanted:
        hit = next((other for other in left if same(each, other)), None)
        if hit is None:
            missing.append(each)
        else:
            left.remove(hit)
    return missing, left


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    return read(request.param)


def test_there_are_documents_of_many_kinds() -> None:
    assert len(DOCUMENTS) >= 14


def test_title(document: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, found = document
    if expected["title"] is None:
        assert found["title"] is None or not found["sure"]["title"]
        return
    accepted = [expected["title"], *expected["title_alternatives"]]
    assert any(same(each, found["title"] or "") for each in accepted)


def test_date_is_right_and_never_invented(
    document: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    expected, found = document
    assert found["date"] == expected["date"]
    assert found["sure"]["date"] == (expected["date"] is not None)


def test_attendees_with_organisation_and_role(
    document: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    expected, found = document
    wanted = [(a["name"], a["organisation"], a["role"]) for a in expected["attendees"]]
    read_out = [(a["name"], a["organisation"], a["role"]) for a in found["attendees"]]
    assert read_out == wanted


def test_absent(document: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, found = document
    assert [a["name"] for a in found["absent"]] == [a["name"] for a in expected["absent"]]


def test_sections(document: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, found = document
    if not expected["sections"]:
        return
    wanted = {s["heading"]: s for s in expected["sections"]}
    got = {s["heading"]: s for s in found["sections"] if s["heading"]}
    assert list(got) == list(wanted)
    for heading, section in wanted.items():
        for count in ("bullets", "paragraphs"):
            if section[count] is not None:
                assert abs(got[heading][count] - section[count]) <= 1, (heading, count)


def test_questions(document: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, found = document
    missing, extra = unmatched(expected["questions"], found["questions"])
    extra = [q for q in extra if not any(same(q, o) for o in expected["optional"])]
    assert (missing, extra) == ([], [])


@pytest.mark.parametrize("key", ["links", "emails", "phone_numbers", "person_names"])
def test_exact_lists(document: tuple[dict[str, Any], dict[str, Any]], key: str) -> None:
    expected, found = document
    assert unmatched(sorted(set(expected[key])), found[key]) == ([], [])


@pytest.mark.parametrize("key", ["place", "next_meeting"])
def test_place_and_next_meeting(document: tuple[dict[str, Any], dict[str, Any]], key: str) -> None:
    expected, found = document
    if expected.get(key):
        assert found[key] == expected[key]


def test_commitments_as_a_whole() -> None:
    """Suggestions: nearly all are found, and nearly all that is found is one."""
    wanted_total = hits = extras = owners = owners_right = 0
    for path in DOCUMENTS:
        expected, found = read(path)
        wanted = [c["what"] for c in expected["decisions_or_commitments"]]
        given = [c["what"] for c in found["decisions_or_commitments"]]
        missing, extra = unmatched(wanted, given)
        extras += len([e for e in extra if not any(same(e, o) for o in expected["optional"])])
        wanted_total += len(wanted)
        hits += len(wanted) - len(missing)
        for each in expected["decisions_or_commitments"]:
            if each["who"]:
                owners += 1
                owners_right += any(
                    same(each["what"], other["what"])
                    and other["who"]
                    and (
                        plain(other["who"]) in plain(each["who"]) or same(each["who"], other["who"])
                    )
                    for other in found["decisions_or_commitments"]
                )
    assert hits / wanted_total >= 0.95
    assert hits / (hits + extras) >= 0.95
    assert owners_right / owners >= 0.85
