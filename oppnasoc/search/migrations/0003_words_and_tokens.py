from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models

from oppnasoc.search import wordlist


def begin_again(apps, editor):
    """What was indexed without tokens is indexed anew (./soc search repair, or the next start)."""
    apps.get_model("search", "Document").objects.all().delete()


def take_in_words(apps, editor):
    """The words that an installation begins with; from now on its rows are the truth."""
    groups, stop = wordlist.read(wordlist.FILE.read_text(encoding="utf-8"))
    group_of_words, stop_word = (
        apps.get_model("search", "WordGroup"),
        apps.get_model("search", "StopWord"),
    )
    group_of_words.objects.bulk_create(
        group_of_words(words="\n".join(each.words), asked="\n".join(each.asked)) for each in groups
    )
    stop_word.objects.bulk_create(stop_word(word=word) for word in dict.fromkeys(stop))


class Migration(migrations.Migration):
    dependencies = [("search", "0002_what_waits")]

    operations = [
        migrations.RunPython(begin_again, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("Gram"),
        migrations.DeleteModel("Word"),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("term", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("shown", models.CharField(max_length=60)),
                ("stem", models.CharField(db_index=True, max_length=60)),
                ("documents", models.PositiveIntegerField()),
                ("anywhere", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "gram", "length", "term", blank=True, editable=False,
                        primary_key=True, serialize=False,
                    ),
                ),
                ("gram", models.CharField(max_length=3)),
                ("length", models.PositiveSmallIntegerField()),
                ("term", models.CharField(max_length=60)),
            ],
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["id", "party"], name="search_document_party"),
        ),
        migrations.AddField(
            model_name="stopword",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="wordgroup",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.RunPython(take_in_words, migrations.RunPython.noop),
    ]
