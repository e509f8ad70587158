import json
from pathlib import Path

import pytest

from oppnasoc.language import cli, similar
from oppnasoc.language.sorting import sort_key

MATTERS = [
    (1, "Väntetiden till första samtalet är för lång"),
    (2, "Brev och beslut ska gå att förstå"),
    (3, "Samordnad individuell plan på lätt svenska"),
    (4, "Gratis frukost på mötesplatsen"),
    (5, "Telefontiderna till mottagningen"),
    (6, "En värd i receptionen på förmiddagarna"),
]


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Det tar för lång tid att få ett första samtal, väntetider på tre veckor.", 1),
        ("Besluten är svåra att förstå", 2),
        ("En samordnad plan ska stå på lätt svenska", 3),
        ("Man kommer inte fram på telefon till mottagningen", 5),
        ("Frukosten på mötesplatsen borde vara gratis", 4),
    ],
)
def test_the_same_matter_is_proposed(text: str, matter: int) -> None:
    best, score = similar.rank(text, MATTERS)[0]
    assert best == matter
    assert similar.PROPOSED <= score <= 1.0


@pytest.mark.parametrize(
    "text", ["Fler bänkar i parken", "Vem ansvarar för nycklarna?", "", "och det är att"]
)
def test_another_matter_is_not_proposed(text: str) -> None:
    assert all(score < similar.PROPOSED for _, score in similar.rank(text, MATTERS))


def test_rank_is_limited_and_ordered() -> None:
    found = similar.rank("samtal mottagning beslut plan", MATTERS, limit=2)
    assert len(found) <= 2
    assert found == sorted(found, key=lambda pair: -pair[1])
    assert similar.rank("samtal", MATTERS, limit=0) == []


def test_swedish_order() -> None:
    words = ["öl", "zebra", "ål", "ärla", "Åsa", "wal", "val", "Éva", "eva", "Ek"]
    assert sorted(words, key=sort_key) == [
        "Ek", "eva", "Éva", "val", "wal", "zebra", "ål", "Åsa", "ärla", "öl",
    ]  # fmt: skip
    assert sorted(["Punkt 10", "Punkt 2"], key=sort_key) == ["Punkt 2", "Punkt 10"]


def test_cli_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "möte.txt"
    file.write_text("# Styrelsemöte 2025-02-03\n\n## Ekonomi\n\nAllt väl.\n", encoding="cp1252")
    assert cli.main(["parse", str(file), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["title"], data["date"]) == ("Styrelsemöte 2025-02-03", "2025-02-03")
    assert cli.main(["parse", str(file)]) == 0
    assert "# Ekonomi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "there is no file"), (b"", "is empty"), (b" \n ", "is empty"),
     (b"%PDF-1.7 x", "is damaged"), (b"PK\x03\x04zip", "is damaged")],
)  # fmt: skip
def test_cli_says_in_one_sentence_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "fil.txt"
    if content is not None:
        file.write_bytes(content)
    assert cli.main(["parse", str(file)]) == cli.BAD_INPUT
    assert sentence in capsys.readouterr().err
