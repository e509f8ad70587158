"""Judgements are looked at; who raised a matter that has an outcome already is owed word of it."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils import timezone


def owe(apps: Any, schema_editor: Any) -> None:
    """Since the day of the latest outcome that is known, as if it had been owed then."""
    Ground, Matter, Answer, Step = (
        apps.get_model("matters", name) for name in ("Ground", "Matter", "Answer", "Step")
    )
    answered = dict(
        Answer.objects.exclude(verdict__in=["later", "merged"])
        .order_by("answered_on", "pk")
        .values_list("matter", "answered_on")
    )
    stepped = dict(
        Step.objects.filter(status__in=["in_use", "followed_up"])
        .order_by("taken_on", "pk")
        .values_list("matter", "taken_on")
    )
    for matter in Matter.objects.exclude(status="open").filter(merged_into=None).iterator():
        days = [d for d in (answered.get(matter.pk), stepped.get(matter.pk)) if d is not None]
        day = max(days) if days else matter.closed_on or timezone.localdate(matter.changed_at)
        Ground.objects.filter(matter=matter, owed_since=None).update(owed_since=day)
    wanted_none = Ground.objects.filter(owed_since__isnull=False, voice__tell_by="not")
    Ground.objects.filter(pk__in=list(wanted_none.values_list("pk", flat=True))).update(
        told_at=timezone.now(), told_how="not"
    )


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_feedback")]

    operations = [
        migrations.AddField("judgement", "looked_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("judgement", "took_up", models.BooleanField(default=False)),
        migrations.AddIndex(
            "judgement",
            models.Index(
                fields=["given_at"],
                condition=~models.Q(words="") & models.Q(looked_at__isnull=True),
                name="judgement_waiting",
            ),
        ),
        migrations.RunPython(owe, migrations.RunPython.noop),
    ]
