"""What a picture is called."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ui", "0004_contact")]

    operations = [
        migrations.AlterModelOptions(
            name="picture",
            options={"verbose_name": "picture", "verbose_name_plural": "pictures"},
        )
    ]
