"""No room grows too large, nothing is left over, nothing belongs to one machine."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ROOT = Path(settings.BASE_DIR)
LIMIT = 420  # lines
NAMES_TOO_WIDE = {"utils", "helpers", "managers", "services", "core", "common"}

# Written with a class of one letter, so that this file does not hold the words it looks for.
LEFT_OVER = re.compile(r"\b([T]ODO|[F]IXME|[X]XX|[H]ACK)\b")
MACHINE = re.compile(r"(^|[\s\"'(=])/([r]oot|[h]ome|[w]ork|[U]sers)/[a-z.]|[b]ash_jobs")
REGISTRY = re.compile(r"[i]ndex-url|[f]iles\.pythonhosted|[p]ypi\.(org|python)")


@cache
def files() -> tuple[Path, ...]:
    """Every text file of the project, as git sees it: kept ones and new ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    binary = {".png", ".woff2", ".ttf", ".mo", ".gz", ".xz", ".ico", ".webp", ".jpg", ".trie",
              ".webm", ".ogg", ".mp3", ".mp4"}  # fmt: skip
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(p for p in paths if p.is_file() and p.suffix not in binary)


def lines_with(pattern: re.Pattern[str], paths: tuple[Path, ...]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_git_knows_the_files() -> None:
    assert len(files()) > 100


def test_no_file_is_too_long() -> None:
    code = [p for p in files() if p.suffix in {".py", ".html", ".css", ".js"} or p.name == "soc"]
    long = {
        str(p.relative_to(ROOT)): count
        for p in code
        if (count := len(p.read_text(encoding="utf-8").splitlines())) > LIMIT
    }
    assert long == {}


def test_no_module_is_called_anything() -> None:
    assert [str(p) for p in files() if p.suffix == ".py" and p.stem in NAMES_TOO_WIDE] == []


@pytest.mark.parametrize("pattern", [LEFT_OVER, MACHINE, REGISTRY])
def test_nothing_left_over(pattern: re.Pattern[str]) -> None:
    assert lines_with(pattern, files()) == []


def test_pins_agree_and_are_hashed() -> None:
    """What the server runs is what was tested."""

    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text()
        found = re.findall(r"^(\S+==\S+)(.*?)(?=^\S|\Z)", text, re.M | re.S)
        assert all("--hash=sha256:" in rest for _, rest in found)
        return {pin for pin, _ in found}

    runtime = pins("requirements.txt")
    assert len(runtime) > 20
    assert runtime <= pins("requirements-dev.txt")


def test_migrations_are_linear() -> None:
    loader = MigrationLoader(None)
    for config in apps.get_app_configs():
        if config.name.startswith("oppnasoc."):
            assert len(loader.graph.leaf_nodes(config.label)) <= 1, config.label
