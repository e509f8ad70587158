"""The head of a document and its headings, in the shapes that people really write."""

from datetime import date

import pytest

from oppnasoc.language.minutes import ParsedMinutes, parse

TODAY = date(2026, 11, 22)
BODY = "\n\nMaten\nDet serveras soppa.\nAlla var nöjda.\n\nLokalen\nDet drar från fönstret.\n"
TWO_COLUMNS = (
    "Sundhamns kommun                    MÖTESANTECKNINGAR\n"
    "Fritidskontoret                     2025-01-30\n\nUngdomsrådet"
)
MAIL = (
    "Från: Siv Ek <siv@sundhamn.example>\nTill: bo@sundhamn.example\n"
    "Skickat: den 9 maj 2025\nÄmne: SV: Minnesanteckningar husråd 7 maj 2025\n\n"
    "Hej! Här är anteckningarna."
)


def read(text: str) -> ParsedMinutes:
    return parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        ("Boråd Linden 2025-02-11", "Boråd Linden 2025-02-11", date(2025, 2, 11)),
        ("2024-09-03 Ungdomsforum", "2024-09-03 Ungdomsforum", date(2024, 9, 3)),
        ("Kvarteret Lindens framtid 12 juni 2024\nNärvarande: Siv Ek, Bo Alm",
         "Kvarteret Lindens framtid 12 juni 2024", date(2024, 6, 12)),
        ("Sundhamns kommun\nOmsorgsförvaltningen\n\nAnhörigråd\n2025-05-20\n\nNärvarande: Siv Ek",
         "Anhörigråd", date(2025, 5, 20)),
        ("REGION SUNDVIK\n\nHälsoforum\n\nDatum: 2023-10-02", "Hälsoforum", date(2023, 10, 2)),
        (TWO_COLUMNS,
         "MÖTESANTECKNINGAR Ungdomsrådet", date(2025, 1, 30)),
        (MAIL, "Minnesanteckningar husråd 7 maj 2025", date(2025, 5, 7)),
        ("Öppet hus om den nya lekplatsen\nOnsdagen den 3 april 2024, kl. 17 i Paviljongen",
         None, date(2024, 4, 3)),
    ],
)  # fmt: skip
def test_title_and_day(head: str, title: str | None, day: date) -> None:
    parsed = read(head + BODY)
    assert parsed.date.value == day
    if title is not None:
        assert (parsed.title.value, parsed.title.sure) == (title, True)
    assert [s.heading for s in parsed.sections][-2:] == ["Maten", "Lokalen"]
    assert all(s.heading is None or s.heading in ("Maten", "Lokalen") for s in parsed.sections)


@pytest.mark.parametrize(
    "head",
    ["Sundhamns kommun", "Omsorgsförvaltningen", "Region Sundvik",
     "Från: Siv Ek <s@x.example>\nSkickat: den 9 maj 2025\nÄmne: Till er alla"],
)  # fmt: skip
def test_a_sender_is_never_surely_the_title_nor_a_mailing_day_the_meeting(head: str) -> None:
    parsed = read(head + BODY)
    assert not parsed.title.sure
    assert parsed.date.value is None


def test_a_deadline_in_the_first_lines_is_not_the_meeting() -> None:
    assert read("Svara senast den 3 maj 2025" + BODY).date.value is None


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("I. Öppnande\n\nSiv hälsade.\n\nII. Bryggan\n\n1) Laga.\n2) Måla.\n\nIII. Slut\n\nTack.\n",
         ["Öppnande", "Bryggan", "Slut"]),
        ("A. Läget\n\nAllt är bra.\n\nB. Höstens resa\n\nVi åker i maj.\n",
         ["Läget", "Höstens resa"]),
        ("1.Start\n\nSiv hälsade.\n\n2.Kassan\n\nDen är god.\n", ["Start", "Kassan"]),
        ("00:02:10 Start\nSiv hälsade.\n\n00:14:55 Kassan\nDen är god.\n", ["Start", "Kassan"]),
        ("__Start__\n\nSiv hälsade.\n\n_Kassan_\n\nDen är god.\n", ["Start", "Kassan"]),
        ("Start\n\nMötet beslutar\n\natt köpa en spade\n\natt måla staketet\n", ["Start"]),
        ("Start\n\nSiv Ek berättar om\n- resan\n- kassan\n", ["Start"]),
        ("Start\n\nSiv ringer kommunen\n\nBo målar\n\nKassan\n\nDen är god.\n",
         ["Start", "Kassan"]),
    ],
)  # fmt: skip
def test_headings(text: str, headings: list[str]) -> None:
    parsed = read("Protokoll 2025-01-02\n\n" + text)
    assert [s.heading for s in parsed.sections] == headings


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("→ Laga bron\n→ Måla", 2), ("a. Laga bron\nb. Måla den", 2), ("-\tLaga\n-\tMåla", 2),
        ("\uf0b7\tLaga\n\uf0b7\tMåla", 2), ("- Laga\n-\n- Måla", 2), ("1.Laga bron\n2.Måla den", 2),
    ],
)  # fmt: skip
def test_lists(text: str, items: int) -> None:
    parsed = read("Protokoll 2025-01-02\n\nBryggan\n\nSå här ska det bli.\n" + text)
    assert (parsed.sections[0].bullets, len(parsed.points)) == (items, items + 1)


def test_what_is_printed_on_every_page_is_no_text() -> None:
    parsed = read(
        "Minnesanteckningar 2025-03-03\nHusrådet Linden\n\nTvätten\n\nMaskinen är trasig och den"
        " som ska laga den har\n\nHusrådet Linden          Sida 1 (2)\n\f"
        "Husrådet Linden\n\nännu inte kommit. Vi väntar.\n\nHusrådet Linden        Sida 2 (2)\n"
    )
    assert [p.text for p in parsed.points] == [
        "Maskinen är trasig och den som ska laga den har ännu inte kommit. Vi väntar."
    ]


def test_a_blank_after_every_line_is_no_paragraph() -> None:
    lines = [
        "Anteckningar från husrådet 2025-03-03", "Tvätten",
        "Maskinen i källaren har varit trasig i mer än",
        "två veckor nu och ingen i huset vet när den som",
        "ska laga den kan komma hit till oss.", "Resan",
        "Vi åker till havet i slutet av maj eller juni om",
        "vädret är fint och bussen går att hyra av klubben",
        "för en rimlig kostnad av föreningen.",
    ]  # fmt: skip
    parsed = read("\n\n".join(lines))
    assert [(s.heading, s.paragraphs) for s in parsed.sections] == [("Tvätten", 1), ("Resan", 1)]


@pytest.mark.parametrize(
    "heading",
    ["Övrigt", "Övrigt att tänka på", "Att göra före sommaren", "Styrelsens frågor", "Nästa steg"],
)
def test_a_short_line_with_a_colon_heads_the_list_below(heading: str) -> None:
    parsed = read(f"Husråd 2025-03-04\n\nMaten\n\nSoppa.\n\n{heading}:\n- Ring Siv\n- Måla\n")
    assert [(s.heading, s.bullets) for s in parsed.sections] == [("Maten", 0), (heading, 2)]


@pytest.mark.parametrize("lead", ["Synpunkter", "Det här tyckte vi om", "Fördelar med bilen"])
def test_other_lead_ins_are_kept_as_labels(lead: str) -> None:
    parsed = read(f"Husråd 2025-03-04\n\nMaten\n\nSoppa.\n\n{lead}:\n- Gott\n- Varmt\n")
    assert [b.text for b in parsed.sections[0].blocks if b.kind == "label"] == [f"{lead}:"]
    assert [p.text for p in parsed.points] == ["Soppa.", "Gott", "Varmt"]


def test_a_lead_in_with_nothing_below_is_still_shown() -> None:
    parsed = read(
        "Husråd 2025-03-04\n\nMaten\n\nSoppa.\n\nAtt köpa till festen:\n\nResan\n\nTåg.\n"
    )
    assert [p.text for p in parsed.points] == ["Soppa.", "Att köpa till festen:", "Tåg."]
