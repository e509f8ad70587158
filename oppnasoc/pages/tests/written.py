"""Where the demo has put evidence and documents, so that a test leaves nothing behind."""

from __future__ import annotations

from django.core.files.storage import Storage, storages

from oppnasoc.matters.models import Step
from oppnasoc.meetings.models import Original, Release
from oppnasoc.ui.models import Picture


def written_files() -> list[tuple[Storage, str]]:
    """Where the demo has put evidence and documents just now."""
    steps = Step.objects.all()
    files = [kept for step in steps for kept in (step.picture, step.file) if kept]
    files += [picture.file for picture in Picture.objects.all()]
    found = [(kept.storage, str(kept.name)) for kept in files]
    paths = [*Original.objects.values_list("path", flat=True)]
    paths += Release.objects.values_list("path", flat=True)
    return found + [(storages["private"], path) for path in paths]


def forget(files: list[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)
