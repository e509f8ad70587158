"""Decisions and promises, in words that stand in no list of the rules."""

from datetime import date

import pytest

from oppnasoc.language.minutes import Commitment, parse

TODAY = date(2026, 11, 22)
HEAD = "Husråd Linden\n2025-03-04\n\nNärvarande: Siv Ek, Bo Alm, Tove Sand\n\nResan\n\n"
LONG = (
    "Beslut\n\nRådet beslutar\n\natt hyra den stora bussen från klubben i Sundhamn, samt\n\n"
    "att ta med korv"
)


def found(text: str) -> list[Commitment]:
    return list(parse(f"{HEAD}{text}\n\nLokalen\n\nDet drar.\n", today=TODAY).commitments)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- Beslut: bussen hyrs av klubben", ["bussen hyrs av klubben"]),
        ("- **Beslut:** ny grill köps", ["ny grill köps"]),
        ("- Beslut att åka tåg", ["att åka tåg"]),
        ("Beslut – vi åker tåg", ["vi åker tåg"]),
        ("Rådet beslutar\n\natt hyra buss\n\natt ta med korv\n\nSedan blev det fika.",
         ["att hyra buss", "att ta med korv"]),
        ("Rådet beslutade att\n- hyra buss\n- ta med korv\n\nSedan blev det fika.",
         ["hyra buss", "ta med korv"]),
        (LONG, ["att hyra den stora bussen från klubben i Sundhamn, samt", "att ta med korv"]),
        ("Saken bordlades.", ["Saken bordlades."]),
        ("Frågan bordlades till hösten.", ["Frågan bordlades till hösten."]),
        ("Rådet avstyrker planen.", ["Rådet avstyrker planen."]),
        ("Det blir alltså tåg.", ["Det blir alltså tåg."]),
    ],
)  # fmt: skip
def test_decisions(text: str, what: list[str]) -> None:
    assert [(c.kind, c.what) for c in found(text)] == [("decision", each) for each in what]


@pytest.mark.parametrize(
    ("text", "who", "when"),
    [
        ("Bo oljar grinden.", "Bo", None),
        ("Tove tapetserar hallen före jul.", "Tove", "före jul"),
        ("Siv och Bo vattnar blommorna.", "Siv, Bo", None),
        ("Vaktmästaren sotar spisen på måndag.", "Vaktmästaren", "på måndag"),
        ("@Siv kopierar kartan", "Siv", None),
        ("Hamnbolaget lovade att sätta upp en skylt.", "Hamnbolaget", None),
        ("- Hyra buss. Ansvarig: Bo", "Bo", None),
        ("- Hyra buss (ansvarig Bo)", "Bo", None),
        ("Vi kom överens om att Tove mejlar bolaget.", "Tove", None),
        ("Frågan tas upp med juristen.", None, None),
    ],
)
def test_promises(text: str, who: str | None, when: str | None) -> None:
    assert [(c.who, c.when) for c in found(text)] == [(who, when)]


@pytest.mark.parametrize("text", ["- Hyra buss, Bo", "- Hyra buss. Ansvarig: Bo"])
def test_owners_in_a_list_of_tasks(text: str) -> None:
    assert found(f"Att göra:\n{text}\n- Koka kaffe, Siv")[0].who == "Bo"


@pytest.mark.parametrize(
    "text",
    ["Bo påpekar att det är dyrt.", "Siv lyfter att bussen är full.", "Tove bor på ön.",
     "Bo arbetar halvtid.", "Siv undrar om tåget går.", "Vad gör Bo?", "Tove saknar sin vän.",
     "Föreningen ordnar dans och kurser för unga som vill det och kan betala."],
)  # fmt: skip
def test_what_promises_nothing(text: str) -> None:
    assert [c for c in found(text) if c.why == "person_acts" or "Bo" in (c.who or "")] == []


def test_who_is_a_person_or_a_body_not_what_was_decided() -> None:
    assert [c.who for c in found("Dagordningen godkändes.")] == [None]


def test_prose_under_activities_is_no_list_of_tasks() -> None:
    parsed = parse(
        f"{HEAD}Vi åker.\n\nAktiviteter\n\nDansen är på torsdagar och många går dit.\n", today=TODAY
    )
    assert parsed.commitments == ()


def test_facts_below_a_statement_make_no_task_and_links_stay_whole() -> None:
    assert found("- Ny brygga i viken\n  - Klar i maj\n  - Kostnad: 4000 kr") == []
    task = found("Att göra:\n- Siv: läsa [planen](https://a.example/x)\n- Bo: boka tåg")[0]
    assert task.what == "Siv: läsa [planen](https://a.example/x)"
