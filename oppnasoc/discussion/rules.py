"""Who may do what in a talk. One line for each right.

| right     | who                                                                              |
| --------- | -------------------------------------------------------------------------------- |
| write     | anybody who may see what it is about, with or without an account                 |
| own       | who wrote it with her account; with a code it is checked where the code is read  |
| answer_as | those who act for that party                                                     |
| look      | those who lead a group; editors: the page with everything that waits             |
| moderate  | those who lead the group that looks after that talk; editors                     |
| decide    | as moderate, but not the one who hid the comment when somebody else can          |
| set_up    | those who lead that group; editors: when what is written is shown, another place |
"""

from __future__ import annotations

from rules.predicates import always_allow

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import acts_for, facilitates, leads_a_group
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor

from .models import Appeal, Comment, Thread
from .subjects import keeping


@rule
def looks_after(user: Somebody, thread: Thread | None) -> bool:
    """Leads the group that keeps this talk kind."""
    kept = keeping(thread.kind, thread.thing) if thread is not None else None
    return kept is not None and bool(facilitates(user, kept.group))


@rule
def wrote_it(user: Somebody, comment: Comment | None) -> bool:
    if user is None or comment is None or comment.author_id is None:
        return False
    return user.pk == comment.author_id and bool(user.is_active)


def somebody_else_can(thread: Thread, person: User) -> bool:
    """Whether anybody but this person may decide in a talk; at most three queries."""
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    if others.filter(is_editor=True).exists():
        return True
    kept = keeping(thread.kind, thread.thing)
    leads = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)
    seats = Membership.objects.current().filter(role__in=leads, user__in=others)
    return kept is not None and kept.group is not None and seats.filter(party=kept.group).exists()


@rule
def decides(user: Somebody, appeal: Appeal | None) -> bool:
    """Keeps the talk kind, and is another than the one who hid the comment, when there is one."""
    if not isinstance(user, User) or appeal is None:
        return False
    comment = appeal.comment
    if not (looks_after.test(user, comment.thread) or is_editor.test(user)):
        return False
    return comment.hidden_by_id != user.pk or not somebody_else_can(comment.thread, user)


grant("discussion.write", always_allow)
grant("discussion.own", wrote_it)
grant("discussion.answer_as", acts_for)
grant("discussion.look", leads_a_group | is_editor)
grant("discussion.moderate", looks_after | is_editor)
grant("discussion.decide", decides)
grant("discussion.set_up", facilitates | is_editor)
