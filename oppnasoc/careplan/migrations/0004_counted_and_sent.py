"""A plan remembers when its last round was counted, and an ask the day it reached somebody."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.utils import timezone


def rounds_so_far(apps: Any, schema_editor: Any) -> None:
    """The rounds that ended before this was remembered: followed up, or closed with the plan."""
    plans = apps.get_model("careplan", "Plan").objects.using(schema_editor.connection.alias)
    pieces = apps.get_model("careplan", "Piece").objects.using(schema_editor.connection.alias)
    for plan in plans.filter(practice=False):
        rows = pieces.filter(plan=plan, kind="follow_up").order_by("-made_at")
        last = rows.values_list("made_at", flat=True).first()
        if last is not None and plan.in_force_at is not None:
            last = min(last, plan.in_force_at)  # What holds since then is the next round.
        if plan.closed_at or last:
            plans.filter(pk=plan.pk).update(counted_at=plan.closed_at or last)


def sent_as_asked(apps: Any, schema_editor: Any) -> None:
    """What was asked before counts from the day it was asked, as it did."""
    asks = apps.get_model("careplan", "Ask").objects.using(schema_editor.connection.alias)
    for ask in asks.iterator():
        asks.filter(pk=ask.pk).update(sent_on=timezone.localdate(ask.asked_at))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("careplan", "0003_edition_seat")]
    operations: ClassVar = [
        migrations.AddField(
            "plan", "counted_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField("ask", "sent_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(rounds_so_far, migrations.RunPython.noop),
        migrations.RunPython(sent_as_asked, migrations.RunPython.noop),
    ]
