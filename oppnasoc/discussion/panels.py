"""What talks show on other pages: the latest on a matter, and where else a group talks."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.following.subjects import known
from oppnasoc.groups.models import Group
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import may
from oppnasoc.ui.html import fill
from oppnasoc.ui.registry import panel

from .models import Comment, GroupTalk, Mode
from .reading import ON_A_PANEL, closed, in_a_row, latest, together

PANEL = """<section id="samtal" class="talk"><h2>{}</h2>
{}
<p><a class="btn quiet" href="{}">{}</a></p></section>"""


@panel("matters.matter", order=60, queries=1)
def beside_a_matter(request: HttpRequest, matter: Matter) -> str:
    """The latest that people wrote, with answers. Writing is done on a page of its own, so that
    the page of a matter needs no cookie."""
    found = latest(kind="matter", thing=matter.pk)
    if not found and (matter.quick or matter.merged_into_id or not_begun_and_closed(matter)):
        return ""
    return drawn(found, "fraga", matter.pk, ended=matter.merged_into_id is not None)


def talk_of(kind: str, thing: int, group: int | None) -> str:
    """The same on the page of another thing that one can talk about (``subjects.talked_of``),
    whose talk a group keeps, or None; nothing where the group talks nowhere. One query."""
    subject, found = known(kind), latest(kind=kind, thing=thing)
    if subject is None or (not found and group in closed().groups):
        return ""
    return drawn(found, subject.word, thing)


def drawn(found: list[Comment], word: str, thing: int, *, ended: bool = False) -> str:
    """The latest of a talk with the way into it, or the way to begin it."""
    said = in_a_row(together(found[:ON_A_PANEL]))
    button = _("Join in") if found else _("Begin the talk")
    if len(found) > ON_A_PANEL:
        button = _("Read all of it and join in")
    if found and (ended or found[0].thread.mode == Mode.CLOSED):
        button = _("Read the talk")
    if not found:
        said = fill("<p>{}</p>", _("Nobody has written here yet. You need no account."))
    return fill(PANEL, _("The talk"), said, reverse("talk", args=[word, thing]), button)


def not_begun_and_closed(matter: Matter) -> bool:
    """Whether nobody may write in a talk that nobody has written in: nobody is led there."""
    now = closed()
    if matter.pk in now.talks:
        return True
    return matter.steward_id in now.groups and matter.pk not in now.open_anyway


@panel("groups.group", order=50, queries=1)
def elsewhere(request: HttpRequest, group: Group) -> str:
    """Where else the group talks; the way to change that for those who lead it."""
    may_change = may(request.user, "discussion.set_up", group)
    talk = GroupTalk.objects.filter(group=group).first()
    if not may_change and (talk is None or not talk.link_elsewhere):
        return ""
    context = {"group": group, "talk": talk, "may_change": may_change}
    return render_to_string("discussion/_group.html", context, request)
