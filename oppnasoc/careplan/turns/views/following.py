"""The plan is followed up; what has not happened gets a letter that she may send."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui import paper
from oppnasoc.vault.log import Verb

from ... import drafts, writing
from ...doors import page, with_plan
from ...opening import NotThere, Opened
from ...pieces import Kind
from ...plans import State
from ...public import papers
from ...sealed import Words
from ...shown import shown_one
from ...writing import Changed, Refused
from .. import following_up, promised
from .. import late as lateness
from ..forms import ConcludeForm, LookForm
from .after import promises

BOTH = ["GET", "POST"]
LETTER = "brev"  # what the file is called: it tells nobody what is in it


@require_http_methods(BOTH)
@with_plan
def follow_up(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Everything that was to be done, one by one, and then the plan as a whole."""
    if not following_up.may_follow_up(opened):
        raise NotThere
    wrong = ""
    if request.method == "POST":
        try:
            following_up.begin(opened)
            return redirect("plan_follow_up", opened.plan.pk)
        except Refused as why:
            wrong = why.reason
    left = {piece.pk for piece in following_up.left_to_look_at(opened)}
    return page(
        request, "careplan/turns/follow_up.html", opened,
        promises=promises(opened), changed=promised.changed_by_others(opened), left=left,
        wrong=wrong,
        begun=opened.plan.state == State.FOLLOWING_UP,
        may_begin=opened.plan.state == State.IN_FORCE,
        status=422 if wrong else 200,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def look_at(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """How it went with one action: done or not, what hindered, a new day, somebody else."""
    read = opened.piece(piece)
    if read.piece.kind != Kind.ACTION or not writing.may_change(opened, read.piece):
        raise NotThere
    posted, name = request.method == "POST", f"{piece}:look"
    begun = {} if posted else drafts.kept(opened, name)
    form = LookForm(request.POST if posted else None, opened=opened, read=read, begun=begun)
    theirs = None
    if form.is_valid():
        try:
            following_up.look_at(opened, piece, **form.given())
        except Refused as why:
            form.refuse(why)
        except Changed as changed:
            theirs = changed.now
            form.read_anew(theirs.piece.edition)
        else:
            drafts.drop(opened, name)
            messages.success(request, _("Saved."))
            back = "plan_follow_up" if following_up.may_follow_up(opened) else "plan"
            return redirect(back, opened.plan.pk)
    return page(
        request, "careplan/turns/look_at.html", opened,
        form=form, read=read, theirs=theirs, who=opened.about(read.seat),
        left_work=lateness.has_left(opened, read.piece), draft=name, restored=bool(begun),
        status=409 if theirs else 422 if posted else 200,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def conclude(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The plan as a whole, and the next day; with the owner's hand its next version holds."""
    if not following_up.may_follow_up(opened):
        raise NotThere
    posted = request.method == "POST"
    begun = {} if posted else drafts.kept(opened, "conclude")
    restored = bool(begun)
    theirs = following_up.proposed(opened)
    today = timezone.localdate(opened.at)
    if theirs is not None and theirs.piece.due_on is not None and theirs.piece.due_on >= today:
        begun = {"next_on": theirs.piece.due_on, **begun}
    form = ConcludeForm(request.POST if posted else None, opened=opened, initial=begun)
    if form.is_valid():
        try:
            words, day = form.words(), form.cleaned_data["next_on"]
            gaps = following_up.conclude(opened, words, next_on=day)
        except Refused as why:
            form.refuse(why)
        else:
            drafts.drop(opened, "conclude")
            return _concluded(request, opened, words, gaps=bool(gaps))
    return page(
        request, "careplan/turns/conclude.html", opened,
        form=form, draft="conclude", restored=restored, theirs=theirs,
        said=shown_one(opened, theirs).lines if theirs else (),
        said_by=opened.about(theirs.author).get("name", "") if theirs else "",
        latest=following_up.latest_day(today),
        status=422 if posted else 200,
    )  # fmt: skip


def _concluded(request: HttpRequest, opened: Opened, words: Words, *, gaps: bool) -> HttpResponse:
    if not opened.is_owner:
        messages.success(request, _("Saved. Whose plan it is says yes to the new version."))
        return redirect("plan", opened.plan.pk)
    if words.get("needed") == "no":
        messages.success(request, _("Saved. If you do not need the plan, you can close it."))
        return redirect("plan_close", opened.plan.pk)
    if gaps:
        messages.warning(
            request, _("Saved. Something is missing before the plan is in force again.")
        )
        return redirect("plan_approve", opened.plan.pk)
    messages.success(
        request, _("The plan is followed up. Its new version is in force from now on.")
    )
    return redirect("plan", opened.plan.pk)


@dataclass(frozen=True)
class Overdue:
    """Something late for its page: what it is in words, and who answers for it."""

    late: lateness.Late
    what: str
    who: Words


def _overdue(opened: Opened, each: lateness.Late) -> Overdue:
    return Overdue(each, lateness.about(opened, each), lateness.responsible(opened, each))


@require_safe
@with_plan
def late(request: HttpRequest, opened: Opened) -> HttpResponse:
    """'This has not happened': what is late, who answers for it, and what one can do."""
    rows = [_overdue(opened, each) for each in lateness.outline(opened)]
    moved = [_overdue(opened, each) for each in lateness.moved(opened)]
    nobody = [opened.read(piece) for piece in lateness.without_responsible(opened)]
    for part in dict.fromkeys(read.piece.section for read in nobody):
        opened.reads(part)
    left = {read.piece.pk for read in nobody if lateness.has_left(opened, read.piece)}
    return page(
        request, "careplan/turns/late.html", opened,
        rows=rows,
        moved=moved,
        nobody=[(r, opened.about(r.seat), writing.may_change(opened, r.piece)) for r in nobody],
        left=left,
    )  # fmt: skip


def _to(request: HttpRequest) -> lateness.To:
    chief = request.GET.get("till") == "chef"
    return lateness.To.CHIEF if chief else lateness.To.RESPONSIBLE


@require_safe
@with_plan(fresh=True)
def letter(request: HttpRequest, opened: Opened, about: uuid.UUID) -> HttpResponse:
    """The letter about something that has not happened. She prints it or copies it herself."""
    found = lateness.find(opened, about)
    made = lateness.letter(opened, found, _to(request))
    return page(
        request, "careplan/turns/letter.html", opened,
        letter=made, about=about, to_chief=_to(request) is lateness.To.CHIEF,
        has_chief=found.has_chief,
    )  # fmt: skip


@require_safe
@with_plan(fresh=True)
def letter_pdf(request: HttpRequest, opened: Opened, about: uuid.UUID) -> HttpResponse:
    """The same as a PDF of one page."""
    made = lateness.letter(opened, lateness.find(opened, about), _to(request))
    opened.log(Verb.PRINT)
    here = reverse("plan_late_letter", args=[opened.plan.pk, about])
    return paper.send(request, lambda: papers.letter_pdf(made), name=LETTER, instead=here)
