"""Is a database that was brought up to date whole? Run with SOC_VAR pointing at its folder.

``python -m tests.releases.upgraded`` prints the number of rows of each noun and stops with 1 when
something that must hold does not.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.apps import apps
    from django.db import connection
    from django.db.models import Q
    from django.test import Client

    from oppnasoc.careplan.models import Kind, Piece
    from oppnasoc.matters.models import Ground, Matter
    from oppnasoc.meetings.models import Minutes

    connection.check_constraints()
    lost = Matter.objects.exclude(status="closed").filter(
        Q(steward=None) | Q(holder=None) | Q(next_on=None)
    )
    assert not lost.exists(), "an open matter lacks steward, holder or next date"
    untold = Ground.objects.filter(matter__merged_into=None, owed_since=None)
    untold = untold.exclude(matter__status="open")
    assert not untold.exists(), "somebody is not owed word of what came of it"
    items = []
    for piece in Piece.objects.select_related("plan__key"):
        assert piece.words(piece.plan.key, piece.edition), "what was sealed opens"
        if piece.kind in (Kind.ACUTE, Kind.CARD):
            items.append(piece.item)
    if items:
        assert {"call-first", "red", "amber", "green"} <= {*items}, "each line is what it was"
    visitor = Client(headers={"host": "localhost"})
    pages = ["/", "/fragor/", "/grupper/", "/moten/"]
    pages += [matter.get_absolute_url() for matter in Matter.objects.published()[:20]]
    pages += [minutes.get_absolute_url() for minutes in Minutes.objects.published()[:20]]
    for page in pages:
        assert visitor.get(page).status_code == 200, page
    counts = {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("oppnasoc.")
    }
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main()
