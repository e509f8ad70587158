"""What the docx reader makes of the ways in which people write in Word."""

from __future__ import annotations

from oppnasoc.language.documents.making import word_parts, zipped
from oppnasoc.language.minutes import parse

from .paper import GOOD, docx, here, p

_STYLE = '<w:pStyle w:val="{}"/>'
_LIST = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def test_headings_lists_and_counting() -> None:
    assert here(GOOD["docx"]).splitlines() == [
        "# Brukargruppen på Fyren", "", "Datum: 3 mars 2026", "", "## Telefonen", "",
        "Vi pratade om växeln en stund.", "", "- Varför finns ingen knapp för en människa?",
        "  - Lena ringde fem gånger.", "- Kan kallelsen stå på arabiska?", "", "## Lokalen", "",
        "1. Vi målar om.", "2. Vi köper en lampa.",
    ]  # fmt: skip


def test_bold_lines_are_the_headings_when_there_are_no_others() -> None:
    bold = "<w:b/>"
    text = here(
        docx(
            p("Minnesanteckningar 3 mars 2026", run=bold)
            + p("Telefonen", run=bold) + p("Vi pratade om växeln. " * 5)
            + p("Lokalen", run=bold) + p("- Lampan blinkar.") + p("- Det drar från fönstret.")
        )
    )  # fmt: skip
    parsed = parse(text)
    assert [s.heading for s in parsed.sections] == ["Telefonen", "Lokalen"]
    assert [s.bullets for s in parsed.sections] == [0, 2]
    assert parsed.title.value == "Minnesanteckningar 3 mars 2026"


def test_a_lone_title_lets_numbered_lines_be_headings() -> None:
    body = p("Minnesanteckningar", _STYLE.format("Title"))
    for number, words in enumerate(("Telefonen", "Lokalen", "Kaffet"), 1):
        body += p(f"{number}. {words}") + p("Vi pratade om det en lång stund i dag.")
    sections = parse(here(docx(body))).sections
    assert [s.heading for s in sections] == ["Telefonen", "Lokalen", "Kaffet"]


def test_what_is_deleted_hidden_or_a_comment_is_not_read() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Vi ses </w:t></w:r>'
        '<w:del w:author="Någon"><w:r><w:delText>struket</w:delText></w:r></w:del>'
        '<w:ins w:author="Någon"><w:r><w:t>snart</w:t></w:r></w:ins>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>gömt</w:t></w:r>'
        '<w:r><w:instrText>HYPERLINK kod</w:instrText></w:r>'
        '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )  # fmt: skip
    assert here(docx(body, word__comments_xml="<w:comments/>")) == "Vi ses snart\n"


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('I rutan')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>Före</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="mc">'
        f"<mc:Choice><w:drawing><x>{box}</x></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        + p("Efter")
    )
    assert here(docx(body)).split() == ["Före", "I", "rutan", "Efter"]


def test_heads_and_feet_are_left_out() -> None:
    text = here(docx(p("Vi ses."), word__header1_xml=f"<w:hdr>{p('Sundhamns kommun')}</w:hdr>"))
    assert text == "Vi ses.\n"


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_a_table_of_those_who_were_there() -> None:
    people = _table(
        ("Namn", "Organisation"), ("Asta Holm", "Föreningen Fyren"), ("Mona Ek", "Mottagningen")
    )
    body = p("Närvarande:") + people + p("Telefonen", run="<w:b/>") + p("Vi pratade om den.")
    present = parse(here(docx(body))).attendees
    assert [(a.name, a.organisation) for a in present] == [
        ("Asta Holm", "Föreningen Fyren"), ("Mona Ek", "Mottagningen"),
    ]  # fmt: skip


def test_a_table_of_labels() -> None:
    text = here(docx(_table(("Datum", "3 mars 2026"), ("Plats", "Fyren"))))
    assert text.splitlines() == ["Datum: 3 mars 2026", "Plats: Fyren"]


def test_a_table_that_holds_the_whole_meeting() -> None:
    said = "Vi pratade om växeln och alla knappar. " * 8
    text = here(
        docx(
            _table(
                ("Nr", "Punkt", "Anteckning", "Ansvarig"),
                ("1", "Telefonen", said, "Mona"),
                ("2", "Lokalen", said, "Lena"),
            )
        )
    )
    assert [s.heading for s in parse(text).sections] == ["Telefonen", "Lokalen"]
    assert "Ansvarig: Mona" in text


def test_counted_headings_and_letters() -> None:
    body = (
        p("Öppnande", _STYLE.format("Heading1") + _LIST.format(0, 2))
        + p("Mötet öppnas.")
        + p("Lokalen", _STYLE.format("Heading1") + _LIST.format(0, 2))
        + p("Den är stor.")
    )
    assert "# 1. Öppnande" in here(docx(body))
    assert [(s.number, s.heading) for s in parse(here(docx(body))).sections] == [
        ("1", "Öppnande"), ("2", "Lokalen"),
    ]  # fmt: skip


def test_a_link_keeps_its_address() -> None:
    body = (
        '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>Läs mer</w:t></w:r></w:hyperlink></w:p>'
        '<w:p><w:hyperlink r:id="rId8"><w:r><w:t>sundhamn.example</w:t></w:r></w:hyperlink></w:p>'
    )
    link = (
        '<Relationship Id="rId{}" Type="hyperlink" TargetMode="External" '
        'Target="https://sundhamn.example"/>'
    )
    rels = f"<Relationships>{link.format(9)}{link.format(8)}</Relationships>"
    parts = {**word_parts(body), "word/_rels/document.xml.rels": rels}
    assert here(zipped(parts)).split("\n")[::2] == [
        "[Läs mer](https://sundhamn.example)", "sundhamn.example",
    ]  # fmt: skip


def test_line_breaks_and_typed_bullets() -> None:
    body = (
        "<w:p><w:r><w:t>Närvarande:</w:t><w:br/><w:t>Asta Holm</w:t><w:br/>"
        "<w:t>Mona Ek</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>•</w:t><w:tab/><w:t>Lampan blinkar.</w:t></w:r></w:p>"
    )
    assert here(docx(body)).splitlines() == [
        "Närvarande:", "Asta Holm", "Mona Ek", "", "• Lampan blinkar.",
    ]  # fmt: skip


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = {
        name: part.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, part in _parts().items()
    }
    assert here(zipped({**strict})) == "Vi ses.\n"


def _parts() -> dict[str, str]:
    return {name: str(part) for name, part in word_parts(p("Vi ses.")).items()}


def test_styles_based_on_each_other_end() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="{}"/>'
        "</w:style>"
    )
    styles = f"<w:styles xmlns:w='w'>{style.format('A', 'a', 'B')}{style.format('B', 'b', 'A')}"
    text = here(docx(p("Hej", _STYLE.format("A")), word__styles_xml=f"{styles}</w:styles>"))
    assert text == "Hej\n"
