"""The documents name what is there: every noun, every command, every setting."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from config import VERSION
from config.moves import drawn

ROOT = Path(settings.BASE_DIR)
COMMANDS = re.findall(r"^ {2}\./soc (\w+)", (ROOT / "soc").read_text(), re.M)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_glossary_names_every_noun() -> None:
    glossary = read("docs/glossary.md")
    nouns = {
        model.__name__ for model in apps.get_models() if model.__module__.startswith("oppnasoc.")
    }
    assert [noun for noun in sorted(nouns) if f"`{noun}`" not in glossary] == []


def test_the_moves_of_a_matter_are_drawn_as_they_are() -> None:
    assert read("docs/moves.md") == drawn(), "Run: .venv/bin/python -m config.moves"


def test_help_is_printed() -> None:
    shown = subprocess.run(["./soc", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    said = ["run", "work", "test", "bench", "check", "manage", "minutes", "search", "opendata",
            "compare", "vault", "help"]  # fmt: skip
    assert said == COMMANDS
    assert all(f"./soc {command}" in shown.stdout for command in COMMANDS)


def test_every_command_of_the_help_is_answered() -> None:
    script = read("soc")
    assert [c for c in COMMANDS if not re.search(rf"^{c}( \|[^)]*)?\)", script, re.M)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_documents_name_every_command(command: str) -> None:
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    assert any(f"./soc {command}" in path.read_text(encoding="utf-8") for path in documents)


def test_operations_names_every_setting() -> None:
    rooms = ("settings", "environment", "signin", "serve")
    where = (*(f"config/{room}.py" for room in rooms), "soc")
    source = "".join(map(read, where))
    used = set(re.findall(r"\bSOC_[A-Z_]+[A-Z]\b", source))
    documented = set(re.findall(r"`(SOC_[A-Z_]+)`", read("docs/operations.md")))
    assert used - documented == set()
    files = {f"{name}_FILE" for name in used}  # A secret may lie in a file instead.
    assert documented - used - files == set()


def test_links_between_documents_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} → {target}"


def test_every_decision_says_which_roads_were_not_taken() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        for heading in ("## Context", "## Decision", "## Roads not taken"):
            assert heading in text, f"{path.name} lacks {heading}"


def test_the_version_is_said_once() -> None:
    released = re.findall(r"^## (?!Unreleased$)(\S+)", read("CHANGELOG.md"), re.M)
    assert released[0] == VERSION
    assert f'softwareVersion: "{VERSION}"' in read("publiccode.yml")
