"""Who was there and who was not, in the shapes that people really write."""

from datetime import date

import pytest

from oppnasoc.language.minutes import ParsedMinutes, parse

TODAY = date(2026, 11, 22)


def read(text: str) -> ParsedMinutes:
    whole = f"Husråd Linden\n2025-03-04\n\n{text}\n\nMaten\n\nDet serveras soppa.\n"
    return parse(whole, today=TODAY)


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("Närvarande: Tove, Axel och Maj-Britt (på länk)", ["Tove", "Axel", "Maj-Britt"]),
        ("Närvarande: Tove Sand (ordf), Axel Ro och Lena Hed (via telefon)",
         ["Tove Sand", "Axel Ro", "Lena Hed"]),
        ("Närvarande:\nBo Alm, kock\nAna de la Cruz Vega, kurator\nTove Sand",
         ["Bo Alm", "Ana de la Cruz Vega", "Tove Sand"]),
        ("Närvarande:\nBo Alm, kock\nprästen från torget\nTove Sand", ["Bo Alm", "Tove Sand"]),
        ("Närvarande: Bo Alm, Tove Sand, Lena Hed, Axel Ro, Siv Ek, Ines\nHoltz samt två gäster",
         ["Bo Alm", "Tove Sand", "Lena Hed", "Axel Ro", "Siv Ek", "Ines Holtz"]),
        ("Medverkade gjorde:\n– Tove Sand, Hamnbyrån\n– Bo Alm (kock)", ["Tove Sand", "Bo Alm"]),
        ("Hej! Här är det vi sa. Vi var Tove Sand (kock), Bo Alm och Siv Ek.",
         ["Tove Sand", "Bo Alm", "Siv Ek"]),
        ("Hej! Vi var Glada och trötta.", []),
        ("Närvarande: Vi var tolv personer", []),
        ("Vi var: Tove Sand (kock), Bo Alm", ["Tove Sand", "Bo Alm"]),
        ("Från Bostadsbolaget: Tove Sand (värd), Bo Alm. 14 hyresgäster kom.",
         ["Tove Sand", "Bo Alm"]),
        ("Närvarande: Dr. Tove Sand, herr Bo Alm", ["Tove Sand", "Bo Alm"]),
    ],
)  # fmt: skip
def test_present(text: str, present: list[str]) -> None:
    parsed = read(text)
    assert [a.name for a in parsed.attendees if a.name or a.organisation] == present
    assert "Maten" in [s.heading for s in parsed.sections]


@pytest.mark.parametrize(
    ("text", "organisation", "role"),
    [
        ("Bo Alm, LSS Sundhamn", "LSS Sundhamn", None),
        ("Bo Alm, städare", None, "städare"),
        ("Bo Alm (stödassistent)", None, "stödassistent"),
        ("Bo Alm, ersättare (tjänstgörande)", None, "ersättare"),
        ("Bo Alm, Hamnbyrån (skrev)", "Hamnbyrån", None),
        ("Bo Alm, Torget Konditori", "Torget Konditori", None),
    ],
)
def test_what_stands_after_a_name(text: str, organisation: str | None, role: str | None) -> None:
    parsed = read(f"Närvarande:\n{text}\nTove Sand, kock")
    first = parsed.attendees[0]
    assert (first.name, first.organisation, first.role) == ("Bo Alm", organisation, role)
    assert [a.name for a in parsed.attendees] == ["Bo Alm", "Tove Sand"]


@pytest.mark.parametrize(
    "text",
    [
        "Närvarande\nBo Alm\nTove Sand\n\nAnmält förhinder\nSiv Ek",
        "Närvarande\nBo Alm\nTove Sand\nFrånvarande\nSiv Ek",
        "Närvarande\n- Bo Alm\n- Tove Sand\n\nÅterbud\n- Siv Ek",
        "Närvarande: Bo Alm, Tove Sand\nKunde inte komma: Siv Ek",
        "Närvarande: Bo Alm, Tove Sand\nSaknades: Siv Ek",
        "Närvarande: Bo Alm, Tove Sand, Siv Ek (förhinder)",
        "Närvarande:\nBo Alm\nTove Sand\nSiv Ek – sjuk",
        "Närvarande:\nBo Alm\nTove Sand\nSiv Ek, anmält frånvaro",
        "Närvarande: Bo Alm, Tove Sand. Frånvarande: Siv Ek",
        "Närvarande: Bo Alm, Tove Sand\nFått förhinder:\nSiv Ek",
    ],
)
def test_who_was_away_is_never_shown_as_present(text: str) -> None:
    parsed = read(text)
    assert [a.name for a in parsed.attendees] == ["Bo Alm", "Tove Sand"]
    assert [a.name for a in parsed.absent] == ["Siv Ek"]


@pytest.mark.parametrize("note", ["frånvarande § 5", "sjuksköterska", "gick 14.15", "ej punkt 3"])
def test_who_was_there_for_a_while_is_present(note: str) -> None:
    parsed = read(f"Närvarande: Bo Alm ({note}), Tove Sand")
    assert [a.name for a in parsed.attendees] == ["Bo Alm", "Tove Sand"]
    assert parsed.absent == ()


def test_a_heading_in_capitals_is_no_guest() -> None:
    parsed = parse(
        "Husråd 2025-03-04\n\nMed: Bo Alm, Tove Sand\n\nGRILLENS DAG\nVi grillar.\n", today=TODAY
    )
    assert [a.name for a in parsed.attendees] == ["Bo Alm", "Tove Sand"]
    assert [s.heading for s in parsed.sections] == ["GRILLENS DAG"]
