"""Every tag draws its part, and every text that somebody may have written is escaped."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, engines
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from oppnasoc.ui.parts import Node, Step
from oppnasoc.ui.templatetags import ui

EVIL = "<script>alert(1)</script>\"'><b onclick=x>"


def draw(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        '{% chip "go" evil %}',
        "{% chip evil text %}",
        "{% voice text=evil who=evil when=evil origin=evil %}",
        "{% person evil role=evil org=evil %}",
        "{% nothing evil evil url=evil label=evil %}",
        "{% explain evil %}{{ evil }}{% endexplain %}",
        "{% path steps %}",
        "{% timeline lines %}",
        "{% compared pieces %}",
        "{% tree nodes %}",
        "{% treepicture nodes %}",
    ],
)
def test_texts_are_escaped(source: str) -> None:
    html = draw(
        source,
        evil=EVIL,
        text="text",
        steps=[Step(EVIL, "here", EVIL, EVIL)],
        lines=[SimpleNamespace(at=date(2026, 3, 2), html=EVIL)],
        pieces=[SimpleNamespace(kind=kind, text=EVIL) for kind in ("same", "gone", "new")],
        nodes=[Node(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, [Node(EVIL, EVIL)])],
    )
    assert "<script" not in html
    assert "<b onclick" not in html
    assert "&lt;script&gt;" in html or "&lt;" in html


def test_what_went_and_what_came_are_not_one_word() -> None:
    said = (("same", "du "), ("gone", "bokar möte"), ("new", "söker"), ("same", " tills"))
    pieces = [SimpleNamespace(kind=kind, text=text) for kind, text in said]
    html = draw("{% compared pieces %}", pieces=pieces)
    assert "möte</del> <ins>" in html
    assert "söker</ins> tills" in html


def test_safe_html_stays() -> None:
    link = mark_safe('<a href="/moten/1/">mötet</a>')
    assert link in draw("{% voice text=text who=who origin=link %}", text="A", who="B", link=link)
    line = SimpleNamespace(at=date(2026, 3, 2), html=link)
    assert link in draw("{% timeline lines %}", lines=[line])


def test_path_tells_where_we_stand_without_colours() -> None:
    html = draw(
        "{% path steps %}",
        steps=[
            Step("Sagt", "done", "2 mars", "Fyren"),
            Step("Svar", "here"),
            Step("Vardag", "ahead"),
        ],
    )
    assert html.count("<li") == 3
    assert html.count('aria-current="step"') == 1
    assert "2 mars" in html
    assert "Fyren" in html
    assert html.count('class="hide"') == 2


def test_voice_keeps_paragraphs_and_names_its_origin() -> None:
    html = draw(
        "{% voice text=text who=who when=when origin=origin %}",
        text="Ett.\n\nTvå.",
        who="Asta",
        when=date(2020, 1, 22),
        origin="på webben",
    )
    assert html.count("<p>") == 2
    assert "Asta, på webben, 22 januari 2020" in html
    assert "<footer>" not in draw("{% voice text='Ett.' %}")


def test_empty_shows_a_way_on_only_when_there_is_one() -> None:
    assert 'href="/x/"' in draw("{% nothing 'Inget' 'Än' url='/x/' label='Gå' %}")
    assert "<a" not in draw("{% nothing 'Inget' 'Än' %}")


def test_explain_is_closed_and_keeps_its_content() -> None:
    html = draw("{% explain 'Varför?' %}<p>Därför.</p>{% endexplain %}")
    assert "<details" in html
    assert "open" not in html
    assert "<p>Därför.</p>" in html


def test_tree_nests_and_shows_states() -> None:
    html = draw(
        "{% tree nodes %}",
        nodes=[Node("Rot", "/r/", "Gör", "wait", "vilande", "3 frågor", [Node("Gren", "/g/")])],
    )
    assert html.count("<ul") == 2
    assert 'class="chip wait"' in html
    assert html.index("/r/") < html.index("/g/")


@pytest.mark.parametrize(
    ("number", "word"), [(1, "1"), (2, "two"), (12, "twelve"), (13, "13"), (None, "")]
)
def test_countword(number: int | None, word: str) -> None:
    with translation.override("en"):
        assert ui.countword(number) == word


def test_days_and_times() -> None:
    this_year = timezone.localdate().year
    assert ui.day(date(2020, 3, 20)) == "20 mars 2020"
    assert ui.shortday(date(2020, 3, 20)) == "20 mars 2020"
    assert ui.day(date(this_year, 3, 20)).endswith(" 20 mars")
    assert ui.shortday(date(this_year, 3, 20)) == "20 mars"
    assert ui.day(datetime(2020, 3, 19, 23, 30, tzinfo=UTC)) == "20 mars 2020"
    assert ui.day(None) == ui.shortday(None) == ui.clock(None) == ""
    with translation.override("en"):
        assert ui.clock(time(9, 5)) == "09:05"
        assert ui.clock(datetime(2020, 1, 1, 12, 0, tzinfo=UTC)) == "13:00"


def test_dial() -> None:
    assert ui.dial("+46 40-628 04 10") == "+46406280410"
    assert ui.dial("040-628 04 10") == "0406280410"


def test_error_prefix_never_wakes_the_user() -> None:
    def wake() -> None:
        raise AssertionError("woken")

    assert ui.error_prefix(Context({"user": SimpleLazyObject(wake)})) == ""


def test_two_versions_are_told_apart_in_words_too() -> None:
    pieces = [
        SimpleNamespace(kind="same", text="Svar inom "),
        SimpleNamespace(kind="gone", text="tre veckor"),
        SimpleNamespace(kind="new", text="tio dagar.\n\nDet finns kaffe.\nOch te."),
    ]
    html = draw("{% compared pieces %}", pieces=pieces)
    assert '<p>Svar inom <del><span class="hide">Borttaget: </span>tre veckor</del>' in html
    assert '<ins><span class="hide">Nytt: </span>tio dagar.</ins></p>' in html
    assert "Det finns kaffe.<br>Och te.</ins></p></div>" in html
