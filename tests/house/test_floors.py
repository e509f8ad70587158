"""Relations between models run downward only: a string foreign key is an import in disguise."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(settings.BASE_DIR)
OURS = "oppnasoc."

ALLOWED_UPWARD = {
    "trail.Entry.actor",  # Named by the settings string only, and it may be empty.
    "ui.Picture.uploaded_by_user",  # Comes with Wagtail's own base of an image.
}


def floors() -> dict[str, int]:
    """App label → height, as pyproject.toml tells import-linter."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    height = len(layers)
    return {
        app.strip().removeprefix(OURS): height - position
        for position, layer in enumerate(layers)
        for app in layer.split("|")
    }


def relations() -> Iterator[tuple[str, str, str]]:
    """(app, app it points at, the field) for every relation of our models, both ways declared."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith(OURS):
            continue
        for field in (*model._meta.fields, *model._meta.local_many_to_many):
            target = field.related_model
            if target is None:
                continue
            assert isinstance(target, type)
            assert issubclass(target, models.Model)
            if target.__module__.startswith(OURS):
                yield model._meta.app_label, target._meta.app_label, str(field)


def test_every_app_has_a_floor() -> None:
    ours = {c.label for c in apps.get_app_configs() if c.name.startswith(OURS)}
    assert ours <= floors().keys()
    assert all((ROOT / "oppnasoc" / app).is_dir() for app in floors() if app != "config")


def test_relations_run_downward() -> None:
    """Equal, so that an exception goes when nothing needs it any more."""
    height = floors()
    found = list(relations())
    assert len(found) > 20
    assert {field for app, target, field in found if height[target] > height[app]} == ALLOWED_UPWARD
