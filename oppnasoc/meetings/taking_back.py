"""What a speaker takes back or puts right leaves the minutes too, and does not come back.

The point keeps its address and says that something was removed. The draft and the text of the
document lose the words, so that publishing again cannot bring them back; a fingerprint of them is
kept, by which they are known should another document of the meeting hold them. A copy that
everybody could fetch is taken back at once, and the secretary is asked to remove the file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record
from oppnasoc.voices.models import Voice

from . import releasing
from .keeping import forget_original
from .models import Draft, Heard, Minutes, Original, Paper, Point

REMOVED = "Borttaget på begäran"  # stands in the Swedish minutes, whatever the interface
PLAIN = {"outcome": Point.Outcome.MINUTES, "answer": ""}  # what is left of a point


def fingerprint(text: str) -> str:
    """What recognises the same words again and tells nothing of them: 64 characters."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return salted_hmac("meetings.replaced", words, algorithm="sha256").hexdigest()


def without(text: str, words: str, instead: str) -> str:
    """A text with a passage replaced, however its lines are broken or its bullets drawn. The
    number of lines stays, so that what points at a line still does."""
    found = re.findall(r"\w+", words)
    if not found:
        return text
    passage = r"(?<!\w)" + r"[\W_]+?".join(map(re.escape, found)) + r"(?!\w)[.!?…”\"]*"

    def replaced(match: re.Match[str]) -> str:
        return instead + "\n" * match[0].count("\n")

    return re.sub(passage, replaced, text)


def follow(voice: Voice) -> None:
    """Let the minutes in which a voice was heard say what it says now. Runs inside the action."""
    heard = Heard.objects.filter(voice=voice).select_related("point__minutes__meeting").first()
    if heard is None:
        return
    point, minutes = heard.point, heard.point.minutes
    gone = voice.visibility == Voice.Visibility.WITHDRAWN
    now, before = (REMOVED if gone else voice.text), point.text
    to = {"text": now, "replaced": f"{point.replaced}{fingerprint(before)}\n"}
    Point.objects.filter(pk=point.pk).update(**to, **(PLAIN if gone else {}))
    old = {before}
    for draft in Draft.objects.filter(minutes=minutes):
        for item in draft.content.get("items", []):
            if item["key"] == point.key:
                old.add(item["text"])
                item["text"] = now
                item |= PLAIN if gone else {}
        draft.original = _without_any(draft.original, old, now)
        draft.revision += 1  # Who works on it must not write the old words back.
        draft.save(update_fields=["original", "content", "revision", "changed_at"])
    minutes.original = _without_any(minutes.original, old, now)
    minutes.save(update_fields=["original"])
    flag_documents(minutes)
    releasing.fit(minutes, by=None, withdrawn=True)


def _without_any(text: str, passages: Iterable[str], instead: str) -> str:
    for passage in sorted(passages, key=len, reverse=True):
        text = without(text, passage, instead)
    return text


def flag_documents(minutes: Minutes) -> None:
    """Ask the secretary to remove the files that the minutes came in as."""
    files = Original.objects.filter(drafts__minutes=minutes, to_remove_since=None)
    ids = list(files.values_list("pk", flat=True))
    Original.objects.filter(pk__in=ids).update(to_remove_since=timezone.localdate())


def replaced_in(minutes: Minutes) -> dict[str, str]:
    """Fingerprint of words that were taken back or put right → what stands there now."""
    rows = Point.objects.filter(minutes=minutes).exclude(replaced="")
    return {
        each: text for known, text in rows.values_list("replaced", "text") for each in known.split()
    }


@transaction.atomic
def remove_documents(minutes: Minutes, *, by: User | None) -> int:
    """Remove the files that hold words which were taken back, for good. Returns how many.

    What the minutes say stays. Raises PermissionDenied, and ValidationError when there is none.
    """
    require(by, "meetings.publish", minutes.meeting.group)
    files = Original.objects.filter(drafts__minutes=minutes, to_remove_since__isnull=False)
    originals = list(files.distinct())
    if not originals:
        raise ValidationError(_("There is no document to remove."))
    releasing.fit(minutes, by=by, withdrawn=True)
    for original in originals:
        Draft.objects.filter(source=original).update(source=None)
        removed: dict[str, Any] = {"original": None, "status": Paper.Status.REMOVED}
        Paper.objects.filter(original=original).update(**removed)
        forget_original(original)
    record("meetings.documents_removed", minutes, by=by, meeting=minutes.meeting)
    return len(originals)
