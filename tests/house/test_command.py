"""The command does what its help says, from wherever it is called."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTES = """Minnesanteckningar Brukargruppen
3 mars 2026

Närvarande: Embla Norrfors (Föreningen Fyren)

Telefonen

- Varför finns det ingen knapp för att prata med en människa?
"""


def soc(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "soc"), *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_minutes_are_parsed_from_where_one_stands(tmp_path: Path) -> None:
    (tmp_path / "möte i mars.txt").write_text(NOTES, encoding="utf-8")
    done = soc("minutes", "parse", "möte i mars.txt", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert read["date"] == "2026-03-03"
    assert [person["name"] for person in read["attendees"]] == ["Embla Norrfors"]
    assert len(read["questions"]) == 1


def test_a_failure_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "tom.txt").write_text("")
    for name in ("saknas.txt", "tom.txt"):
        done = soc("minutes", "parse", name, "--json", cwd=tmp_path)
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
        assert name in done.stderr
    done = soc("dansa", cwd=tmp_path)
    assert done.returncode != 0
    assert "dansa" in done.stderr


def test_help_needs_nothing(tmp_path: Path) -> None:
    done = soc("help", cwd=tmp_path)
    assert done.returncode == 0
    assert "./soc run" in done.stdout
