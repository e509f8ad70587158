"""``./soc bench [--smoke | --growth] [--matters N] [--json FILE]``: measure, show, hold to bars.

``./soc bench --followers N`` measures only how a decision is told to so many.
Everything happens on loopback in a temporary folder. The result is 0 when every bar holds.
``./soc bench --town N`` measures nothing: it fills the empty database of the settings with a town.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests import migrated

if TYPE_CHECKING:
    from .growth import Growth
    from .report import Report

ROOT = Path(__file__).resolve().parents[2]


def options(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./soc bench", description="Measure the pages.")
    parser.add_argument("--smoke", action="store_true", help="short, with wide bars for time")
    parser.add_argument("--growth", action="store_true", help="at 1,000, 10,000, 100,000 matters")
    parser.add_argument("--town", type=int, metavar="N", help="only fill the empty database")
    parser.add_argument("--matters", type=int, help="size of the town: 1000, 200 with --smoke")
    parser.add_argument("--followers", type=int, metavar="N", help="only W9, with so many")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures as JSON")
    return parser.parse_args(given)


def prepare() -> None:
    """Tables and static files where the settings say, as ``./soc run --empty`` makes them."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    subprocess.run([sys.executable, "-m", "config.prepare", "empty"], cwd=ROOT, check=True)
    django.setup()


def alone(folder: Path) -> None:
    """Forget the settings of the caller: everything is in ``folder``."""
    for name in [name for name in os.environ if name.startswith("SOC_")]:
        del os.environ[name]
    os.environ["SOC_VAR"] = str(folder)


def settle(matters: int) -> int:
    """Fill the empty database of the settings; a used one is left alone, and the result is 1."""
    prepare()
    from .town import Town, fill_index

    began = time.monotonic()
    try:
        for done in Town().grow(matters):
            print(f"{done} matters, {time.monotonic() - began:.0f} s", flush=True)
        fill_index()
    except RuntimeError as why:
        print(f"soc: {why}", file=sys.stderr)
        return 1
    return 0


def measure(folder: Path, *, matters: int, smoke: bool) -> Report:
    from . import run, town, workloads

    for done in town.Town().grow(matters):
        print(f"{done} matters", flush=True)
    town.fill_index()
    workloads.make_limits(folder / "limits.sqlite3")
    return run.everything(matters, smoke=smoke)


def tell(followers: int) -> int:
    """W9 alone, in a small town, with as many followers as one likes."""
    from . import telling, town

    for _done in town.Town().grow(200):
        pass
    told = telling.telling(followers)
    print(f"\n{telling.as_text(told)}")
    missed = [bar.name for bar in telling.bars(told) if not bar.holds(shared=False)]
    if missed:
        print(f"FAILED: {', '.join(missed)}")
    return 1 if missed else 0


def grow(folder: Path, *, biggest: int) -> Growth:
    from . import growth

    return growth.everything(folder, biggest=biggest)


def main(given: list[str]) -> int:
    chosen = options(given)
    if chosen.town:
        return settle(chosen.town)
    target = chosen.json and chosen.json.resolve()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soc-bench-") as folder:
        alone(Path(folder))
        with closing(sqlite3.connect(Path(folder) / "oppnasoc.sqlite3")) as database:
            # Otherwise the preparing migrates, which takes a while.
            migrated.copy_to(database, "default")
        prepare()
        if chosen.followers:
            return tell(chosen.followers)
        report: Report | Growth
        if chosen.growth:
            report = grow(Path(folder), biggest=chosen.matters or 100_000)
        else:
            matters = chosen.matters or (200 if chosen.smoke else 1000)
            report = measure(Path(folder), matters=matters, smoke=chosen.smoke)
    report.seconds = time.monotonic() - began
    print(f"\n{report.as_text()}")
    if target:
        target.write_text(json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n")
    if failed := report.failed():
        print(f"FAILED: {', '.join(bar.name for bar in failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
