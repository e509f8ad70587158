"""Work through a pile of documents: how far it is read, what waits, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oppnasoc.groups.rules import seats
from oppnasoc.language.documents import SENTENCES, Reason
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale

from . import taking
from .findings import known_organisations
from .models import Draft, Paper, Pile
from .review import Review, as_day
from .unready import problems

COUNTED = 20  # drafts whose open tasks are counted on one page; each takes a hundredth of a second
UNREAD = (Paper.Status.WAITING, Paper.Status.READING)
_UNREAD = Q(papers__status__in=(*UNREAD, Paper.Status.FAILED))


@dataclass(frozen=True)
class Row:
    """One document on the page of its pile.

    ``state``: waiting, reading, failed, open, published, known, or removed. ``left`` is how much
    is still to do before it can be published, None when it was not counted.
    """

    paper: Paper
    state: str
    title: str
    held_on: date | None
    left: int | None

    @property
    def why(self) -> str:
        """What is wrong and what to do about it."""
        return sentence(self.paper.reason)

    @property
    def url(self) -> str:
        """Where one goes on with it: the draft, or the published minutes."""
        draft = self.paper.draft
        if draft is None:
            return ""
        if self.state == "published" and draft.minutes is not None:
            return draft.minutes.get_absolute_url()
        return draft.get_absolute_url()


def sentence(reason: str) -> str:
    """A reason's sentence in the reader's language; "" for a code that is no longer used."""
    return _(SENTENCES[Reason(reason)]) if reason in set(Reason) else ""


def piles_of(user: User) -> QuerySet[Pile]:
    """The piles that this person may see: those of the groups she leads."""
    piles = Pile.objects.select_related("group")
    if user.is_editor:
        return piles
    leads = [party for party, role in seats(user) if role in ("facilitator", "secretary")]
    return piles.filter(group__in=leads)


def _with_left(piles: QuerySet[Pile], left: Q) -> QuerySet[Pile]:
    """Piles with ``total`` documents, ``left`` of which are such; none without any."""
    counted = Count("papers", filter=left)
    return piles.annotate(total=Count("papers"), left=counted).filter(left__gt=0)


def waiting_piles(user: User) -> QuerySet[Pile]:
    """Piles in which something is left to do."""
    open_draft = Q(papers__status=Paper.Status.READ, papers__draft__status=Draft.Status.OPEN)
    return _with_left(piles_of(user), open_draft | _UNREAD)


def unread_piles(user: User) -> QuerySet[Pile]:
    """Piles in which a document is not read; drafts are told of one by one elsewhere."""
    return _with_left(piles_of(user), _UNREAD)


def get_pile(request: HttpRequest, uuid: object) -> Pile:
    """A pile that this person may see; otherwise 404."""
    assert isinstance(request.user, User)
    return get_object_or_404(piles_of(request.user), uuid=uuid)


def get_paper(request: HttpRequest, uuid: object, position: int) -> Paper:
    pile = get_pile(request, uuid)
    papers = pile.papers.select_related("pile__group", "original")
    return get_object_or_404(papers, position=position)


def rows(pile: Pile, *, counted: bool) -> list[Row]:
    """Every document of a pile in its order; ``counted`` says what is left to do on the first."""
    papers = (
        pile.papers.select_related("draft__minutes__meeting")
        .defer("draft__original", "draft__content", "draft__minutes__original")
        .annotate(day=KeyTextTransform("held_on", "draft__content"), title=F("draft__name"))
    )
    found = []
    left = _left(pile) if counted else {}
    for paper in papers:
        extra: dict[str, Any] = vars(paper)
        found.append(
            Row(
                paper,
                _state(paper),
                extra["title"] or paper.name,
                as_day(extra["day"] or ""),
                left.get(paper.draft_id or 0),
            )
        )
    return found


def _state(paper: Paper) -> str:
    if paper.status not in (Paper.Status.READ, Paper.Status.KNOWN):
        return paper.status
    draft = paper.draft
    if draft is None or draft.status == Draft.Status.DISCARDED:
        return "removed"
    if draft.status == Draft.Status.PUBLISHED:
        return "published"
    return "open" if paper.status == Paper.Status.READ else "known"


def _left(pile: Pile) -> dict[int, int]:
    organisations, today = known_organisations(), timezone.localdate()
    drafts = Draft.objects.filter(papers__pile=pile, status=Draft.Status.OPEN).distinct()
    return {
        pk: len(problems(Review.from_json(content), organisations, today=today))
        for pk, content in drafts.order_by("pk").values_list("pk", "content")[:COUNTED]
    }


def context_of(pile: Pile, *, counted: bool = True) -> dict[str, Any]:
    """What the page and its part show."""
    found = rows(pile, counted=counted)
    unread = [row for row in found if row.state in UNREAD]
    return {
        "pile": pile,
        "rows": found,
        "total": len(found),
        "read": len(found) - len(unread),
        "unread": len(unread),
        "elsewhere": bool(unread) and all(row.state == "reading" for row in unread),
        "failed": sum(row.state == "failed" for row in found),
        "following": following(found),
        "done": not unread and all(row.state not in ("open", "failed") for row in found),
    }


def following(found: Sequence[Row]) -> Row | None:
    """The document to work on next."""
    return next((row for row in found if row.state == "open"), None)


@login_required
@require_safe
def pile(request: HttpRequest, uuid: object) -> HttpResponse:
    """A pile: how far the reading is, each document, and what comes next."""
    return render(request, "meetings/pile.html", context_of(get_pile(request, uuid)))


@login_required
@require_POST
def read(request: HttpRequest, uuid: object) -> HttpResponse:
    """Read the next document; the answer is the part of the page that shows how far it is."""
    found = get_pile(request, uuid)
    assert isinstance(request.user, User)
    taking.read_next(found, by=request.user)
    if request.headers.get("HX-Request") != "true":
        return redirect(found)
    context = context_of(found, counted=False)
    if not context["unread"]:
        context = context_of(found)
    return render(request, "meetings/_pile.html", context)


@login_required
@require_POST
def retry(request: HttpRequest, uuid: object, position: int) -> HttpResponse:
    """Let a document that could not be read wait once more."""
    paper = get_paper(request, uuid, position)
    assert isinstance(request.user, User)
    try:
        taking.try_again(paper, by=request.user)
    except Stale:
        messages.warning(request, somebody_was_quicker())
    return redirect(paper.pile)


@login_required
@require_POST
def leave_out(request: HttpRequest, uuid: object, position: int) -> HttpResponse:
    """Throw a document away before it has become a draft."""
    paper = get_paper(request, uuid, position)
    assert isinstance(request.user, User)
    try:
        taking.leave_out(paper, by=request.user)
    except Stale:
        messages.warning(request, somebody_was_quicker())
    else:
        messages.success(request, _("The document is thrown away."))
    return redirect(paper.pile)


def somebody_was_quicker() -> str:
    return _("Somebody else has changed or published it meanwhile.")
