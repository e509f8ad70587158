"""``./soc opendata import URL`` and ``./soc opendata compare``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from oppnasoc.comparison.actions import import_once
from oppnasoc.comparison.fetching import FAULTS, Fault
from oppnasoc.opendata.register import reconcile


class Command(BaseCommand):
    help = "Read another installation's open data; compare ours with what may be read now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        reads = commands.add_parser("import", help="read what another installation shows")
        reads.add_argument("address", help="where its site begins, such as https://example.se")
        commands.add_parser("compare", help="note everything that has changed or gone here")

    def handle(self, *, what: str, **options: Any) -> None:
        if what == "compare":
            changed = reconcile()
            self.stdout.write(f"{changed} things are new, changed or gone.")
            return
        with translation.override("en"):
            try:
                found, taken = import_once(options["address"])
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            except Fault as fault:
                raise CommandError(str(FAULTS[fault.code])) from fault
        self.stdout.write(f"{found}: {taken.changed} new or changed, {taken.gone} gone.")
