"""Which database a row lies in: the tower has one of its own, and nothing else lies there."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

ALIAS = "vault"
#: The apps whose rows lie in the tower's database, by their labels.
TOWER = frozenset({"vault", "careplan"})


class VaultRouter:
    """Sends the tower's rows to its own database; no relation leads from there or to there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label in TOWER else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label in TOWER else None

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        inside = {each._meta.app_label in TOWER for each in (one, other)}
        return None if inside == {False} else inside == {True}

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return (db == ALIAS) == (app_label in TOWER)
