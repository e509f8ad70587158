"""What ``./soc run`` does before it serves: texts, database, static files, demo.

Every step may run again at any time; a step that fails says so in one sentence.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import shorten

from config import messages


def say(text: str) -> None:
    print(text, flush=True)


def stop(what: str, why: Exception) -> None:
    """End with one sentence; the whole story only when somebody asked for it."""
    if os.environ.get("SOC_DEBUG") == "1":
        raise why
    reason = " ".join(str(why).split()) or type(why).__name__
    sys.exit(f"soc: {what}: {reason}")


def step(what: str, do: Callable[[], object]) -> None:
    try:
        do()
    except Exception as why:
        stop(what, why)


def prepare_vault() -> None:
    """Bring the tower's database up to date and see that its keys are there and fit."""
    from django.core.management import call_command

    from oppnasoc.vault import start
    from oppnasoc.vault.router import ALIAS, TOWER

    for app in sorted(TOWER):
        call_command("migrate", app, database=ALIAS, verbosity=0)
    start.prepare()


def load_demo() -> None:
    """Fill an empty database with the demo municipality; a used one is left alone."""
    from django.core.management import call_command

    from oppnasoc.groups.models import Party

    if not Party.objects.exists():
        say("Loading the demo municipality Sundhamn …")
        call_command("loaddemo", verbosity=0)


def load_plans() -> None:
    """Give the people of the demo municipality their plans; where there are plans nothing."""
    from django.core.management import call_command

    call_command("loadplans", verbosity=0)


def fill_index() -> None:
    """Index what is there when nothing is indexed yet, as after an upgrade from a version without
    a search, and always the pages whose texts come with the program."""
    from oppnasoc.search import index
    from oppnasoc.search.models import Document
    from oppnasoc.search.sources import sources

    if Document.objects.exists():
        page = next(source for source in sources() if source.kind == "page")
        index.put(page.kind, list(page.every()))
        return
    say("Building the search index …")
    index.rebuild()


def fill_open_data() -> None:
    """Note what is shown as open data when nothing is noted yet, as after an upgrade from a version
    without it; else only what has happened since."""
    from oppnasoc.opendata.models import Exhibit
    from oppnasoc.opendata.register import reconcile, settle

    settle()
    if not Exhibit.objects.exists():
        reconcile()


def write_signins(path: Path) -> None:
    """Keep the demo's sign-ins as text, so that a start need not ask the database."""
    from django.core.management import call_command
    from django.utils import translation

    found = io.StringIO()
    with translation.override("en"):
        call_command("demosignins", stdout=found)
    people = [line.split("\t") for line in found.getvalue().splitlines()]
    width = max((len(email) for _, _, email in people), default=0)
    lines = [f"  {email:<{width}}  {shorten(role, 70)}" for role, _, email in people]
    heading = "Sign in as one of these; the code is shown on the page:"
    path.write_text("\n".join(["", heading, *lines, "", ""]), encoding="utf-8")


def main(content: str) -> None:
    step("The texts could not be compiled", messages.compile_all)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    step("The settings are not right", django.setup)
    from django.conf import settings

    # Migrations make tens of thousands of short-lived models; what is loaded stays.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    say("Preparing the database …")
    step("The database is not as it should be", lambda: call_command("migrate", verbosity=0))
    if "plan" in settings.PARTS:
        step("The vault is not as it should be", prepare_vault)
    step(
        "The static files could not be collected",
        lambda: call_command("collectstatic", interactive=False, clear=True, verbosity=0),
    )
    if content == "demo":
        step("The demo could not be loaded", load_demo)
        if "plan" in settings.PARTS:
            step("The demo's plans could not be loaded", load_plans)
    step("The search index could not be built", fill_index)
    step("The open data could not be noted", fill_open_data)
    if content == "demo":
        step(
            "The demo's sign-ins could not be listed",
            lambda: write_signins(settings.VAR_DIR / "signins.txt"),
        )


if __name__ == "__main__":
    main(sys.argv[1])
