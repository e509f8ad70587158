"""A published recording, and a draft with canaries, for the tests of the whole house."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.people.models import User
from oppnasoc.recordings import actions
from oppnasoc.recordings.models import Part, Recording

FILM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" * 9
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n{}\n"


@dataclass
class Recorded:
    """What everybody may hear, and what only those who tend it may."""

    shown: Recording
    part: Part
    draft: Recording
    draft_part: Part


def make_recorded(group: Group, by: User) -> Recorded:
    """The draft's title, captions and file begin with ``kanarieinspel``."""
    shown, part = _make("Öppet hus", "Välkomna hit.", group, by)
    actions.publish(shown, by=by)
    draft, draft_part = _make("Kanarieinspelning", "kanarieinspelat", group, by)
    return Recorded(shown, part, draft, draft_part)


def _make(title: str, said: str, group: Group, by: User) -> tuple[Recording, Part]:
    made = actions.begin(title=title, recorded_on=timezone.localdate(), group=group, by=by)
    file = SimpleUploadedFile("film.webm", FILM + said.encode())
    words = CAPTIONS.format(said).encode()
    return made, actions.add_part(made, title="Del ett", file=file, captions_file=words, by=by)
