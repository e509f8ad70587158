"""The document that a secretary works on: from the parser, reshaped, carried over."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oppnasoc.language.minutes import parse
from oppnasoc.meetings.review import (
    KEY_LENGTH,
    Case,
    Earlier,
    Item,
    Review,
    as_day,
    carry_over,
    from_parsed,
    reshape,
)

NOTES = """Minnesanteckningar Brukargruppen 2 mars 2026

Plats: Fyren
Närvarande: Kim Ek, Föreningen Kompassen; Sam Ek, samtalsledare

# Väntan på besked
- Varför tar det så lång tid?
- Får hunden följa med?
  Svar: Ja, om den är kopplad.
Vi fikade.

Nästa möte är den 6 april 2026 klockan 13.00.
"""

text = st.text(alphabet="abå \n\r\t.?<é日", max_size=60)
keys = st.text(alphabet="ab1-", min_size=1, max_size=KEY_LENGTH)


@st.composite
def documents(draw: st.DrawFn) -> list[Item]:
    unique = draw(st.lists(keys, unique=True, max_size=8))
    outcomes = st.sampled_from(["minutes", "matter", "answered", "good_to_know"])
    kinds = st.sampled_from(["heading", "label", "paragraph", "bullet"])
    return [
        Item(key, draw(kinds), 1, draw(text), outcome=draw(outcomes), answer=draw(text))
        for key in unique
    ]


def words(items: list[Item]) -> list[str]:
    return [word for item in items for word in item.text.split()]


@settings(max_examples=200, deadline=None)
@given(documents(), st.data())
def test_reshape_never_loses_a_word(items: list[Item], data: st.DataObject) -> None:
    before = words(items)
    some = st.sets(st.sampled_from([i.key for i in items])) if items else st.just(set[str]())
    result = reshape(items, merged=data.draw(some))
    assert words(result) == before
    assert all(item.text.strip() for item in result)
    found = [item.key for item in result]
    assert len(found) == len(set(found))
    assert all(0 < len(key) <= KEY_LENGTH for key in found)
    assert "\n" not in "".join(item.text for item in result)


@settings(max_examples=50, deadline=None)
@given(documents())
def test_reshape_twice_changes_nothing_more(items: list[Item]) -> None:
    once = [(i.key, i.text, i.outcome) for i in reshape(items, merged=set())]
    again = reshape([Item(k, "bullet", 1, t, outcome=o) for k, t, o in once], merged=set())
    assert [(i.key, i.text, i.outcome) for i in again] == once


def test_split_keeps_the_first_key_and_what_it_becomes() -> None:
    item = Item("a", "bullet", 2, "Ett.\n\nTvå.\n \nTre.", 4, 6, outcome="matter")
    result = reshape([item, Item("a-d2", "bullet", 1, "Fanns.")], merged=set())
    assert [(i.text, i.outcome, i.level) for i in result] == [
        ("Ett.", "matter", 2),
        ("Två.", "minutes", 2),
        ("Tre.", "minutes", 2),
        ("Fanns.", "minutes", 1),
    ]
    assert result[0].key == "a"
    assert result[3].key == "a-d2"


def test_a_hundred_parts_have_a_hundred_keys() -> None:
    long = "x" * KEY_LENGTH
    result = reshape([Item(long, "bullet", 1, "\n\n".join("abc" * 400))], merged=set())
    assert len({item.key for item in result}) == 1200
    assert max(len(item.key) for item in result) <= KEY_LENGTH


def test_joined_with_the_one_before() -> None:
    first = Item("a", "paragraph", 1, "Hissen", 1, 1)
    case = Case(title="Hissen")
    second = Item("b", "paragraph", 1, "står still.", 2, 3, outcome="answered", answer="Ja.",
                  case=case)  # fmt: skip
    (one,) = reshape([first, second], merged={"b"})
    assert (one.key, one.text, one.last_line) == ("a", "Hissen står still.", 3)
    assert (one.outcome, one.answer, one.case) == ("answered", "Ja.", case)


def test_a_matter_stays_a_matter_when_something_joins_it() -> None:
    first = Item("a", "bullet", 1, "Ett", outcome="matter", case=Case(title="T"))
    second = Item("b", "bullet", 1, "två", outcome="answered", answer="Ja.")
    (one,) = reshape([first, second], merged={"b"})
    assert (one.outcome, one.case.title, one.answer) == ("matter", "T", "Ja.")


def test_the_first_cannot_join_anything() -> None:
    assert [i.key for i in reshape([Item("a", "bullet", 1, "Ett")], merged={"a"})] == ["a"]


def test_emptied_is_gone_and_noted() -> None:
    review = Review(items=[Item("a", "bullet", 1, " \n "), Item("b", "bullet", 1, "Kvar")])
    review.reshape(set())
    assert [item.key for item in review.items] == ["b"]
    assert review.dropped == ["a"]


def test_from_parsed() -> None:
    parsed = parse(NOTES, known_groups=["Brukargruppen"], known_places=["Fyren"])
    review = from_parsed(parsed, places={"Fyren": 7})
    assert review.day() == date(2026, 3, 2)
    assert review.place == 7
    assert (review.next_on, review.next_at) == ("2026-04-06", "13:00")
    assert [p.name for p in review.people] == ["Kim Ek", "Sam Ek"]
    outcomes = {item.text: item.outcome for item in review.items}
    assert outcomes["Väntan på besked"] == "minutes"
    assert outcomes["Varför tar det så lång tid?"] == "matter"
    found = {item.key for item in review.items}
    assert len(found) == len(review.items)
    assert max(map(len, found)) <= KEY_LENGTH


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_becomes_a_review_that_is_kept_as_json(anything: str) -> None:
    review = from_parsed(parse(anything))
    kept = json.loads(json.dumps(review.as_json()))
    assert Review.from_json(kept) == review
    found = [item.key for item in review.items]
    assert len(found) == len(set(found))


def test_unknown_content_is_refused() -> None:
    with pytest.raises(TypeError):
        Review.from_json({"surprise": 1})


@pytest.mark.parametrize("typed", ["", "i går", "2026-02-30", "2026-13-01", "26-1-1", "٢٠٢٦-٠١-٠١"])
def test_what_is_no_day(typed: str) -> None:
    assert as_day(typed) is None


def earlier(key: str, words: str, matter: int | None = None, outcome: str = "minutes") -> Earlier:
    return Earlier(key, words, outcome, "", matter)


def items(*pairs: tuple[str, str]) -> Review:
    return Review(items=[Item(key, "bullet", 1, words) for key, words in pairs])


def test_carry_over_keeps_keys_and_decisions() -> None:
    review = items(("n1", "Hissen står still."), ("n2", "Det saknas tider på kvällarna!"))
    carry_over(
        review,
        [
            earlier("o2", "Det saknas tider på kvällen.", 5, "matter"),
            earlier("o1", "Hissen står still."),
        ],
    )
    assert [(i.key, i.outcome, i.case.join) for i in review.items] == [
        ("o1", "minutes", None),
        ("o2", "matter", 5),
    ]


def test_what_is_new_never_takes_an_old_address() -> None:
    """Keys of headings come from their lines, which move when something stands before them."""
    review = items(("h3", "En ny rubrik"), ("h9", "Väntan på besked"))
    carry_over(
        review, [earlier("h3", "Väntan på besked"), earlier("h9", "Något helt annat som var")]
    )
    assert review.items[1].key == "h3"
    assert review.items[0].key not in {"h3", "h9"}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(keys, text), unique_by=lambda p: p[0], max_size=6),
    st.lists(st.tuples(keys, text), unique_by=lambda p: p[0], max_size=6),
)
def test_carry_over_keeps_every_item_and_its_words(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    review = items(*new)
    carry_over(review, [earlier(*pair) for pair in old])
    assert [item.text for item in review.items] == [words for _key, words in new]
    found = [item.key for item in review.items]
    assert len(found) == len(set(found))
    assert all(0 < len(key) <= KEY_LENGTH for key in found)
    old_words = dict(old)
    for item in review.items:
        if item.key in old_words:
            same = old_words[item.key] == item.text
            assert same or item.text not in old_words.values()
