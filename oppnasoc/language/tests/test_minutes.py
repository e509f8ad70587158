"""Rules of the minutes parser, one at a time."""

import subprocess
import sys
from datetime import date

import pytest

from oppnasoc.language.minutes import ParsedMinutes, parse

TODAY = date(2026, 11, 22)


def read(text: str, **known: list[str]) -> ParsedMinutes:
    return parse(text, today=TODAY, **known)  # type: ignore[arg-type]


def test_first_section_heading_is_only_proposed_as_title() -> None:
    parsed = read("Ny lokal\n\nVi pratade om lokalen.\n\nEkonomi\n\nKassan är god.\n")
    assert (parsed.title.value, parsed.title.sure) == ("Ny lokal", False)
    assert [s.heading for s in parsed.sections] == ["Ny lokal", "Ekonomi"]


def test_year_is_asked_for() -> None:
    parsed = read("Anteckningar från rådet fredagen den 6 mars\n\nInledning\n\nHej på er.\n")
    assert parsed.date.value is None
    assert not parsed.date.sure
    assert date(2026, 3, 6) in parsed.date.candidates


def test_signature_date_is_not_the_meeting() -> None:
    parsed = read("Anteckningar\n\nLokal\n\nVi ses.\n\nVid pennan\nSiv Ek\n2025-03-04\n")
    assert parsed.date.value is None
    assert parsed.date.candidates == (date(2025, 3, 4),)
    assert [s.heading for s in parsed.sections] == ["Lokal"]


def test_known_group_and_place_are_sure() -> None:
    text = "Minnesanteckningar brukarrådet, Ankaret 3 maj 2025\n\nInledning\n\nText.\n"
    parsed = read(text, known_groups=["Brukarrådet"], known_places=["Ankaret"])
    assert (parsed.group.value, parsed.group.sure) == ("Brukarrådet", True)
    assert (parsed.place.value, parsed.place.sure) == ("Ankaret", True)


def test_a_heading_may_wrap_over_two_lines() -> None:
    parsed = read(
        "Rapport från arbetsgruppen för bättre bemötande i\nsocialtjänstens reception\n\n"
        "Gruppen har träffats två gånger och pratat med alla som arbetar i\nreceptionen. De "
        "flesta vill ha en plats där man kan prata utan att\nandra hör.\n\nNästa steg\n\nVi ses.\n"
    )
    assert [(s.heading, s.first_line, s.paragraphs) for s in parsed.sections] == [
        ("Rapport från arbetsgruppen för bättre bemötande i socialtjänstens reception", 1, 1),
        ("Nästa steg", 8, 1),
    ]


def test_bullets_continue_over_blank_lines_and_nest() -> None:
    parsed = read(
        "Synpunkter\n\n- En lång synpunkt som fortsätter på nästa sida och\n\n"
        "därför står med liten bokstav.\no en fråga under\n- Nästa synpunkt\n"
    )
    blocks = parsed.sections[0].blocks
    assert [(b.level, b.first_line, b.last_line) for b in blocks] == [
        (1, 3, 5),
        (2, 6, 6),
        (1, 7, 7),
    ]


def test_numbered_list_is_not_headings() -> None:
    parsed = read("Önskemål\n\n1. Fler bänkar.\n2. Bättre ljus.\n3. Ny skylt.\n")
    assert [(s.heading, s.bullets) for s in parsed.sections] == [("Önskemål", 3)]


def test_numbers_are_kept_beside_headings() -> None:
    parsed = read("Protokoll\n\n§ 4 Ekonomi\nKassan är god.\n\n§ 5 Övrigt\nInget.\n")
    assert [(s.number, s.heading) for s in parsed.sections] == [("4", "Ekonomi"), ("5", "Övrigt")]


def test_owner_below_belongs_to_its_bullet() -> None:
    parsed = read("# Möte 2025-01-02\n\n## Lager\n\n- Gammalt ska slängas.\n  - Siv fixar!\n")
    assert [(c.what, c.who) for c in parsed.commitments] == [("Gammalt ska slängas.", "Siv")]


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Det borde finnas fler bänkar.", "matter"),
        ("När öppnar mötesplatsen igen?", "matter"),
        ("Det går att låna en cykel på mötesplatsen varje tisdag.", "good_to_know"),
        ("Bra att ni frågar oss.", "minutes"),
        ("Gruppen träffades i tisdags.", "minutes"),
    ],
)
def test_proposals_are_modest(text: str, proposal: str) -> None:
    assert read(f"Synpunkter\n\n- {text}\n- Något annat\n").points[0].proposal == proposal


def test_answered_question_points_at_its_answer() -> None:
    parsed = read("Maten\n\nVarför är det kallt?\n\nSiv Ek svarade att spisen är trasig.\n")
    question, answer = parsed.points
    assert (question.proposal, question.answer_points) == ("answered", (answer.key,))
    assert answer.proposal == "minutes"


def test_keys_are_stable_and_tell_repeats_apart() -> None:
    one = read("Lokal\n\n- Nej!\n- Ja\n- Nej!\n")
    two = read("Annat\n\nNy text.\n\nLokal\n\n- Nej!\n- Ja\n- Nej!\n")
    keys = [p.key for p in one.points]
    assert len(set(keys)) == 3
    assert [p.key for p in two.points][-3:] == keys


def test_links_are_told_from_what_looks_like_links() -> None:
    parsed = read(
        "Länkar\n\nSe [film](#), <https://a.example/x>, sundhamn.example och Bojen.se-listan. "
        "Igen: https://a.example/x.\n"
    )
    assert [(link.url, link.dead) for link in parsed.links] == [
        ("#", True), ("https://a.example/x", False), ("sundhamn.example", False),
    ]  # fmt: skip


def test_unknown_reader_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown reader"):
        parse("x", reader="papyrus")


def test_importing_loads_no_lists_and_no_django() -> None:
    code = (
        "import sys, oppnasoc.language.minutes; from oppnasoc.language import name_lists as n; "
        "assert n.first_names.cache_info().currsize == 0; assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
