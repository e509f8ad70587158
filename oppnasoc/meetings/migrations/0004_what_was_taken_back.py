"""What was taken back is known again, and the file that holds it is to be removed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_documents")]

    operations = [
        migrations.AddField("original", "to_remove_since", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "point",
            "replaced",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
