"""``demosignins``: the people of the demo, one a line: role, name and address."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from oppnasoc.people import demo


class Command(BaseCommand):
    help = "Print the people of the demo: role, name, e-mail, separated by tabs."

    def handle(self, *args: Any, **options: Any) -> None:
        for person in demo.people():
            role = person.role or _("without a role")
            self.stdout.write(f"{role}\t{person.name}\t{person.email}")
