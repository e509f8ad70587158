from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def take_back(apps, schema_editor):
    """A link that was made without a code lets nobody in any more: a new one is made with it."""
    invite = apps.get_model("careplan", "Invite").objects.using(schema_editor.connection.alias)
    invite.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("careplan", "0003_edition_seat"),
    ]

    operations = [
        migrations.AddField(
            model_name="invite",
            name="code",
            field=models.CharField(default="", max_length=255),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="invite",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="invite",
            constraint=models.CheckConstraint(
                condition=Q(tries__lte=5), name="invite_has_five_tries"
            ),
        ),
        migrations.RunPython(take_back, migrations.RunPython.noop, elidable=True),
    ]
