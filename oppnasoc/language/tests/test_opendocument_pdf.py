"""What the odt and the pdf reader make of documents; the text is the same as from Word."""

from __future__ import annotations

import pytest

from oppnasoc.language.documents.making import pdf
from oppnasoc.language.documents.pdf import _joined
from oppnasoc.language.minutes import parse

from .paper import GOOD, NOTES, here, odt

LONG = "Vi pratade länge om hur det är att ringa till växeln och vänta på sin tur i kön. " * 4


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
def test_every_kind_is_read_alike(kind: str) -> None:
    parsed, model = parse(here(GOOD[kind])), parse(NOTES)
    assert [(s.heading, s.level, s.bullets, s.paragraphs) for s in parsed.sections] == [
        (s.heading, s.level, s.bullets, s.paragraphs) for s in model.sections
    ]
    assert [(point.text, point.level) for point in parsed.points] == [
        (point.text, point.level) for point in model.points
    ]
    assert (parsed.title.value, parsed.date.value) == (model.title.value, model.date.value)


def test_odt_leaves_out_what_is_deleted_aside_or_hidden() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>struket</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Vi<text:s text:c='3'/>ses<office:annotation><text:p>tyst</text:p>"
        "</office:annotation> snart<text:note><text:note-body><text:p>not</text:p>"
        "</text:note-body></text:note>.</text:p>"
        "<text:hidden-paragraph>gömt</text:hidden-paragraph>"
    )
    assert here(odt(body)) == "Vi   ses snart.\n"


def test_odt_tables_boxes_and_bold_words() -> None:
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    people = "".join(
        row.format("".join(cell.format(each) for each in pair))
        for pair in (("Namn", "Roll"), ("Asta Holm", "deltagare"), ("Mona Ek", "enhetschef"))
    )
    bold = '<text:p><text:span text:style-name="Strong">{}</text:span></text:p>'
    body = (
        f"<text:p>Närvarande:</text:p><table:table>{people}</table:table>"
        + bold.format("Telefonen") + f"<text:p>{LONG}</text:p>"
        + bold.format("Lokalen") + f"<text:p>{LONG}</text:p>"
        + "<text:p>Före<draw:frame><draw:text-box><text:p>I rutan</text:p></draw:text-box>"
        "</draw:frame></text:p>"
    )  # fmt: skip
    parsed = parse(here(odt(body)))
    assert [(a.name, a.role) for a in parsed.attendees] == [
        ("Asta Holm", "deltagare"), ("Mona Ek", "enhetschef"),
    ]  # fmt: skip
    assert [s.heading for s in parsed.sections] == ["Telefonen", "Lokalen"]
    assert here(odt(body)).split()[-3:] == ["Före", "I", "rutan"]


def test_a_space_that_stands_for_a_thousand_million_is_forty() -> None:
    assert len(here(odt('<text:p>a<text:s text:c="99999999"/>b</text:p>'))) == 43


def test_pdf_joins_lines_and_pages_and_drops_heads_and_feet() -> None:
    items = "\n".join(f"- Punkt {n}: {LONG}" for n in range(1, 12))
    text = here(pdf(f"# Mötet\n\n## Telefonen\n{items}\n\n## Lokalen\n{LONG}", foot="Sundhamn"))
    assert "Sida" not in text
    assert "Sundhamn" not in text
    section = parse(text).sections[-2]
    assert (section.heading, section.bullets) == ("Telefonen", 11)
    assert [point.text for point in parse(text).points[:11]] == [
        f"Punkt {n}: {LONG.strip()}" for n in range(1, 12)
    ]


def test_pdf_makes_a_divided_word_whole() -> None:
    assert _joined(["Vi har sam-", "verkan om för-", "och eftervård"]) == (
        "Vi har samverkan om för- och eftervård"
    )
    assert _joined(["se https://sundhamn.example/en-", "sida"]).endswith("/en-sida")
