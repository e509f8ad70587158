"""``./soc manage loaddemo``: fill an empty database with the fictional municipality Sundhamn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oppnasoc.pages import demo
from oppnasoc.pages.demo import trying
from oppnasoc.search import index

NOTES = "anteckningar-att-prova.txt"


class Command(BaseCommand):
    help = "Fill an empty database with the fictional municipality Sundhamn."

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] else lambda text: None
        try:
            demo.load(say=say)
        except demo.NotEmpty as refusal:
            raise CommandError(str(refusal)) from None
        index.rebuild()
        path = settings.VAR_DIR / NOTES
        path.write_text(demo.notes_to_try(), encoding="utf-8")
        folder = settings.VAR_DIR / trying.FOLDER
        trying.write(folder, today=timezone.localdate())
        say(f"Notes to try the import with: {path} and the folder {folder}")
