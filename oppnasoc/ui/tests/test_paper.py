"""Paper: tagged, calm about whatever people write, and unable to reach anything."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as rounds

from oppnasoc.ui import paper, press
from oppnasoc.ui.models import Municipality
from oppnasoc.ui.paper import Unprintable, pdf, printable
from tests.paper import read_paper

pytestmark = pytest.mark.django_db
BEGIN = '#import "/frame.typ": *\n#show: frame\n'
TEMPLATES = sorted((Path(settings.BASE_DIR) / "oppnasoc").rglob("*.typ"))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A page with a heading, a text, a list, boxes to tick and a picture."""
    found = tmp_path / "prov.typ"
    body = (
        "= #given.title\n#prose(data.text)\n- #data.text\n#quoted(prose(data.text))\n"
        '#tick("Ja")\n#stones()\n#brand()\n#code(data.drawing, data.alt)'
    )
    found.write_text(BEGIN + body)
    return found


def content(text: str) -> dict[str, str]:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    return {"text": text, "drawing": drawing, "alt": "Leder till sidan"}


def test_a_sheet_is_tagged(template: Path) -> None:
    made = read_paper(pdf(template, content("Hallå där."), title="Ett prov på papper"))
    assert (made.title, made.language, made.marked) == ("Ett prov på papper", "sv", True)
    assert made.tags.index("H1") < made.tags.index("P") < made.tags.index("L")
    assert {"LI", "Figure"} <= set(made.tags)
    assert made.described == ["Leder till sidan"]
    assert "Hallå där." in made.text
    assert made.size == pytest.approx((210, 297), abs=0.5)
    assert b"pdfuaid" in made.everything
    with translation.override("en"):
        assert read_paper(pdf(template, content("Hi."), title="A try")).language == "en"


def test_the_same_is_the_same_file(template: Path) -> None:
    assert pdf(template, content("Hej."), title="Ett") == pdf(
        template, content("Hej."), title="Ett"
    )


def test_the_municipality_s_colour(template: Path) -> None:
    before = pdf(template, content("Hej."), title="Ett")
    Municipality(pk=Municipality.load().pk, colour_light="#7a1f4d").save()
    assert pdf(template, content("Hej."), title="Ett") != before
    assert paper.face()["moss"] == "#7a1f4d"


CODE = [
    "#panic()", "*fet* _lutar_ `kod`", "= Rubrik", "- punkt", "$ x^2 $", "#read(\"/etc/passwd\")",
    "\\ \\u{41}", "<label> @ref", "// inte kvar /* inte */", "#(1+1)", "]#panic()[",
    "\"; panic(); \"", "https://example.org/#x", "'a' \"b\" --- ... ~",
]  # fmt: skip


@pytest.mark.parametrize("text", CODE)
def test_what_people_write_is_only_text(template: Path, text: str) -> None:
    made = read_paper(pdf(template, content(text), title="Ett"))
    assert made.text.count(" ".join(text.split())) >= 2, made.text


SIGNS = strategies.text(
    strategies.one_of(
        strategies.sampled_from("#[]{}()$*_`\\\"'<>@=-+/~:;&%|^ \n"),
        strategies.characters(min_codepoint=0x20, max_codepoint=0xFF),
        strategies.characters(),
    ),
    min_size=1, max_size=60,
)  # fmt: skip


@rounds(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SIGNS)
def test_any_text_at_all(template: Path, text: str) -> None:
    """Whatever is written comes out, letter by letter, but for those that no font has."""
    shown = f"Först {text} sist"
    made = read_paper(pdf(template, content(shown), title="Ett"))
    assert made.tags.count("H1") == 1
    assert "Figure" in made.tags
    written = re.sub(r"\s", "", re.sub(r"[^\x20-\x7e]", "", shown))
    said = re.sub(r"\s", "", re.sub(r"[^\x20-\x7e]", "", made.text))
    assert said.count(written.replace("-", "")) or said.replace("-", "").count(
        written.replace("-", "")
    )


@pytest.mark.parametrize("text", ["Rum 0ั är bokat!", "ۺ!ั Kl. 10:00", '[1]ั {2}ั :ั ,ั "ั'])
def test_marks_that_no_font_has_take_nothing_with_them(template: Path, text: str) -> None:
    """A mark of another script can stand on any sign, also on one that steers the data."""
    made = read_paper(pdf(template, content(text), title="Ett"))
    kept = re.sub(r"[^\x20-\x7e]", "", text).replace(" ", "")
    assert kept in re.sub(r"[^\x21-\x7e]", "", made.text)


def test_letters_that_no_font_has(template: Path) -> None:
    made = read_paper(pdf(template, content("Hej 你好 😀 مرحبا Łódź мир"), title="Ett"))
    assert "Łódź мир" in made.text
    assert "Hej □□ □" in made.text


def test_a_word_without_end_stays_on_the_page(template: Path) -> None:
    made = read_paper(pdf(template, content("x" * 300), title="Ett"))
    assert max(len(line) for line in made.pages[0].splitlines()) < 120
    assert made.text.replace(" ", "").count("x" * 300) == 3


def test_what_cannot_be_printed_is_left_out() -> None:
    assert printable("a\x00b\x07\u202ec\ud800d\r\ne\u2028f") == "abcd\nef"
    assert printable({"a": ["\x01x", ("y\x02", 3, None)]}) == {"a": ["x", ["y", 3, None]]}


@pytest.mark.parametrize(
    "body",
    ['#read("/etc/passwd")', '#read("../models.py")', '#image("/../../config/settings.py")',
     '#import "@preview/cetz:0.1.0"', "#panic()", "#let f(n) = f(n + 1)\n#f(0)"],
)  # fmt: skip
def test_a_template_reaches_nothing(tmp_path: Path, body: str) -> None:
    found = tmp_path / "prov.typ"
    found.write_text(BEGIN + body)
    with pytest.raises(Unprintable):
        pdf(found, {}, title="Ett")


def test_what_takes_too_long_or_too_much_is_stopped(tmp_path: Path) -> None:
    slow, heavy = tmp_path / "slow.typ", tmp_path / "heavy.typ"
    slow.write_text(BEGIN + "#let n = 0\n#for a in range(100000000) { n = n + a }")
    with pytest.raises(Unprintable):
        pdf(slow, {}, title="Ett", seconds=0.8)
    heavy.write_text(BEGIN + "#let a = range(40000000).map(n => str(n))\n#a.len()")
    with pytest.raises(Unprintable):
        pdf(heavy, {}, title="Ett")


def test_a_third_waits_and_gives_up(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(paper, "WAIT", 0.01)
    with paper._turns, pytest.raises(Unprintable):
        pdf(template, content("Hej."), title="Ett")
    assert pdf(template, content("Hej."), title="Ett")


def test_what_everybody_may_read_is_made_once(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pdf(template, content("Hej."), title="Ett", keep=True)
    monkeypatch.setattr(paper, "_press", lambda *given: pytest.fail("made again"))
    assert pdf(template, content("Hej."), title="Ett", keep=True) == first


def test_the_page_instead() -> None:
    def make() -> bytes:
        raise Unprintable

    request: Any = RequestFactory().get("/")
    answer = paper.send(request, make, name="brev", instead="/fragor/brev/")
    assert answer.status_code == 503
    assert 'href="/fragor/brev/"' in answer.content.decode()
    fine = paper.send(request, lambda: b"%PDF", name="brev", instead="/")
    assert fine["Content-Disposition"] == 'inline; filename="brev.pdf"'


def test_the_child_knows_no_setting() -> None:
    assert "django" not in Path(press.__file__).read_text()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_read_no_file_and_fetch_nothing(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"@preview|@local|https?://|\bread\(|\beval\(|\bplugin\(", text)
    assert re.findall(r'#(?:import|include) "([^"]+)"', text) in ([], ["/frame.typ"])


def test_nothing_is_found_without_the_frame(tmp_path: Path) -> None:
    bad = tmp_path / "bad.typ"
    bad.write_text('#image(bytes("<svg/>"), format: "svg")')
    with pytest.raises(Unprintable):  # A picture without words beside it, and no title.
        pdf(bad, json.loads("{}"), title="Ett")
