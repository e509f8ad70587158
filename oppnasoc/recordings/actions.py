"""Begin a recording, put parts in it, say what is said there, publish it, take it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices.actions import moment

from . import captions, keeping
from .models import TITLE_LENGTH, Part, Passage, Recording

TEND = "recordings.tend"
MOST_PARTS = 40
FACTS = ("title", "recorded_on", "meeting", "event", "group", "description")
Status = Recording.Status


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    facts = {name: given[name] for name in FACTS if name in given}
    facts["title"] = _title(facts.get("title", ""))
    meeting = facts.get("meeting")
    if meeting is not None:
        if facts.get("group") not in (None, meeting.group):
            text = _("The meeting is another group's. Choose the same group.")
            raise ValidationError({"group": text})
        facts["group"] = meeting.group
    if facts.get("recorded_on") and facts["recorded_on"] > timezone.localdate():
        raise ValidationError({"recorded_on": _("That day has not come yet.")})
    return facts


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > TITLE_LENGTH:
        raise ValidationError({"title": _("Write a short title.")})
    return title


@transaction.atomic
def begin(*, by: User | None, on: date | None = None, **given: Any) -> Recording:
    """A draft that only those who tend it see. ``given`` are FACTS. Raises PermissionDenied and
    ValidationError naming the field."""
    made = Recording(**_facts(given))
    if not may(by, TEND, made):
        raise PermissionDenied(TEND)
    made.made_by = by
    made.save()
    record("recordings.begun", made, by=by, at=moment(on), recording=made)
    return made


@transaction.atomic
def edit(
    recording: Recording, *, by: User | None, seen: int | None = None, **given: Any
) -> Recording:
    """Change what the page tells. Raises PermissionDenied, Stale and ValidationError."""
    require(by, TEND, recording)
    facts = _facts(given)
    if not may(by, TEND, Recording(group=facts.get("group"))):
        raise ValidationError({"group": _("You can only choose a group that you lead.")})
    was = recording.revision if seen is None else seen
    move(recording, when={"revision": was}, to={**facts, "revision": F("revision") + 1})
    record("recordings.edited", recording, by=by, recording=recording)
    return recording


def read_captions(content: bytes) -> list[captions.Cue]:
    """The captions of an upload. Raises ValidationError for ``captions``, a sentence a fault."""
    try:
        return captions.read(content)
    except captions.Faulty as faulty:
        raise ValidationError({"captions": faulty.faults}) from None


@transaction.atomic
def add_part(
    recording: Recording, *, title: str, by: User | None, file: File[bytes] | None = None,
    address: str = "", seconds: int = 0, captions_file: bytes = b"", transcript: str = "",
    on: date | None = None,
) -> Part:  # fmt: skip
    """Put a part last: a file, or an ``https`` address at somebody else's. Without ``seconds`` the
    last caption says how long it is. Raises PermissionDenied and ValidationError."""
    require(by, TEND, recording)
    Recording.objects.select_for_update().get(pk=recording.pk)
    title = _title(title)
    if bool(file) == bool(address):
        raise ValidationError({"file": _("Choose a file or write an address, one of them.")})
    if address and not address.startswith("https://"):
        raise ValidationError({"address": _("Begin the address with https://")})
    if recording.parts.count() >= MOST_PARTS:
        raise ValidationError({"title": _("There are too many parts. Begin a new recording.")})
    cues = read_captions(captions_file) if captions_file else []
    last = recording.parts.aggregate(last=Max("position"))["last"] or 0
    part = Part(recording=recording, position=last + 1, title=title, address=address)
    if file is not None:
        kept = keeping.keep(file)
        part.path, part.kind, part.size, part.digest = (
            kept.path, kept.kind, kept.size, kept.digest)  # fmt: skip
    part.seconds = seconds or (round(cues[-1].ends) if cues else 0)
    _say(part, cues, transcript)
    record("recordings.part_added", recording, by=by, at=moment(on), recording=recording)
    return part


@transaction.atomic
def edit_part(
    part: Part, *, title: str, by: User | None, seconds: int = 0, captions_file: bytes = b"",
    transcript: str = "",
) -> Part:  # fmt: skip
    """Change a part's title, length and what is said; without new captions the old ones stay."""
    require(by, TEND, part.recording)
    part.title = _title(title)
    content = captions_file or part.captions.encode()
    cues = read_captions(content) if content else []
    part.seconds = seconds or (round(cues[-1].ends) if cues else 0)
    _say(part, cues, transcript)
    record("recordings.part_changed", part.recording, by=by, recording=part.recording)
    return part


def _say(part: Part, cues: list[captions.Cue], transcript: str) -> None:
    """Keep what is said: the passages come of the typed text, otherwise of the captions."""
    part.captions = captions.write(cues) if cues else ""
    part.transcript = transcript.strip()
    part.save()
    part.passages.all().delete()
    said: list[tuple[int | None, str]] = []
    said += captions.typed(part.transcript) if part.transcript else captions.passages(cues)
    Passage.objects.bulk_create(
        Passage(part=part, position=position, starts=starts, text=text)
        for position, (starts, text) in enumerate(said, 1)
    )


@transaction.atomic
def remove_part(part: Part, *, by: User | None) -> None:
    """Take a part away for good, with its file."""
    require(by, TEND, part.recording)
    recording, path = part.recording, part.path
    others = recording.parts.exclude(pk=part.pk)
    if recording.is_public and not others.exists():
        raise ValidationError(_("It is the only part. Take the recording back instead."))
    part.delete()
    for position, other in enumerate(others, 1):
        Part.objects.filter(pk=other.pk).update(position=position)
    keeping.remove([path])
    record("recordings.part_removed", recording, by=by, recording=recording)


@transaction.atomic
def publish(recording: Recording, *, by: User | None, on: date | None = None) -> Recording:
    """Let everybody hear it. Raises PermissionDenied, Stale, and ValidationError without a part or
    when nobody who cannot hear would know what a part of ours says."""
    require(by, TEND, recording)
    parts = list(recording.parts.all())
    if not parts:
        raise ValidationError(_("Put a part in it first."))
    silent = [
        part.title
        for part in parts
        if part.path and not part.captions and (part.is_video or not part.transcript)
    ]
    if silent:
        text = _("Who cannot hear needs captions. They are missing for: %(names)s.")
        raise ValidationError(text % {"names": ", ".join(silent)})
    if recording.is_public:
        raise Stale("It is published.")
    first = recording.published_at or moment(on)
    move(recording, when={"status": recording.status},
         to={"status": Status.PUBLISHED, "published_at": first})  # fmt: skip
    record("recordings.published", recording, by=by, at=moment(on), recording=recording)
    return recording


@transaction.atomic
def withdraw(recording: Recording, *, by: User | None) -> Recording:
    """Take it back: neither the page nor its files are there for others any longer."""
    require(by, TEND, recording)
    move(recording, when={"status": Status.PUBLISHED}, to={"status": Status.WITHDRAWN})
    record("recordings.withdrawn", recording, by=by, recording=recording)
    return recording


@transaction.atomic
def throw_away(recording: Recording, *, by: User | None) -> None:
    """Remove a draft, or what was taken back, for good with its files. Raises PermissionDenied,
    and Stale when it is published."""
    require(by, TEND, recording)
    if recording.is_public:
        raise Stale("It is published.")
    record("recordings.thrown_away", recording, by=by)
    keeping.remove(recording.parts.values_list("path", flat=True))
    recording.delete()
