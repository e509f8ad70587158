"""A call remembers the day it reached somebody, and the day it was handed in on paper."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.utils import timezone


def sent_as_called(apps: Any, schema_editor: Any) -> None:
    """Whoever was in here, or has answered, had the call from the day it was made. Those who stood
    on paper were told by nobody here."""
    calls = apps.get_model("careplan", "Call").objects.using(schema_editor.connection.alias)
    for call in calls.select_related("seat").iterator():
        if call.seat.person is not None or call.reply:
            calls.filter(pk=call.pk).update(sent_on=timezone.localdate(call.called_at))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("careplan", "0008_other_plan")]
    operations: ClassVar = [
        migrations.AddField("call", "sent_on", models.DateField(blank=True, null=True)),
        migrations.AddField("call", "letter_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(sent_as_called, migrations.RunPython.noop),
    ]
