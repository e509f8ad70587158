"""``./soc manage loadplans``: plans for the people of the demo, when there are none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oppnasoc.careplan import demo


class Command(BaseCommand):
    help = "Load made-up plans for the people of the demo municipality Sundhamn."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = demo.load()
        except demo.NotThere as missing:
            raise CommandError(str(missing)) from None
        if options["verbosity"]:
            self.stdout.write(f"{count} plans" if count else "There are plans already.")
