"""``./soc manage forgetthrown``: remove what was thrown away and can no longer be brought back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from oppnasoc.meetings.forgetting import forget


class Command(BaseCommand):
    help = "Remove drafts and files that were thrown away a week ago."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = forget()
        if options["verbosity"]:
            self.stdout.write(f"{gone} removed.")
