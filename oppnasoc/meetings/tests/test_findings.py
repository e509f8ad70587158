"""The gate for personal data: what is asked, and that nothing decided away is left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oppnasoc.language.organisations import KnownOrganisation
from oppnasoc.language.personal_data import Finding
from oppnasoc.meetings import findings
from oppnasoc.meetings.findings import ROLE_WORD, Gate, Question
from oppnasoc.meetings.review import Case, Item, Person, Review

KNOWN = [
    KnownOrganisation("Föreningen Kompassen", reveals_health=True),
    KnownOrganisation("Biblioteket", reveals_health=False),
]


def gate(*texts: str, people: list[Person] | None = None, **more: Any) -> Gate:
    items = [Item(f"k{n}", "bullet", 1, text) for n, text in enumerate(texts)]
    return Gate.of(Review(items=items, people=people or [], **more), KNOWN)


def asked(found: Gate, kind: str) -> Question:
    (one,) = [q for q in found.questions() if q.finding.kind == kind]
    return one


def decided(found: Gate, choice: str) -> Gate:
    """The same with one decision for everything; the recommended where it is not offered."""
    for question in found.questions():
        found.review.choices[question.key] = choice
    return found


WORDS = {
    "personal_number": ("Hon heter 19811218-9876 i registret.", "9876"),
    "phone": ("Ring 070-123 45 67 efter fyra.", "123"),
    "email": ("Skriv till kim.ek.sundhamn@gmail.com i dag.", "gmail"),
    "address": ("Hon bor på Hamngatan 12 lgh 1101 nu.", "Hamngatan"),
    "name": ("Kim Lindqvist ringde till oss.", "Lindqvist"),
    "health_person": ("Kim Lindqvist har fått en psykos igen.", "Lindqvist"),
    "health_organisation": ("Kim Lindqvist (Föreningen Kompassen) ringde.", "Lindqvist"),
    "party": ("Kim Lindqvist (S) frågade om det.", "Lindqvist"),
}


@pytest.mark.parametrize("kind", WORDS)
def test_asked_and_taken_away(kind: str) -> None:
    text, secret = WORDS[kind]
    found = gate(text)
    question = asked(found, kind)
    assert question.is_open
    assert secret in question.finding.text
    assert any(secret in place for place in question.places)
    assert question.label
    assert {o.value for o in question.options} == set(question.finding.suggestions)
    assert secret in found.text(text)  # Nothing is decided yet.
    assert secret not in decided(found, "remove").text(text)
    assert not asked(found, kind).is_open


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("choice", ["first_name", "role", "remove"])
def test_no_choice_but_keep_leaves_the_whole(kind: str, choice: str) -> None:
    text, secret = WORDS[kind]
    assert secret not in decided(gate(text), choice).text(text)


def test_each_choice() -> None:
    text, _secret = WORDS["name"]
    written = {c: decided(gate(text), c).text(text) for c in findings.CHOICES}
    assert written["keep"] == text
    assert written["first_name"] == "Kim ringde till oss."
    assert written["role"].casefold() == f"{ROLE_WORD} ringde till oss."
    assert written["remove"] == "ringde till oss."


def test_a_decision_holds_everywhere_and_survives_editing() -> None:
    text = "Kim Lindqvist ringde."
    found = decided(gate(text), "first_name")
    assert found.text("Då svarade Kim Lindqvist inte, sa Kim  Lindqvist.") == (
        "Då svarade Kim inte, sa Kim."
    )


def test_an_unknown_choice_is_no_choice() -> None:
    text, _secret = WORDS["name"]
    found = gate(text)
    found.review.choices[asked(found, "name").key] = "burn"
    assert asked(found, "name").is_open
    assert found.text(text) == text


def test_everything_that_would_be_published_is_searched() -> None:
    name = "Kim Lindqvist"
    places = {
        "title": Review(title=f"Möte med {name}"),
        "text": Review(items=[Item("a", "bullet", 1, f"{name} ringde.")]),
        "answer": Review(
            items=[Item("a", "bullet", 1, "Hej?", outcome="answered", answer=f"{name} svarar.")]
        ),
        "matter": Review(
            items=[
                Item("a", "bullet", 1, "Hej.", outcome="matter", case=Case(title=f"{name} vill"))
            ]
        ),
        "person": Review(people=[Person(name)]),
    }
    for place, review in places.items():
        assert Gate.of(review, KNOWN).questions(), place


def test_what_would_not_be_published_is_not_asked_about() -> None:
    hidden = Item("a", "bullet", 1, "Hej.", answer="Kim Lindqvist svarar.")
    assert Gate.of(Review(items=[hidden]), KNOWN).questions() == []


def test_the_worst_first() -> None:
    found = gate("Kim Lindqvist ringde. Ring 070-123 45 67.").questions()
    assert [q.finding.severity for q in found] == ["blocking", "warning"]


def test_a_name_beside_an_organisation_that_reveals_health() -> None:
    person = Person("Kim Lindqvist", "Föreningen Kompassen", "ordförande")
    found = gate(people=[person])
    assert asked(found, "health_organisation").finding.severity == "blocking"
    assert decided(found, "keep").person(person) == person
    shown = decided(found, "first_name").person(person)
    assert shown is not None
    assert (shown.name, shown.organisation) == ("Kim", "")
    shown = decided(found, "role").person(person)
    assert shown is not None
    assert (shown.name, shown.organisation) == (ROLE_WORD, "Föreningen Kompassen")
    assert decided(found, "remove").person(person) is None


def test_each_choice_for_somebody_who_was_there() -> None:
    person = Person("Kim  Lindqvist", "Biblioteket", "")
    names = {}
    for choice in findings.CHOICES:
        shown = decided(gate(people=[person]), choice).person(person)
        names[choice] = shown.name if shown else None
    assert names == {
        "keep": "Kim Lindqvist",
        "first_name": "Kim",
        "role": ROLE_WORD,
        "remove": None,
    }


@pytest.mark.parametrize(
    "person",
    [
        Person("Kim Lindqvist", "", "ordförande 070-123 45 67"),
        Person("Kim Lindqvist", "Biblioteket, kim.ek.sundhamn@gmail.com"),
        Person("Kim Lindqvist 19811218-9876"),
    ],
)
def test_how_somebody_is_reached_is_taken_away_and_she_stays(person: Person) -> None:
    found = gate(people=[person])
    (question,) = [q for q in found.questions() if q.finding.kind in findings.REACHES]
    found.review.choices[question.key] = "remove"
    shown = found.person(person)
    assert shown is not None
    assert shown.name == "Kim Lindqvist"
    assert question.finding.text not in shown.written()


@pytest.mark.parametrize("alone", ["Sam Al", "Zyx Qwertson", "Xerxes"])
def test_a_name_that_was_read_as_an_organisation_is_asked_about(alone: str) -> None:
    person = Person("", alone, "")
    found = gate(people=[person])
    assert [q.is_open for q in found.questions()] == [True]
    assert decided(found, "remove").person(person) is None
    shown = decided(found, "role").person(person)
    assert shown == Person(ROLE_WORD, "", "")


@pytest.mark.parametrize("alone", ["Föreningen Kompassen", "Biblioteket", "Socialtjänsten"])
def test_an_organisation_alone_is_no_person(alone: str) -> None:
    person = Person("", alone, "")
    assert gate(people=[person]).questions() == []
    assert gate(people=[person]).person(person) == person


def test_who_speaks_in_her_work_may_stay() -> None:
    people = [Person("Kim Lindqvist", "Socialtjänsten", "enhetschef")]
    found = gate("Kim Lindqvist svarade. Kims svar var kort.", people=people)
    assert {q.finding.kind for q in found.questions()} == {"official"}
    assert not any(q.is_open for q in found.questions())


def test_a_first_name_shared_with_somebody_else_is_asked_about() -> None:
    people = [
        Person("Kim Lindqvist", "Socialtjänsten", "enhetschef"),
        Person("Kim Al-Sayed", "", "deltagare"),
    ]
    found = gate("Kim har svårt att sova.", people=people)
    assert any(q.is_open and q.finding.text == "Kim" for q in found.questions())


def overlapping(text: str, *spans: tuple[int, int]) -> list[Finding]:
    return [
        Finding("phone", "blocking", text[a:b], a, b, ("remove", "keep"),
                {"keep": text[a:b], "remove": ""})
        for a, b in spans
    ]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=12),
    st.lists(st.tuples(st.integers(0, 10), st.integers(1, 6)), min_size=1, max_size=4),
)
def test_of_overlapping_decisions_no_letter_is_left(
    text: str, spans: list[tuple[int, int]]
) -> None:
    ends = {(a, min(a + n, len(text))) for a, n in spans}
    found = overlapping(text, *ends)
    covered = {n for a, b in ends for n in range(a, b)}

    class Found(Gate):
        def in_text(self, text: str) -> list[Finding]:
            return found

    review = Review(choices={findings.key_of(one): "remove" for one in found})
    left = Found(review, [], [], frozenset()).text(text)
    assert left == "".join(c for n, c in enumerate(text) if n not in covered)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([t for t, _s in WORDS.values()]), min_size=1, max_size=5),
    st.sampled_from(["first_name", "role", "remove"]),
    st.sampled_from([" ", ". ", "\n", ", ", " – "]),
)
def test_together_nothing_is_left(texts: list[str], choice: str, between: str) -> None:
    text = between.join(texts)
    found = decided(gate(text), choice)
    left = found.text(text)
    for question in found.questions():
        if question.finding.kind in {"name", "lone_first_name", "official"}:
            continue
        assert question.finding.text not in left
    assert "9876" not in left
    assert "gmail" not in left
