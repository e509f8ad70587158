from django.db import migrations, models


def of_those_destroyed(apps, schema_editor):
    """Nobody knows whether the log of writes was emptied of them: it is, at the next chance."""
    keys = apps.get_model("vault", "DataKey").objects.using(schema_editor.connection.alias)
    keys.exclude(destroyed_at=None).update(copy_left=True)


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_desk_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="datakey",
            name="copy_left",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(of_those_destroyed, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="datakey",
            index=models.Index(
                condition=models.Q(("copy_left", True)), fields=["uuid"], name="datakey_copy_left"
            ),
        ),
    ]
