"""Let everybody have a clean copy of the document that minutes came in as, and take it back."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from oppnasoc.language.documents import Reason, Refused, cleaned
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, record

from .keeping import forget_original, keep_copy, on_this_disk, remove, storage
from .models import Draft, Minutes, Original, Release


def source_of(minutes: Minutes) -> Original | None:
    """The file that the published minutes were made of; None when they were pasted."""
    draft = (
        minutes.drafts.filter(original_digest=minutes.original_digest)
        .exclude(status=Draft.Status.DISCARDED)
        .exclude(source=None)
        .select_related("source")
        .first()
    )
    return draft.source if draft is not None else None


def clean_copy(minutes: Minutes, *, by: User | None) -> tuple[Original, str, bytes]:
    """What would be released: the original, its kind, and the bytes of the copy.

    Made anew each time in the child process. Raises PermissionDenied and Refused.
    """
    require(by, "meetings.prepare", minutes.meeting.group)
    original = source_of(minutes)
    if original is None:
        raise Refused(Reason.GONE)
    with on_this_disk(original.path) as file:
        kind, content = cleaned(file)
    return original, kind.value, content


def release(minutes: Minutes, *, by: User | None) -> Release:
    """Publish a clean copy of the original beside the minutes.

    The words in it are as they were: the decisions on personal data do not reach it. Raises
    PermissionDenied, Refused, and Stale when the minutes are not public or it is there already.
    """
    require(by, "meetings.publish", minutes.meeting.group)
    original, kind, content = clean_copy(minutes, by=by)
    path = keep_copy(content)
    try:
        with transaction.atomic():
            public = Minutes.objects.select_for_update().filter(
                pk=minutes.pk, status=Minutes.Status.PUBLISHED
            )
            if not public.exists():
                raise Stale("The minutes are not public.")
            made = Release.objects.create(
                minutes=minutes,
                original=original,
                path=path,
                kind=kind,
                size=len(content),
                released_by=by,
            )
            record("meetings.released", minutes, by=by, meeting=minutes.meeting)
    except IntegrityError:
        storage().delete(path)
        raise Stale("The original is public already.") from None
    except BaseException:
        storage().delete(path)
        raise
    return made


@transaction.atomic
def take_back(minutes: Minutes, *, by: User | None) -> None:
    """Take the copy back: its address is gone at once, and so is the file. Stale when it was."""
    require(by, "meetings.publish", minutes.meeting.group)
    if not _removed(minutes):
        raise Stale("The original is not public.")
    record("meetings.taken_back", minutes, by=by, meeting=minutes.meeting)


def fit(minutes: Minutes, *, by: User | None, withdrawn: bool = False) -> None:
    """Take back a copy that no longer belongs to the minutes: they were made of another document
    now, or were withdrawn. Runs inside the action that changed them.
    """
    found = Release.objects.filter(minutes=minutes).select_related("original").first()
    if found is None or (not withdrawn and source_of(minutes) == found.original):
        return
    _removed(minutes)
    record("meetings.taken_back", minutes, by=by, meeting=minutes.meeting)


def _removed(minutes: Minutes) -> bool:
    found = Release.objects.select_for_update().filter(minutes=minutes).first()
    if found is None:
        return False
    original = found.original
    found.delete()
    remove([found.path])
    forget_original(original)
    return True
