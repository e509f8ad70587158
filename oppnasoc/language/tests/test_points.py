"""What each point is proposed to become, and which questions are still open."""

from datetime import date

import pytest

from oppnasoc.language.minutes import parse
from oppnasoc.language.minutes.model import Proposal

TODAY = date(2026, 11, 22)


def proposals(text: str, heading: str = "Resan") -> list[Proposal]:
    whole = f"Husråd Linden 2025-03-04\n\n{heading}\n\n{text}\n\nLokalen\n\nDet drar.\n"
    return [p.proposal for p in parse(whole, today=TODAY).points][:-1]


@pytest.mark.parametrize(
    "text",
    ["Får hunden följa med? Ja, i bagagevagnen.", "När går bussen? Den 3 juni.",
     "Siv undrade när bussen går. Bo svarade att den går i juni.",
     "Vad kostar resan? Nej, ingenting."],
)  # fmt: skip
def test_answered_in_the_same_point(text: str) -> None:
    assert proposals(text) == ["answered"]


@pytest.mark.parametrize(
    "text", ["Vi talade om priset. Vad kostar resan?\n- Fyra kronor", "F: När går den?\nS: I juni."]
)
def test_answered_in_the_next_point(text: str) -> None:
    assert proposals(text)[0] == "answered"


@pytest.mark.parametrize(
    "text",
    ["Vad kostar resan? Det vet vi inte ännu.", "Fråga: Vad kostar resan?\nSvar: Det utreds.",
     "Går bussen? Bo kollar."],
)  # fmt: skip
def test_what_nobody_knows_is_still_open(text: str) -> None:
    assert proposals(text)[0] == "matter"


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Öppettiden är för kort.", "matter"),
        ("Bo undrar om det går att låna en kärra.", "minutes"),
        ("Önskemål om mat lämnas senast den 1 maj.", "minutes"),
        ("Räcket behöver lagas.", "matter"),
        ("Siv påtalar att skyltar saknas.", "matter"),
    ],
)
def test_what_a_point_becomes(text: str, proposal: str) -> None:
    assert proposals(f"- {text}\n- Och så fikade vi.")[0] == proposal


@pytest.mark.parametrize("heading", ["Vad behöver bli bättre?", "Önskemål", "Idéer"])
def test_views_in_paragraphs(heading: str) -> None:
    assert proposals("Hundarna borde få en egen vagn.", heading) == ["matter"]


def test_the_head_of_a_table_is_no_point() -> None:
    assert len(proposals("Vad\tVem\tNär\nHyra buss\tBo\tmaj\nKoka kaffe\tSiv\tjuni")) == 2


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("F: När går bussen?\nS: I juni.", ["När går bussen?"]),
        ("- När går den nya bussen\n- Varför så trångt i vagnen",
         ["När går den nya bussen", "Varför så trångt i vagnen"]),
        ("- När vi kommer fram äter vi\n- Hur det än blir åker vi", []),
    ],
)  # fmt: skip
def test_questions(text: str, questions: list[str]) -> None:
    whole = f"Husråd Linden 2025-03-04\n\nResan\n\n{text}\n"
    assert list(parse(whole, today=TODAY).questions) == questions


def test_a_thought_a_line_is_a_point_a_line() -> None:
    parsed = parse(
        "husrådet 4/3 2025\n\npratade länge om resan till havet och om bussen\n"
        "siv hyr en buss\n"
        "kan man ta med hund på bussen och båten dit ut?\n\n"
        "kaffet är slut och bo köper mer kaffe i morgon\nvi ses den 8 april\n", today=TODAY,
    )  # fmt: skip
    assert len(parsed.points) >= 4
    assert parsed.questions == ("kan man ta med hund på bussen och båten dit ut?",)
