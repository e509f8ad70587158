"""A link keeps the editions of what it shows."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("careplan", "0004_counted_and_sent")]
    operations: ClassVar = [
        migrations.AddField(
            "share",
            "editions",
            models.ManyToManyField(blank=True, related_name="+", to="careplan.edition"),
        ),
    ]
