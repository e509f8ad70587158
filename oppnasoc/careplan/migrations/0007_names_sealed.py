"""Which line of her list a piece is, and which form a draft is of, stand sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import Q

from oppnasoc.vault import sealing


def seal_names(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    pieces = apps.get_model("careplan", "Piece").objects.using(alias)
    drafts = apps.get_model("careplan", "Draft").objects.using(alias)
    with sealing.keys_at_hand():
        rows = pieces.exclude(item="").select_related("plan__key")
        for piece in rows.iterator(chunk_size=500):
            place = f"careplan.Piece.item:{piece.kind}"
            piece.item_sealed = sealing.seal_name(piece.plan.key, place, piece.item)
            piece.save(update_fields=["item_sealed"])
        for draft in drafts.exclude(form="take_in").select_related("plan__key"):
            mark = sealing.marker(draft.plan.key, "draft")
            draft.form = mark(draft.form.encode()).hex()[:60]
            draft.save(update_fields=["form"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("careplan", "0006_invite_code")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="piece",
            name="item_sealed",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.RunPython(seal_names, elidable=True),
        migrations.RemoveConstraint(model_name="piece", name="piece_one_for_each_item"),
        migrations.RemoveField(model_name="piece", name="item"),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.UniqueConstraint(
                condition=Q(removed_at=None, kind__in=["acute", "card"]) & ~Q(item_sealed=""),
                fields=("plan", "kind", "item_sealed"),
                name="piece_one_for_each_item",
            ),
        ),
    ]
