import pytest

from oppnasoc.language import personal_data
from oppnasoc.language.minutes import KnownOrganisation, parse
from oppnasoc.language.organisations import is_official, mentions, reveals_health

FYREN = KnownOrganisation("Föreningen Fyren", short="Fyren", reveals_health=True)
OFFICE = KnownOrganisation("Sundhamns kommun", short="kommunen", official=True)


def kinds(text: str) -> list[tuple[str, str, str]]:
    found = personal_data.find(text, known_organisations=[FYREN, OFFICE])
    return [(each.kind, each.severity, each.text) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Numret är 850709-9805.", ("personal_number", "blocking", "850709-9805")),
        ("Samordning 701063-2391.", ("personal_number", "blocking", "701063-2391")),
        ("Ring 070-174 06 10.", ("phone", "blocking", "070-174 06 10")),
        ("Skriv till siv.ek@mejl.example.", ("email", "blocking", "siv.ek@mejl.example")),
        ("Mejla info@sundhamn.example.", ("email", "info", "info@sundhamn.example")),
        ("Hon bor på Storgatan 14 B.", ("address", "blocking", "Storgatan 14 B")),
        ("Siv Ek berättade om sin depression.", ("health_person", "blocking", "Siv Ek")),
        ("Då sa Siv Ek (IFS) nej.", ("health_organisation", "blocking", "Siv Ek (IFS)")),
        ("Då sa Siv Ek, Fyren, nej.", ("health_organisation", "blocking", "Siv Ek, Fyren")),
        ("Siv Ek (S) röstade.", ("party", "warning", "Siv Ek")),
        ("Sedan kom Kalle.", ("lone_first_name", "warning", "Kalle")),
        ("Sedan kom Siv Ek.", ("name", "warning", "Siv Ek")),
        ("Sedan talade enhetschef Siv Ek.", ("official", "info", "Siv Ek")),
    ],
)
def test_each_kind(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["850709-9806", "Investering av 4-8 miljoner", "SS 12345", "Diarienummer 2024-123456",
     "Behandling av ansökan tar tre veckor.", "Missbruk är ett ämne för mötet."],
)  # fmt: skip
def test_nothing_personal(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("name", "revealing"),
    [("Bipolärföreningen Sundhamn", True), ("RFHL/Väst", True), ("KRIS", True), ("Kris", False),
     ("Riksförbundet Bipolär", True), ("fyrens", True), ("Beroendemottagningen", False),
     ("Studieförbundet Vågen", False), ("Autism Sundhamn", True)],
)  # fmt: skip
def test_organisations_that_reveal_health(name: str, revealing: bool) -> None:
    assert reveals_health(name, [FYREN]) is revealing


def test_known_organisations_in_text_whatever_their_case() -> None:
    text = "FYRENS lokal och föreningen fyren"
    assert [m.text for m in mentions(text, [FYREN])] == ["FYREN", "föreningen fyren"]
    assert is_official("Sundhamns kommun")
    assert not is_official("Kommunalarnas förening")


def test_attendance_is_judged_as_it_would_be_published() -> None:
    parsed = parse(
        "Minnesanteckningar\n\nNärvarande:\nSiv Ek, Fyren\nBo Alm, socialförvaltningen\n"
        "Mia Lind\nHeidi Ahl (M)\n\nInledning\n\nBo Alm hälsade alla välkomna.\n",
        known_organisations=[FYREN],
    )
    told = [(f.kind, f.severity, f.attendee) for f in parsed.findings if f.attendee is not None]
    assert told == [
        ("health_organisation", "blocking", 0),
        ("official", "info", 1),
        ("name", "warning", 2),
        ("party", "warning", 3),
    ]
    in_text = [f for f in parsed.findings if f.point_key]
    assert [(f.kind, f.text, f.point_key) for f in in_text] == [
        ("official", "Bo Alm", parsed.points[0].key)
    ]


def redacted(text: str, choice: personal_data.Choice) -> str:
    finding = personal_data.find(text, known_organisations=[FYREN])[0]
    return personal_data.redact(text, finding, choice, role_word="en deltagare")


def test_redaction_reads_as_a_sentence() -> None:
    text = "Sedan berättade Siv Ek (Fyren) om kön."
    assert redacted(text, "role") == "Sedan berättade en deltagare om kön."
    assert redacted(text, "first_name") == "Sedan berättade Siv om kön."
    assert redacted("Ring 070-174 06 10 nu.", "remove") == "Ring nu."
    assert redacted("Siv Ek kom.", "role") == "En deltagare kom."
    assert redacted("Då är Siv Eks fråga klar.", "first_name") == "Då är Sivs fråga klar."
    assert redacted("Då är Siv Eks fråga klar.", "role") == "Då är en deltagares fråga klar."
    assert redacted(text, "keep") == text


def test_redaction_refuses_what_does_not_fit() -> None:
    finding = personal_data.find("Ring 070-174 06 10.")[0]
    with pytest.raises(ValueError, match="not offered"):
        personal_data.redact("Ring 070-174 06 10.", finding, "role")
    with pytest.raises(ValueError, match="changed"):
        personal_data.redact("Något annat helt och hållet.", finding, "remove")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Siv Ek fick nej. Hon är diabetiker.", "Siv Ek"),
        ("Kalle flyttade in i maj. Sedan dess har han fått demens.", "Kalle"),
        ("Min son har autism.", "Min son"),
        ("En boende på rum 7 har slutat äta.", "En boende på rum 7"),
        ("Då sa Siv Ek att hon har epilepsi.", "Siv Ek"),
    ],
)
def test_health_of_a_person(text: str, person: str) -> None:
    assert ("health_person", "blocking", person) in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["Siv Ek undrade vad som händer när någon är sjuk.",
     "Siv Ek sa att patienter med psykos väntar.",
     "Siv Ek ville att man ska få behandling snabbt.", "Många unga har ångest, sa Siv Ek."],
)  # fmt: skip
def test_health_of_people_in_general(text: str) -> None:
    assert "health_person" not in [kind for kind, _, _ in kinds(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Född 1945-03-12 i Sundhamn.", ("personal_number", "blocking", "1945-03-12")),
        ("Mejla husrad@sundhamn.example.", ("email", "info", "husrad@sundhamn.example")),
    ],
)
def test_births_and_offices(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in kinds(text)


def test_a_race_called_after_somebody_is_no_person() -> None:
    assert kinds("Alla sprang Siv Ek-loppet.") == []


def test_the_attendance_tells_of_the_body() -> None:
    parsed = parse(
        "Minnesanteckningar\nPlats: Ankaret, Storgatan 14\n\nNärvarande:\nSiv Ek, Fyren\nBo Alm\n"
        "Frånvarande:\nKim Sand, Autism Sundhamn\n\nInledning\n\nSiv hälsade alla välkomna till "
        "Storgatan 14. Kim Sand hade skrivit. Bo Alm bor på Kajvägen 3.\n",
        known_organisations=[FYREN],
    )
    absent = [(f.kind, f.severity, f.attendee) for f in parsed.findings if f.absent == 0]
    assert absent == [("health_organisation", "blocking", None)]
    assert [(f.kind, f.severity, f.text) for f in parsed.findings if f.point_key] == [
        ("health_organisation", "warning", "Siv"),
        ("address", "info", "Storgatan 14"),
        ("health_organisation", "warning", "Kim Sand"),
        ("name", "warning", "Bo Alm"),
        ("address", "blocking", "Kajvägen 3"),
    ]
