"""``./soc bench [--smoke] [--matters N] [--json FILE]``: measure, show, and hold to the bars.

Everything happens on loopback in a temporary folder. The result is 0 when every bar holds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .report import Report

ROOT = Path(__file__).resolve().parents[2]


def options(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./soc bench", description="Measure the pages.")
    parser.add_argument("--smoke", action="store_true", help="short, with wide bars for time")
    parser.add_argument("--matters", type=int, help="size of the town: 1000, 200 with --smoke")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures as JSON")
    return parser.parse_args(given)


def prepare(folder: Path) -> None:
    """An empty database and static files in ``folder``, as ``./soc run --empty`` makes them."""
    for name in [name for name in os.environ if name.startswith("SOC_")]:
        del os.environ[name]
    os.environ |= {"SOC_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-m", "config.prepare", "empty"], cwd=ROOT, check=True)


def measure(folder: Path, *, matters: int, smoke: bool) -> Report:
    import django

    django.setup()
    from . import run, town, workloads

    for done in town.fill(matters):
        print(f"{done} matters", flush=True)
    workloads.make_limits(folder / "limits.sqlite3")
    return run.everything(matters, smoke=smoke)


def main(given: list[str]) -> int:
    chosen = options(given)
    target = chosen.json and chosen.json.resolve()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soc-bench-") as folder:
        prepare(Path(folder))
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
