"""What holds for any text at all: nothing is lost, nothing is raised, nothing takes for ever."""

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppnasoc.language import dates, names, personal_data, sorting
from oppnasoc.language.minutes import parse, to_json
from oppnasoc.language.sentences import sentences

TODAY = date(2026, 11, 22)
_PIECES = st.sampled_from(
    [
        "# Rubrik", "## Kallade", "Närvarande:", "Närvarande", "- ", "• Punkt", "1. ", "§ 3 Val",
        "Anna Berg, Fyren", "Vad händer?", "Beslut: ja", "\t", "a\tb\tc", "---", "===", "**Fet**",
        "den 6 mars", "2024-03-05", "http://a.se", "[x](#)", "Ansvarig: Bo", " o under", "",
        "att gå", "Styrelsen beslutar", "sid 1 (2)", "ÅÄÖ RUBRIK", "\f", "\u2028", "(",
        "Siv ska ta",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(_PIECES, st.text(max_size=30)), max_size=25).map("\n".join),
)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(TEXTS)
def test_any_text_parses_and_becomes_json(text: str) -> None:
    data = to_json(parse(text, today=TODAY))
    assert data["date"] is None or len(data["date"]) == 10


@RELAXED
@given(TEXTS)
def test_every_line_with_text_is_in_exactly_one_block(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    invisible = str.maketrans("", "", "\u200b\ufeff")
    wanted = {n for n, line in enumerate(lines, 1) if line.translate(invisible).strip()}
    owner: dict[int, int] = {}
    for index, block in enumerate(parse(text, today=TODAY).blocks):
        for number in range(block.first_line, block.last_line + 1):
            assert number not in owner
            owner[number] = index
    assert wanted <= set(owner)


@RELAXED
@given(TEXTS)
def test_sentences_lose_nothing(text: str) -> None:
    assert "".join("".join(s.text for s in sentences(text)).split()) == "".join(text.split())


@RELAXED
@given(TEXTS)
def test_spans_point_at_their_text(text: str) -> None:
    for mention in dates.find(text):
        assert text[mention.start : mention.end] == mention.text
    for name in names.find(text):
        assert text[name.start : name.end] == name.text
    for finding in personal_data.find(text):
        assert text[finding.start : finding.end] == finding.text
        for choice in finding.suggestions:
            personal_data.redact(text, finding, choice)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_sort_keys_give_a_total_order(words: list[str]) -> None:
    backwards = list(reversed(words))
    assert sorted(backwards, key=sorting.sort_key) == sorted(words, key=sorting.sort_key)


LINE = 100_000
HOSTILE = {
    "one letter": "a" * LINE, "one digit": "1" * LINE, "dashes": "-" * LINE, "open": "(" * LINE,
    "brackets": "[a](" * (LINE // 4), "mail": "a@" * (LINE // 2), "spaces": " " * LINE + "x",
    "gap": "a" + " " * LINE + "b", "tabs": "a\t" * (LINE // 2), "stars": "*" * LINE,
    "shall": "ska " * (LINE // 4), "will": "kommer att " * (LINE // 11),
    "colons": "a:" * (LINE // 2),
    "addresses": "http://" * (LINE // 7), "dates": "den 5 " * (LINE // 6), "bars": "|" * LINE,
    "bold": "**a" * (LINE // 3), "numbers": "-9" * (LINE // 2), "dots": "a." * (LINE // 2),
    "street": "Storgatan " * (LINE // 10),
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_line_costs_about_twice_as_much_when_twice_as_long(text: str) -> None:
    """Processor time of this thread, the least of three, so that a busy machine decides little."""
    whole = _cost(text)
    if whole < 1.0:
        return
    half = min(_cost(text[: len(text) // 2]) for _ in range(3))
    whole = min(whole, _cost(text), _cost(text))
    # A quadratic rule would take four times as long, and minutes at this size.
    assert whole < max(1.0, 3.2 * half)


def _cost(text: str) -> float:
    started = time.thread_time()
    parse(text, today=TODAY)
    return time.thread_time() - started
