"""Where the files of recordings lie, and which sorts we take: told by their first bytes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.ui.uploads import kept_apart

from .models import Part

FOLDER = "recordings"
MOST_BYTES = 500 * 1024 * 1024  # of one file
CHUNK = 1024 * 1024
Kind = Part.Kind


@dataclass(frozen=True)
class KeptFile:
    """A file in its place: where, of which sort, how large, and its fingerprint."""

    path: str
    kind: str
    size: int
    digest: str


def kind_of(head: bytes) -> str:
    """The sort of a file by its first bytes; '' for everything that is not sound or film."""
    if head[4:8] == b"ftyp":
        return Kind.MP4
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return Kind.WEBM
    if head.startswith(b"OggS"):
        return Kind.OGG
    mpeg = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2  # a frame of layer III
    return Kind.MP3 if head.startswith(b"ID3") or mpeg else ""


def keep(upload: File[bytes]) -> KeptFile:
    """Put an upload in its private place, in pieces. Raises ValidationError for ``file``."""
    if not upload.size:
        raise ValidationError({"file": _("The file is empty.")})
    if upload.size > MOST_BYTES:
        raise ValidationError({"file": _("The file is too large. 500 megabytes at most.")})
    upload.seek(0)
    kind = kind_of(upload.read(64))
    if not kind:
        raise ValidationError({"file": _("Only film and sound: MP4, WebM, MP3 or Ogg.")})
    digest = hashlib.sha256()
    upload.seek(0)
    for piece in upload.chunks(CHUNK):
        digest.update(piece)
    upload.seek(0)
    name = secrets.token_hex(20)
    path = kept_apart().save(f"{FOLDER}/{name[:2]}/{name}", upload)
    return KeptFile(path, kind, upload.size, digest.hexdigest())


def remove(paths: Iterable[str]) -> None:
    """Remove files for good as soon as what is written now is certain."""
    gone = [path for path in paths if path]

    def delete() -> None:
        for path in gone:
            kept_apart().delete(path)

    transaction.on_commit(delete)


def orphans() -> Iterator[str]:
    """Files without a row, older than an upload may take."""
    place, before = kept_apart(), timezone.now() - timedelta(days=1)
    if not place.exists(FOLDER):
        return
    for folder in place.listdir(FOLDER)[0]:
        paths = [f"{FOLDER}/{folder}/{name}" for name in place.listdir(f"{FOLDER}/{folder}")[1]]
        known = set(Part.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths:
            if path not in known and place.get_modified_time(path) < before:
                yield path
