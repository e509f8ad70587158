"""``./soc manage daily``: what has to be done once a day; a timer of the server starts it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from oppnasoc.ui.registry import chores


class Command(BaseCommand):
    help = "Do what has to be done once a day, such as taking unanswered hand-overs back."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("sv"):
            for chore in chores():
                count = chore.do(timezone.localdate())
                if options["verbosity"]:
                    self.stdout.write(f"{chore.name}: {count}")
