"""A part of the story as sound: told aloud, sealed as it comes, heard by those who may read it.

A recording lies in pieces so that a browser can ask for the middle of it. Each is sealed to its own
place; how many they are stands in the sealed words of the recording, so that none can be left out.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault import sealing
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import DataKey
from oppnasoc.vault.router import ALIAS

from ..opening import NotThere, Opened
from ..pieces import Kind, Piece
from ..plans import Plan
from ..sealed import Sealed
from ..writing import Refused, may_change
from .sound import NotSound, TellsPlace, read_sound

STEP = 256 * 1024  # bytes that are sealed together
MOST_BYTES = 20 * 1024 * 1024  # of one recording
MOST_SECONDS = 10 * 60
MOST_OF_A_PLAN = 30


class Recording(Sealed):
    """A part of the story as sound. Sealed: ``mime``, ``size`` in bytes, and ``seconds``, which is
    0 when nobody knows."""

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="recordings")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "uuid"]


class Stretch(models.Model):
    """So much of a recording as is sealed together; all but the last hold ``STEP`` bytes."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="stretches")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recording", "number"], name="stretch_once")
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.number}"

    @staticmethod
    def place(recording: Recording, number: int) -> str:
        return f"{Stretch._meta.label}:{recording.pk}:{number}"


@dataclass(frozen=True)
class Heard:
    """A recording that somebody may hear."""

    pk: uuid.UUID
    made_at: datetime
    mime: str
    size: int
    seconds: int
    recording: Recording
    key: DataKey

    @property
    def minutes(self) -> str:
        """Its length as it is said: '3.05'."""
        return f"{self.seconds // 60}.{self.seconds % 60:02}" if self.seconds else ""

    def between(self, first: int, last: int) -> bytes:
        """The bytes from ``first`` to ``last``, both with. Raises Broken when one has been
        altered, and NotThere when one is missing."""
        numbers = range(first // STEP, last // STEP + 1)
        rows = Stretch.objects.filter(
            recording=self.recording, number__gte=numbers.start, number__lt=numbers.stop
        )
        found = [
            sealing.unseal(self.key, Stretch.place(self.recording, row.number), bytes(row.body))
            for row in rows
        ]
        begins = numbers.start * STEP
        sound = b"".join(found)[first - begins : last + 1 - begins]
        if len(sound) != last + 1 - first:
            raise NotThere
        return sound


def _heard(opened: Opened, recording: Recording) -> Heard:
    words = recording.words(opened.key)
    return Heard(
        recording.pk,
        recording.made_at,
        str(words["mime"]),
        int(words["size"]),
        int(words["seconds"]),
        recording,
        opened.key,
    )


def keep(opened: Opened, piece: uuid.UUID, data: bytes, *, seconds: int = 0) -> Recording:
    """Keep a recording with a part of the story that the person may change.

    ``seconds`` is how long the browser says that it is; what the file itself says goes before.
    Raises Refused for what is no sound, too large, too long, or says where it was made.
    """
    read = opened.piece(piece)
    if read.piece.kind != Kind.STORY or not may_change(opened, read.piece):
        raise Refused(_("Only the person whose plan it is records here."))
    if len(data) > MOST_BYTES:
        raise Refused(_("The recording is too large. At most 20 MB fit. Make two parts."), "sound")
    try:
        sound = read_sound(data)
    except NotSound:
        raise Refused(
            _("This is no sound file that we know. Record again, or choose another file."), "sound"
        ) from None
    except TellsPlace:
        raise Refused(
            _("The file says where it was recorded. Record it here instead."), "sound"
        ) from None
    seconds = sound.seconds or max(seconds, 0)
    if seconds > MOST_SECONDS:
        raise Refused(_("The recording is too long. At most 10 minutes fit."), "sound")
    recording = Recording(piece=read.piece)
    words = {"mime": sound.mime, "size": len(sound.data), "seconds": seconds}
    recording.put(opened.key, words)
    with transaction.atomic(using=ALIAS):
        # Whoever comes at the same time waits for its turn at the row of the plan.
        Plan.objects.select_for_update().get(pk=opened.plan.pk)
        if Recording.objects.filter(piece__plan=opened.plan).count() >= MOST_OF_A_PLAN:
            raise Refused(_("There are many recordings already. Take one away first."), "sound")
        recording.save(force_insert=True)
        for number, start in enumerate(range(0, len(sound.data), STEP)):
            part = sound.data[start : start + STEP]
            body = sealing.seal(opened.key, Stretch.place(recording, number), part)
            Stretch.objects.create(recording=recording, number=number, body=body)
        opened.log(Verb.WRITE, read.piece.section)
    return recording


def recordings_of(opened: Opened, pieces: Iterable[Piece]) -> dict[uuid.UUID, list[Heard]]:
    """The recordings of pieces that this person may read, by the id of the piece."""
    there = [piece.pk for piece in pieces if opened.may(piece.section, piece=piece)]
    found: dict[uuid.UUID, list[Heard]] = defaultdict(list)
    for recording in Recording.objects.filter(piece__in=there):
        found[recording.piece_id].append(_heard(opened, recording))
    return dict(found)


def hear(opened: Opened, pk: uuid.UUID) -> Heard:
    """One recording; written in the reading log. Raises NotThere for whoever may not read the
    part that it belongs to."""
    recording = Recording.objects.filter(pk=pk, piece__plan=opened.plan).first()
    if recording is None:
        raise NotThere
    opened.piece(recording.piece_id)
    return _heard(opened, recording)


def forget(opened: Opened, pk: uuid.UUID) -> uuid.UUID:
    """Take a recording away for good; gives back the id of its piece."""
    recording = Recording.objects.filter(pk=pk, piece__plan=opened.plan).first()
    if recording is None:
        raise NotThere
    read = opened.piece(recording.piece_id)
    if not may_change(opened, read.piece):
        raise Refused(_("Only the person whose plan it is records here."))
    with transaction.atomic(using=ALIAS):
        Recording.objects.filter(pk=pk).delete()
        opened.log(Verb.DELETE, read.piece.section)
    return read.piece.pk
