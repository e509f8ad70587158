"""A confirmation may be a paper that the person has: the day it was signed, and who showed it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("careplan", "0009_calls_sent")]
    operations: ClassVar = [
        migrations.AddField("confirmation", "paper_on", models.DateField(blank=True, null=True)),
        migrations.AddField("confirmation", "body", models.BinaryField(default=bytes)),
    ]
