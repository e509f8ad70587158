"""Keep uploaded files where no address leads, under names that say nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.language.documents import Reason, Refused
from oppnasoc.people.models import User

from .originals import Original, Release

FOLDER = "originals"
INCOMING = "incoming"  # where uploads lie while they come in (settings)
CHUNK = 1024 * 1024
MAX_NAME = 160  # characters
#: How long a file may lie without a row: an upload that is being written, or was cut off.
ORPHAN_AFTER = timedelta(days=1)


def storage() -> Storage:
    """The storage that has no public address."""
    return storages["private"]


def keep(upload: File[bytes], *, group: Group, by: User | None) -> Original:
    """Put an uploaded file in its private place. It is copied in pieces, never held whole."""
    digest = hashlib.sha256()
    for part in upload.chunks(CHUNK):
        digest.update(part)
    upload.seek(0)
    path = storage().save(_somewhere(), upload)
    try:
        return Original.objects.create(
            group=group,
            path=path,
            name=_named(upload.name or ""),
            size=upload.size,
            digest=digest.hexdigest(),
            kept_by=by,
        )
    except BaseException:
        storage().delete(path)
        raise


def keep_copy(content: bytes) -> str:
    """Put the bytes of a clean copy in a private place; returns the path."""
    return storage().save(_somewhere(), ContentFile(content))


def _somewhere() -> str:
    name = secrets.token_hex(20)
    return f"{FOLDER}/{name[:2]}/{name}"


def _named(name: str) -> str:
    """The file's own name without folders and what cannot be seen; its ending is kept."""
    plain = "".join(c for c in PurePosixPath(name.replace("\\", "/")).name if c.isprintable())
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > MAX_NAME and dot and len(ending) < 10:
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"
    return plain[:MAX_NAME] or "?"


def opened(path: str) -> File[bytes]:
    """A kept file, open for reading. Raises Refused (GONE) when somebody took it away."""
    try:
        return storage().open(path, "rb")
    except FileNotFoundError:
        raise Refused(Reason.GONE) from None


def on_this_disk(path: str) -> BinaryIO:
    """The kept file as the reader in the child needs it: with a number of the system's."""
    return cast("BinaryIO", opened(path).file)


def remove(paths: Iterable[str]) -> None:
    """Remove files for good as soon as what is written now is certain."""
    gone = list(paths)

    def delete() -> None:
        for path in gone:
            storage().delete(path)

    transaction.on_commit(delete)


def forget_original(original: Original) -> None:
    """Remove an original that nothing points at: its row now, its file when that is certain."""
    pointing = (original.drafts, original.papers, original.releases)
    if any(rows.exists() for rows in pointing):
        return
    path = original.path
    original.delete()
    remove([path])


def orphans() -> Iterator[str]:
    """Files without a row, older than an upload may take: left by a server that was killed."""
    before = timezone.now() - ORPHAN_AFTER
    place = storage()
    if place.exists(INCOMING):
        for name in place.listdir(INCOMING)[1]:
            if place.get_modified_time(f"{INCOMING}/{name}") < before:
                yield f"{INCOMING}/{name}"
    if not place.exists(FOLDER):
        return
    for folder in place.listdir(FOLDER)[0]:
        paths = [f"{FOLDER}/{folder}/{name}" for name in place.listdir(f"{FOLDER}/{folder}")[1]]
        known = set(Original.objects.filter(path__in=paths).values_list("path", flat=True))
        known |= set(Release.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths:
            if path not in known and place.get_modified_time(path) < before:
                yield path
