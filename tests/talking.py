"""The talk beside a matter of the town: what is shown, what waits, what is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from oppnasoc.discussion.models import Appeal, Comment, Flag, GroupTalk, Thread
from oppnasoc.groups.models import Group
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User


@dataclass(frozen=True)
class Talking:
    """A comment that is shown and was reported, one that waits, and an appeal."""

    shown: Comment
    held: Comment
    appeal: Appeal


def make_talking(group: Group, matter: Matter, person: User) -> Talking:
    GroupTalk.objects.create(group=group, link_elsewhere="https://example.org/vi")
    thread = Thread.objects.create(kind="matter", thing=matter.pk)
    given = {"thread": thread}
    shown = Comment.objects.create(
        text="Jag fick vänta länge.", state="shown", author=person, number=1, **given
    )
    Comment.objects.create(text="Jag med.", name="Kim", state="shown", answers_to=shown, **given)
    Flag.objects.create(comment=shown, why="kanarieanmälan")
    held = Comment.objects.create(text="kanariesamtal", code_digest="kanariehemlig", **given)
    hidden = Comment.objects.create(
        text="kanarienedtaget",
        state="hidden",
        why_hidden="kanarieorsak",
        hidden_at=timezone.now(),
        **given,
    )
    appeal = Appeal.objects.create(comment=hidden, words="kanarieöverklagan")
    return Talking(shown, held, appeal)
