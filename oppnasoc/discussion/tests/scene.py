"""The stage of these tests: the scene of the matters, and comments in the talk beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from oppnasoc.discussion import writing
from oppnasoc.discussion.models import Appeal, Comment, GroupTalk, Mode, Thread
from oppnasoc.discussion.subjects import About, about
from oppnasoc.matters.models import Matter
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry

#: Who leads the group that looks after the talk, and who looks after the whole.
LOOKING = {"facilitator", "secretary", "editor"}
State = Comment.State


@dataclass
class Talk:
    """A matter with a talk of its own."""

    scene: Scene

    def who(self, role: str) -> Any:
        return self.scene.who(role)

    @property
    def matter(self) -> Matter:
        return self.scene.matter

    @property
    def what(self) -> About:
        found = about("matter", self.matter.pk, None)
        assert found is not None
        return found


def make_talk() -> Talk:
    return Talk(make_scene())


def make_comment(talk: Talk, text: str = "Jag väntade länge jag med.", **fields: Any) -> Comment:
    """A comment as it stands in the database; a hidden one has a reason."""
    thread, _new = Thread.objects.get_or_create(kind="matter", thing=talk.matter.pk)
    given: dict[str, Any] = {"state": State.SHOWN, **fields}
    if given["state"] == State.HIDDEN:
        given = {"why_hidden": "Det nämner en person.", "hidden_at": timezone.now(), **given}
    return Comment.objects.create(thread=thread, text=text, **given)


def make_appeal(talk: Talk, hidden_by: User | None = None, **fields: Any) -> Appeal:
    comment = make_comment(talk, state=State.HIDDEN, hidden_by=hidden_by, **fields)
    return Appeal.objects.create(comment=comment, words="Jag menade ingen särskild.")


def set_mode(talk: Talk, mode: Mode) -> None:
    """How the group talks, before anybody has written."""
    GroupTalk.objects.create(group=talk.scene.parties.group, mode=mode)


def write(talk: Talk, text: str = "Samma här.", **given: Any) -> Comment:
    comment, _code = writing.write(talk.what, text, **given)
    return comment


def kinds() -> list[str]:
    """The kinds of the talk's entries, the first one first."""
    found = Entry.objects.filter(kind__startswith="discussion.").order_by("pk")
    return list(found.values_list("kind", flat=True))
