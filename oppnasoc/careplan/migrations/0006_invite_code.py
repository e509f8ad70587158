"""A place is taken by a link and a code; a link without one lets nobody in any more."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def take_back(apps: Any, schema_editor: Any) -> None:
    """A link that was made without a code: a new one is made with it."""
    invites = apps.get_model("careplan", "Invite").objects.using(schema_editor.connection.alias)
    invites.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


class Migration(migrations.Migration):
    dependencies: ClassVar = [("careplan", "0005_share_editions")]
    operations: ClassVar = [
        migrations.AddField(
            "invite",
            "code",
            models.CharField(default="", max_length=255),
            preserve_default=False,
        ),
        migrations.AddField("invite", "tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "invite",
            models.CheckConstraint(condition=Q(tries__lte=5), name="invite_has_five_tries"),
        ),
        migrations.RunPython(take_back, migrations.RunPython.noop, elidable=True),
    ]
