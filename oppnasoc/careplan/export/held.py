"""A file that somebody is about to bring in: held sealed until she has said yes, an hour at most.

It never lies in the open: the upload is kept in memory, and what waits for her answer is sealed
with the key of her plan, as drafts are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.utils import timezone

from oppnasoc.vault.router import ALIAS

from ..models import Draft
from ..opening import Opened
from .read import MOST_BYTES, Brought, read

FORM = "take_in"
LASTS = timedelta(hours=1)


class InMemory(FileUploadHandler):
    """Keeps an upload in memory whatever its size, and no more of it than can be brought in."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._held = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        # One byte more than may come in, so that it is seen to be too much.
        self._held += raw_data[: MOST_BYTES + 1 - len(self._held)]

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile("plan.json", bytes(self._held), self.content_type or "")


def hold(opened: Opened, content: bytes) -> None:
    """Keep a file of the owner's that has been read until she answers; an earlier one goes."""
    let_go(opened)
    row = Draft(plan=opened.plan, person=opened.plan.owner, form=FORM)
    row.put(opened.key, {"file": content.decode("utf-8-sig")})
    row.save(force_insert=True)


def held(opened: Opened) -> Brought | None:
    """The file that waits for an answer; nothing when there is none or it has waited too long."""
    row = Draft.objects.filter(plan=opened.plan, person=opened.plan.owner, form=FORM).first()
    if row is None or row.saved_at < timezone.now() - LASTS:
        let_go(opened)
        return None
    return read(str(row.words(opened.key)["file"]).encode())


def forget_old() -> int:
    """Let go of every file that has waited too long, whether anybody comes back or not."""
    rows = Draft.objects.filter(form=FORM, saved_at__lt=timezone.now() - LASTS)
    return rows.delete()[0]


def let_go(opened: Opened) -> None:
    with transaction.atomic(using=ALIAS):
        Draft.objects.filter(plan=opened.plan, person=opened.plan.owner, form=FORM).delete()
