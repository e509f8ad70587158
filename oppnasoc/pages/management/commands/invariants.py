"""``./soc check``: what should always hold and does not, each with how it is mended.

The exit status is 0 when everything holds and 1 when something does not.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from oppnasoc.pages import looking


class Command(BaseCommand):
    help = "Tell what should always hold and does not; the status is 1 when there is anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="look at everything, no samples")
        parser.add_argument("--json", action="store_true", help="for a program that watches")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with translation.override("sv"):
            found = looking.look_over(whole=options["all"], now=now)
            looking.note(found, at=now, by_worker=False)
            if options["json"]:
                self.stdout.write(json.dumps([as_json(one) for one in found], ensure_ascii=False))
            else:
                for one in found:
                    where = f" {absolute(one.fault.url)}" if one.fault.url else ""
                    who = f" ({one.fault.concerns})" if one.fault.concerns else ""
                    self.stdout.write(
                        f"{one.since}  {one.fault.says}{who}\n            {one.fault.mend}.{where}"
                    )
        if found:
            raise SystemExit(1)


def absolute(path: str) -> str:
    return settings.SITE_URL + path if path else ""


def as_json(one: looking.Found) -> dict[str, str]:
    return {
        "invariant": one.invariant.name,
        "thing": one.fault.thing,
        "since": one.since.isoformat(),
        "says": one.fault.says,
        "concerns": one.fault.concerns,
        "mend": one.fault.mend,
        "url": absolute(one.fault.url),
    }
