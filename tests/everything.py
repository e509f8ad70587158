"""What ``./soc test`` runs: every check, beside each other where that helps, then one summary.

Every step runs even when another has failed; the result is 0 only when all went well.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class Step:
    """A command that must end with 0; ``pytest`` ones tell their summary at the end."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Result:
    step: Step
    code: int
    seconds: float
    output: str

    @property
    def summary(self) -> str:
        """Pytest's own last line, such as ``212 passed in 41.20s``, or nothing."""
        found = re.findall(r"^=* ?(\d+ (?:passed|failed|skipped|error).*?) ?=*$", self.output, re.M)
        return found[-1] if found else ""


def module(name: str, *arguments: str) -> list[str]:
    return [PYTHON, "-m", name, *arguments]


def checks() -> list[Step]:
    templates = [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("oppnasoc/**/*.html"))]
    djade = str(Path(PYTHON).parent / "djade")
    imports = "import sys; from importlinter.cli import lint_imports_command as run; run()"
    return [
        Step("code style", module("ruff", "check", "--quiet", ".")),
        Step("format", module("ruff", "format", "--check", "--quiet", ".")),
        Step("templates", [djade, "--check", "--target-version", "5.2", *templates]),
        Step("floors", [PYTHON, "-c", imports]),
        Step("types", module("mypy")),
        Step("migrations", module("config", "makemigrations", "--check", "--dry-run")),
    ]


def without_browser() -> list[Step]:
    """Tests that kill and wait come last; whoever has none left takes of the other's."""
    run = ("pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "not browser")
    return [Step("tests on SQLite", module(*run))]


SQLITE = ("away", "gone", "killed", "raw_file")  # of the plans, that ask SQLite's own file


def asks_no_database() -> list[str]:
    """What need not be asked twice: these tests never meet PostgreSQL, or would learn nothing."""
    rooms = ["oppnasoc/language", "tests/house", "tests/releases", "tests/canaries"]
    files = ["oppnasoc/pages/tests/test_demo_days.py", "oppnasoc/doorway/tests/test_killed.py"]
    files += [f"oppnasoc/careplan/tests/test_{name}.py" for name in SQLITE]
    return [f"--ignore={each}" for each in (*rooms, *files)]


def made_ready() -> list[Step]:
    """While the others begin: later one processor would wait for the other."""
    return [Step("PostgreSQL is made ready", module("tests.postgres", "--make"))]


def on_postgresql() -> list[Step]:
    """Two processes with a database each; whoever has none left takes of the other's."""
    run = ("-q", "-n", "2", "--dist", "worksteal", "-m", "not browser")
    return [Step("tests on PostgreSQL", module("tests.postgres", *run, *asks_no_database()))]


def in_browser() -> list[Step]:
    return [
        Step("journeys in a browser", module("pytest", "-q", "-m", "browser", "tests/journeys"))
    ]


def measured() -> list[Step]:
    """Alone on the machine, so that the figures mean something."""
    return [Step("benchmark, short", module("tests.bench", "--smoke"))]


printing = Lock()


def run(step: Step) -> Result:
    """Run a step; tell at once how it went, with its whole output when it failed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soc-test-") as var:
        done = subprocess.run(
            step.command,
            cwd=ROOT,
            env={**os.environ, "SOC_VAR": var},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    result = Result(step, done.returncode, time.monotonic() - began, done.stdout)
    with printing:
        word = "ok    " if result.code == 0 else "FAILED"
        print(f"{word} {result.seconds:6.1f} s  {step.name}", flush=True)
        if result.code:
            print(result.output.rstrip(), flush=True)
        elif skipped := re.findall(r"^SKIPPED .*$", result.output, re.M):
            print("\n".join(skipped), flush=True)
    return result


def lane(steps: list[Step]) -> list[Result]:
    return [run(step) for step in steps]


def beside(*lanes: list[Step]) -> list[Result]:
    """Run lanes of steps beside each other."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        running = [pool.submit(lane, steps) for steps in lanes]
        return [result for one in running for result in one.result()]


def get_browser() -> None:
    """Debian's Chromium, without windows if there is such a one, when no browser is installed; in
    CI also beside the usual one, as it needs a third less of the processors."""
    from tests.journeys.browser import NAMES, executable

    enough = shutil.which(NAMES[0]) if CI else executable()
    if enough or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("Installing Chromium for the journeys …", flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    update = ["apt-get", "update", "-qq"]
    slim, usual = [*install, "chromium-headless-shell"], [*install, "chromium"]
    for command in (slim, update, slim, usual):
        subprocess.run(
            command,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if executable():
            return


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    if unknown := [a for a in arguments if a != "--quick"]:
        sys.exit(f"soc: ./soc test does not know {unknown[0]}; see ./soc help.")
    began = time.monotonic()
    os.chdir(ROOT)
    from config.messages import compile_all

    compile_all()
    if quick:
        results = beside(checks(), without_browser())
    else:
        get_browser()
        results = beside([*in_browser(), *checks()], without_browser(), made_ready())
        results += lane(on_postgresql())
        results += lane(measured())
    failed = [result.step.name for result in results if result.code]
    print(f"\n{time.monotonic() - began:.0f} seconds")
    for result in results:
        if result.summary:
            print(f"{result.step.name}: {result.summary}")
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
