"""``./soc search evaluate|check|repair|rebuild``."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from oppnasoc.language.words.lexicon import NoLexicon
from oppnasoc.search import evaluate, index

HELP = {
    "evaluate": "how well a file of passages and queries is found",
    "check": "compare the index with the database; ends with 1 when they differ",
    "repair": "make the index like the database again",
    "rebuild": "index everything anew; may be stopped and run again",
}


class Command(BaseCommand):
    help = "Measure the search, compare its index with the database, make it anew."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        for name, text in HELP.items():
            command = commands.add_parser(name, help=text)
            if name == "evaluate":
                command.add_argument("file", type=Path, help="JSON lines")
                command.add_argument("--backend", choices=["sqlite", "postgres", "both"])
                command.add_argument(
                    "--misses", action="store_true", help="show each query that missed something"
                )

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            {
                "evaluate": evaluate_file,
                "check": check,
                "repair": repair,
                "rebuild": rebuild,
            }[what](self, **options)
        except (evaluate.BadFile, NoLexicon) as why:
            raise CommandError(str(why)) from why


def evaluate_file(
    command: Command, *, file: Path, backend: str | None, misses: bool, **_: Any
) -> None:
    """Print recall@5 and MRR of a file."""
    case = evaluate.load(file)
    configured = connection.vendor
    vendors = {
        "sqlite": ["sqlite"],
        "postgres": ["postgresql"],
        "both": ["sqlite", "postgresql"],
        None: ["sqlite"] if configured == "sqlite" else ["sqlite", configured],
    }[backend]
    outcomes = {vendor: evaluate.measure(case, vendor) for vendor in vendors}
    for line in evaluate.report(outcomes):
        command.stdout.write(line)
    for vendor, found in outcomes.items() if misses else ():
        for each in found:
            if each.recall < 1:
                command.stdout.write(
                    f"{vendor}: {each.query.text}: found {', '.join(each.found[:5]) or '–'}, "
                    f"should find {', '.join(sorted(each.query.relevant))}"
                )


def check(command: Command, **_: Any) -> None:
    wrong = index.differences()
    for name in ("missing", "extra", "outdated"):
        found = getattr(wrong, name)
        shown = ", ".join(f"{kind} {thing}" for kind, thing in found[:10])
        command.stdout.write(f"{name}: {len(found)}" + (f" ({shown})" if found else ""))
    if wrong:
        raise CommandError("The index differs; ./soc search repair mends it.", returncode=1)


def repair(command: Command, **_: Any) -> None:
    wrong = index.repair()
    command.stdout.write(
        f"{len(wrong.missing)} put in, {len(wrong.outdated)} made anew, "
        f"{len(wrong.extra)} taken out"
    )


def rebuild(command: Command, **_: Any) -> None:
    began, last, begun = time.monotonic(), [""], [0.0]
    live = sys.stderr.isatty()

    def progress(done: int, total: int, kind: str) -> None:
        spent = time.monotonic() - began
        if last[0] != kind:
            last[0], begun[0] = kind, time.monotonic()
        rate = done / max(time.monotonic() - begun[0], 0.001)
        left = (total - done) / max(rate, 0.001)
        line = f"{kind}: {done:,} of {total:,}, {rate:,.0f} a second, {left:.0f} s left"
        if live:
            command.stderr.write(f"\r{line}   ", ending="" if done < total else "\n")
        elif done == total or done % 5000 == 0:
            command.stderr.write(f"{line} ({spent:.0f} s)")

    index.rebuild(progress)
    command.stdout.write(f"Indexed in {time.monotonic() - began:.0f} s")
