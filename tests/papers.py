"""Documents that came in: a clean copy that everybody may have, and a pile."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from oppnasoc.groups.models import Group
from oppnasoc.meetings.keeping import keep, keep_copy
from oppnasoc.meetings.models import Minutes, Paper, Pile, Release
from oppnasoc.meetings.taking import take_in_pile
from oppnasoc.people.models import User


def make_release(minutes: Minutes, by: User) -> Release:
    """A clean copy that everybody may have; the file behind it stays private."""
    original = keep(
        SimpleUploadedFile("kanariebunt.txt", b"kanariefil"), group=minutes.meeting.group, by=by
    )
    return Release.objects.create(
        minutes=minutes, original=original, path=keep_copy(b"Renskrivet."), kind="txt", size=11
    )


def make_pile(group: Group, by: User) -> Pile:
    """A document that could not be read, and one that waits."""
    uploads = [SimpleUploadedFile(f"kanariebunt{n}.pdf", b"%PDF-kanariefil") for n in (1, 2)]
    pile = take_in_pile(uploads, group=group, by=by)
    pile.papers.filter(position=1).update(status=Paper.Status.FAILED, reason="broken")
    return pile
