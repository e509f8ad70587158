"""Every kept release can be brought up to date, and nothing is lost on the way."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from .keep import HERE, KEY, ROOT, load

KEPT = sorted([*HERE.glob("*.sql.gz"), *HERE.glob("*.sqlite3.xz")])


def version(kept: Path) -> str:
    """Which release a file is of."""
    return kept.name.removesuffix(".sql.gz").removesuffix(".sqlite3.xz")


def run(var: Path, *command: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOC_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**environment, "SOC_VAR": str(var), "SOC_VAULT_KEY": KEY},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in names
        }


def test_releases_are_kept() -> None:
    """Each release that the changelog tells of, but for the one being made, is kept."""
    told = [
        line.split()[1]
        for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert set(told[1:]) <= {version(path) for path in KEPT}


@pytest.mark.parametrize("release", KEPT, ids=version)
def test_release_is_brought_up_to_date(release: Path, tmp_path: Path) -> None:
    database = tmp_path / "oppnasoc.sqlite3"
    load(release, database)
    before = counts(database)
    assert before["matters_matter"] > 10
    if (plans := release.with_name(f"{version(release)}.vault.xz")).exists():
        load(plans, tmp_path / "vault.sqlite3")
        before |= counts(tmp_path / "vault.sqlite3")
        assert before["careplan_plan"] > 0
    run(tmp_path, "config.prepare", "empty")
    after = json.loads(run(tmp_path, "tests.releases.upgraded"))
    lost = {
        table: (before[table], number)
        for table, number in after.items()
        if table in before and number < before[table]
    }
    assert lost == {}
    assert "is whole" in run(tmp_path, "config", "vault", "verify")
    raw = b"".join(each.read_bytes() for each in tmp_path.glob("vault.sqlite3*"))
    assert b"call-first" not in raw, "which line of the list somebody wrote was in clear in 0.7"
