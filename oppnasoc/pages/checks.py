"""What must always hold of the house itself: its worker, its database, its files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.outbox.models import Beat
from oppnasoc.trail.models import Entry
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import countword, shortday

from .models import LookOver


@invariant(
    "house.worker_lives",
    order=120,
    holds=lambda: _("The worker does the work of each day."),
)
def worker_lives(look: Look) -> Iterator[Fault]:
    """It gives signs of life as long as it runs. Where it is started by a timer instead, and in a
    house that has only just been opened, a day may pass."""
    beat = Beat.objects.order_by("-at").first()
    if beat is not None and beat.at < look.now - patience.HEARTBEAT:
        text = _("The worker has stood still since %(day)s.") % {"day": shortday(beat.at)}
        yield Fault("all", text, _("Start the worker"))
        return
    latest = LookOver.objects.filter(by_worker=True).order_by("-at").first()
    since = latest.at if latest else Entry.objects.aggregate(first=Min("at"))["first"]
    if since is not None and since < look.now - patience.WORKER:
        text = _("The worker has never done the work of a day.")
        if latest:
            text = _("The worker has not done the work of a day since %(day)s.")
        yield Fault("all", text % {"day": shortday(since)}, _("Start the worker"))


@cache
def changes() -> list[tuple[str, str]]:
    """Every change of the database that comes with the program (app, name), in their order.

    They are read from files once: a program that runs has the changes it was started with.
    """
    graph = MigrationLoader(None).graph
    ordered = [change for last in graph.leaf_nodes() for change in graph.forwards_plan(last)]
    return list(dict.fromkeys(ordered))


@invariant(
    "house.database_is_up_to_date",
    order=130,
    holds=lambda: _("The database has the shape that the program needs."),
)
def database_is_up_to_date(look: Look) -> Iterator[Fault]:
    made = MigrationRecorder(connection).applied_migrations()
    if missing := [f"{app}.{name}" for app, name in changes() if (app, name) not in made]:
        text = ngettext(
            "One change of the database is not made: %(first)s.",
            "%(n)s changes of the database are not made, the first is %(first)s.",
            len(missing),
        )
        says = text % {"n": countword(len(missing)), "first": missing[0]}
        yield Fault("all", says[0].upper() + says[1:], _("Run ./soc manage migrate"))


@invariant(
    "house.files_are_there",
    order=140,
    holds=lambda: _("Every file that a page shows is there."),
)
def files_are_there(look: Look) -> Iterator[Fault]:
    """One query for each sort of file: the latest of each, or all."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, FileField):
                continue
            rows = model._default_manager.exclude(**{field.name: ""}).order_by("-pk")
            rows = rows.exclude(**{field.name: None})
            names = rows.values_list("pk", field.name)
            for pk, name in names.iterator() if look.whole else names[: patience.SAMPLE]:
                if field.storage.exists(name):
                    continue
                label = f"{model._meta.label} {pk}"
                says = _("A file is missing: %(file)s of %(thing)s.")
                yield Fault(
                    f"{label} {field.name}",
                    says % {"file": name, "thing": label},
                    _("Put it back from the back-up"),
                )
