from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def of_the_newest(apps, schema_editor):
    """Who answers now stands in the newest edition of each piece; of earlier ones nobody knows."""
    edition = apps.get_model("careplan", "Edition").objects.using(schema_editor.connection.alias)
    piece = apps.get_model("careplan", "Piece").objects.using(schema_editor.connection.alias)
    answers = piece.filter(pk=OuterRef("piece")).values("seat")
    newest = edition.filter(number=F("piece__edition"), piece__seat__isnull=False)
    edition.filter(pk__in=newest.values("pk")).update(seat=Subquery(answers))


class Migration(migrations.Migration):
    dependencies = [
        ("careplan", "0002_removed_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="seat",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.SET_NULL,
                related_name="+",
                to="careplan.seat",
            ),
        ),
        migrations.RunPython(of_the_newest, migrations.RunPython.noop, elidable=True),
    ]
