"""What people of Sundhamn tell of others, and figures that are made up to show how they look."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from oppnasoc.comparison import noting, placing
from oppnasoc.comparison.models import KeyFigure, Peer, Value
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment

from .story import Story


def compare(story: Story) -> None:
    """Everything in ``comparing.toml``: notes by the actions that people use, then figures."""
    table = story.town.week.table("comparing")
    editor = story.town.people[table["editor"]]
    for row in table["note"]:
        matter = story.matter(row["matter"])
        on: date = story.town.week.day(row["on"])
        told = noting.Told(true_on=story.town.week.day(row["true_on"]), **row["told"])
        note, _code = noting.propose(
            "matter", matter.pk, told, name=row.get("name", ""), theme=matter.theme, at=moment(on)
        )
        if reason := row.get("declined"):
            noting.decline(note, reason, by=editor, at=moment(on))
        elif not row.get("held"):
            noting.show(note, by=editor, at=moment(on))
    peers = [Peer.objects.create(**row) for row in table["peer"]]
    for position, row in enumerate(table["figure"]):
        figure = _figure(row, position, story)
        _values(figure, row["values"], peers)
        for name in row.get("beside", []):
            placing.place(figure, story.matter(name), shown=True, by=editor)


def _figure(row: dict[str, Any], position: int, story: Story) -> KeyFigure:
    words = ("kpi", "title", "meaning", "cannot_say", "unit", "decimals", "better", "comment")
    given = {name: row[name] for name in words if name in row}
    theme = story.town.themes[row["theme"]]
    on = story.town.week.day(row["comment_on"]) if "comment" in row else None
    with transaction.atomic():
        figure = KeyFigure.objects.create(
            **given, theme=theme, comment_on=on, position=position, source=KeyFigure.Source.MADE_UP
        )
        record("comparison.figure_saved", figure, figure=figure)
    return figure


def _values(figure: KeyFigure, rows: dict[str, list[float]], peers: list[Peer]) -> None:
    """Made-up values, the last of them for last year."""
    now = timezone.now()
    last = timezone.localdate(now).year - 1
    by_code = {peer.code: peer for peer in peers}
    Value.objects.bulk_create(
        Value(figure=figure, peer=by_code[code], year=last - back, value=value, fetched_at=now)
        for code, values in rows.items()
        for back, value in enumerate(reversed(values))
    )
