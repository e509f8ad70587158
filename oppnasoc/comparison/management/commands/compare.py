"""``./soc compare update``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oppnasoc.comparison import updating

SAID = {
    "": "fetched",
    "gone": "is no longer there; what we have stays",
    "away": "nobody answered; what we have stays",
    "rubbish": "the answer could not be read; what we have stays",
}


class Command(BaseCommand):
    help = "Fetch the key figures that editors have chosen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["update"])

    def handle(self, *args: Any, **options: Any) -> None:
        client = updating.client()
        if client is None:
            raise CommandError("Set SOC_KOLADA_URL first, such as https://api.kolada.se/v3.")
        figures = updating.to_fetch()
        if not figures:
            self.stdout.write("No figure is chosen. Editors choose them under /redaktion/.")
        outcome = updating.update(figures, client)
        for kpi, fault in outcome.items():
            self.stdout.write(f"{kpi}: {SAID[fault]}")
        if any(outcome.values()):
            raise CommandError("Not everything could be fetched.", returncode=1)
