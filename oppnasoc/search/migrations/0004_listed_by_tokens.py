from __future__ import annotations

from django.db import migrations, models

from oppnasoc.search.tokens import backend


def begin_again(apps, editor):
    """What was indexed without tokens is indexed anew (./soc search repair, or the next start)."""
    for name in ("Document", "Word", "Gram"):
        apps.get_model("search", name).objects.all().delete()


def remove_tokens(apps, editor):
    for statement in backend(editor.connection.vendor).remove:
        editor.execute(statement)


def make_tokens(apps, editor):
    for statement in backend(editor.connection.vendor).create:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words_and_tokens")]

    operations = [
        migrations.RunPython(remove_tokens, migrations.RunPython.noop),
        migrations.RunPython(begin_again, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="document",
            name="tokens",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.RunPython(make_tokens, remove_tokens),
    ]
