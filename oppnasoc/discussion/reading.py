"""A talk as it is read: in the order of time, each answer under what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.matters.models import Matter
from oppnasoc.ui.html import EMPTY, fill, fill_each, paragraphs
from oppnasoc.ui.kept import kept
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.templatetags.ui import countword, shortday

from .models import Comment, GroupTalk, Mode, Support, Thread

ON_A_PANEL = 10  # the latest
PER_PAGE = 30  # comments that answer none
State = Comment.State


@dataclass
class Piece:
    """A comment as a page shows it, and those that answer it."""

    comment: Comment
    answers: list[Piece] = field(default_factory=list)

    @property
    def html(self) -> SafeString:
        return drawn(self.comment)


def drawn(comment: Comment) -> SafeString:
    """Who wrote, when and what, as safe HTML; of what is not shown only that it was there."""
    if not comment.is_shown:
        return fill('<p class="meta">{}</p>', GONE[comment.state]())
    who = fill("<b>{}</b>", comment.called)
    if comment.as_party_id is not None:
        who = fill('{} <span class="chip">{}</span>', who, _("answers for its work"))
    changed = fill(" · {}", _("changed")) if comment.edited_at else EMPTY
    return fill(
        '<p class="by">{} <span class="meta">{}{}</span></p>{}{}',
        who,
        shortday(comment.created_at),
        changed,
        paragraphs(comment.text),
        agreed(vars(comment).get("agree") or 0),
    )


def in_a_row(pieces: Iterable[Piece]) -> SafeString:
    """Comments with their answers as the page of a matter shows them: only to be read."""
    return fill_each("", SAID, ((p.comment.pk, p.html, under(p.answers)) for p in pieces))


def under(answers: Iterable[Piece]) -> SafeString:
    return fill_each("", UNDER, ((answer.comment.pk, answer.html) for answer in answers))


SAID = '<article class="said" id="inlagg-{}">{}{}</article>'
UNDER = '<article class="said under" id="inlagg-{}">{}</article>'
GONE: dict[str, Callable[[], str]] = {
    State.WITHDRAWN: lambda: _("Whoever wrote this has taken the words back."),
    State.HIDDEN: lambda: _("This is not shown."),
    State.HELD: lambda: _("This waits for a look."),
}


def agreed(count: int) -> SafeString:
    """How many agree, in words; nothing when nobody has said so."""
    if not count:
        return EMPTY
    text = ngettext("%(n)s person agrees", "%(n)s people agree", count) % {"n": countword(count)}
    return fill('<p class="meta agreed">{}</p>', text[0].upper() + text[1:])


def with_agreement(found: QuerySet[Comment]) -> QuerySet[Comment]:
    """Each with ``agree``, how many have said that they agree."""
    counted = Support.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    number = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return found.annotate(agree=Coalesce(number, 0))


@prepared
def latest(kind: str, thing: int) -> QuerySet[Comment]:
    """The latest comments on a thing, one more than a panel shows, with what they answer."""
    found = Comment.objects.shown().filter(thread__kind=kind, thread__thing=thing)
    found = found.select_related("thread", "as_party", "answers_to__as_party")
    return with_agreement(found).order_by("-created_at", "-id")[: ON_A_PANEL + 1]


@dataclass(frozen=True)
class Closed:
    """Keys of matters whose talk is closed, of groups that talk nowhere, and of matters of theirs
    where one talks all the same."""

    talks: frozenset[int]
    groups: frozenset[int]
    open_anyway: frozenset[int]


@kept
def closed() -> Closed:
    """Three queries once a minute, so that the page of a matter asks nothing."""
    groups = frozenset(
        GroupTalk.objects.filter(mode=Mode.CLOSED).order_by().values_list("group", flat=True)
    )
    talks = Thread.objects.filter(kind="matter").order_by().values_list("thing", flat=True)
    theirs = Matter.objects.filter(steward__in=groups).order_by().values("pk")
    return Closed(
        frozenset(talks.filter(mode=Mode.CLOSED)),
        groups,
        frozenset(talks.exclude(mode=Mode.CLOSED).filter(thing__in=theirs))
        if groups
        else frozenset(),
    )


def together(comments: list[Comment]) -> list[Piece]:
    """Comments in the order of time, each answer under what it answers."""
    tops: dict[int, Piece] = {}
    for comment in sorted(comments, key=lambda c: (c.created_at, c.pk)):
        if comment.answers_to is None:
            tops.setdefault(comment.pk, Piece(comment))
        else:
            above = comment.answers_to
            tops.setdefault(above.pk, Piece(above)).answers.append(Piece(comment))
    return sorted(tops.values(), key=lambda piece: (piece.comment.created_at, piece.comment.pk))


@dataclass(frozen=True)
class Read:
    """A page of a talk."""

    pieces: list[Piece]
    page: Page[Any]


def read(thread: Thread | None, number: str | None = None) -> Read:
    """A page of a talk, the latest when none is named; three queries, however long it is."""
    shown = Comment.objects.shown()
    answered = shown.filter(answers_to=OuterRef("pk"))
    tops = Comment.objects.filter(thread=thread, answers_to=None)
    tops = tops.filter(Q(state=State.SHOWN) | Exists(answered)).order_by("created_at", "id")
    pages = Paginator(with_agreement(tops.select_related("as_party")), PER_PAGE)
    page = pages.get_page(number or pages.num_pages)
    pieces = {top.pk: Piece(top) for top in page}
    below = shown.filter(answers_to__in=list(pieces)).select_related("as_party")
    for answer in with_agreement(below).order_by("created_at", "id"):
        pieces[answer.answers_to_id or 0].answers.append(Piece(answer))
    return Read(list(pieces.values()), page)
