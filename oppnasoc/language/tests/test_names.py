import pytest

from oppnasoc.language import names


def found(text: str, *people: str) -> list[str]:
    return [mention.name for mention in names.find(text, people=people)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Därför ringde Anna Bergsjö till mottagningen.", ["Anna Bergsjö"]),
        ("Case Manager Anna-Karin Lund, Region Västkusten", ["Anna-Karin Lund"]),
        ("Amina Hassan och Ali Yilmaz pratade.", ["Amina Hassan", "Ali Yilmaz"]),
        ("Bo af Klint kom.", ["Bo af Klint"]),
        ("Enligt Per Bergs förslag", ["Per Berg"]),
        ("professor Gwendra Tosh talade", ["Gwendra Tosh"]),
        ("Skicka till (Albert).", ["Albert"]),
        ("Bosse kom sent.", ["Bosse"]),
    ],
)
def test_names_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Hans förslag var bra.", "Per person kostar det 40 kr.", "Inga övriga frågor.",
     "Finns det kaffe?", "Karl Johansgatan 3", "Region Västkusten och Sundhamns kommun",
     "Mötet Avslutas", "Mina tankar", "I Maj är det val", "SAMMANTRÄDESPROTOKOLL Del Två",
     "maria.berg@sundhamn.example"],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert found(text) == []


def test_lone_and_short_names_join_the_full_name() -> None:
    text = "Nils Holmqvist inledde. Nisse visade bilder. Nisse Holmqvist tackade. Siv kom."
    assert names.canonical(names.find(text)) == ["Nils Holmqvist", "Siv"]


def test_accents_and_genitive_are_the_same_person() -> None:
    assert names.same_person("Per Skogén", "Per Skogen")
    assert names.same_person("Bo Lind", "Bosse Linds")
    assert not names.same_person("Bo Lind", "Bo Lund")


def test_known_people_are_found_by_rare_first_names() -> None:
    assert found("Sedan tog Xqara över.", "Xqara Vint") == ["Xqara"]
