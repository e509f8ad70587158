from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("careplan", "0003_edition_seat"),
    ]

    operations = [
        migrations.AddField(
            model_name="share",
            name="editions",
            field=models.ManyToManyField(blank=True, related_name="+", to="careplan.edition"),
        ),
    ]
