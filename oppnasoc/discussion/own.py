"""Whoever wrote a comment: why it is not shown, other words, taking back, asking for another look.

With an account she finds her own; without, her code opens one of them (``voices/doors.py``).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.trail.actions import Stale
from oppnasoc.voices import doors, marks, speaking

from . import answering, contesting, writing
from .forms import AppealForm, EditForm
from .models import Comment, NoLetters
from .reading import drawn as drawn_comment
from .rules import somebody_else_can
from .subjects import About, about, abouts
from .views import RECEIPT, address_of

COMMENT = "comment"
SHOWN = 100  # of one's own, the latest
State = Comment.State


@doors.opens(COMMENT, page="own_comment", order=10, receipt=RECEIPT)
def of_code(digest: str) -> int | None:
    written = Comment.objects.filter(code_digest=digest, author=None)
    return written.values_list("pk", flat=True).first()


def opened(request: HttpRequest) -> Comment | None:
    """The comment that is open in this browser, or nothing."""
    there = Comment.objects.with_what_it_answers().filter(author=None)
    return doors.opened(request, COMMENT, there.exclude(code_digest=None))


@never_cache
@require_http_methods(["GET", "POST"])
def with_code(request: HttpRequest) -> HttpResponse:
    """``/samtal/mitt-inlagg/``: the comment that the code opened."""
    comment = opened(request)
    if comment is None:
        messages.info(request, _("The page had closed itself. Write your code again."))
        return redirect("code")
    return one(request, comment, None)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """``/samtal/mina/``: everything that she wrote with her account, the latest first."""
    by = signed_in(request)
    found = Comment.objects.with_what_it_answers().filter(author=by).order_by("-created_at", "-id")
    comments = list(found[:SHOWN])
    whats = abouts({comment.thread for comment in comments}, by)
    new = set(Comment.objects.unread_by(by.pk).values_list("replies_to", flat=True))
    rows = [(each, whats.get(each.thread_id), each.pk in new) for each in comments]
    context = {"rows": rows, "letters": not NoLetters.objects.filter(user=by).exists()}
    return render(request, "discussion/mine.html", context)


@never_cache
@login_required
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """``/samtal/mina/mejl/``: whether she wants a letter when somebody answers her."""
    by = signed_in(request)
    answering.choose_letters(by, yes="yes" in request.POST, by=by)
    messages.success(request, _("Done. That is how we tell you."))
    return redirect(reverse("own_comments") + "#mejl")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """``/samtal/mina/7/``: one of them; somebody else's is not there."""
    by = signed_in(request)
    found = Comment.objects.with_what_it_answers().filter(author=by)
    return one(request, get_object_or_404(found, pk=pk), by)


def one(request: HttpRequest, comment: Comment, by: User | None) -> HttpResponse:
    """The page of one's own comment, and everything that can be done there."""
    edit = EditForm(initial={"text": comment.text}, prefix="edit")
    appeal = AppealForm(prefix="appeal")
    what = about(comment.thread.kind, comment.thread.thing, by)
    context: dict[str, Any] = {"comment": comment, "what": what, "edit": edit, "appeal": appeal}
    if request.method == "POST":
        failed: EditForm | AppealForm = edit
        try:
            if "edit" in request.POST:
                failed = context["edit"] = EditForm(request.POST, prefix="edit")
                if failed.is_valid():
                    look = marks.to_look_at(failed.cleaned_data["text"])
                    if look["found"] and "seen" not in request.POST:
                        return drawn(request, {**context, **look})
                    return edited(request, comment, failed.cleaned_data["text"], by)
            elif "appeal" in request.POST:
                failed = context["appeal"] = AppealForm(request.POST, prefix="appeal")
                if failed.is_valid():
                    contesting.appeal(comment, by=by, **failed.cleaned_data)
                    messages.success(request, _("Thank you. A person looks at it once more."))
                    return redirect(request.path)
            elif "take_back" in request.POST:
                return taken_back(request, comment, what, by)
            elif "offer" in request.POST:
                writing.offer(comment, yes=request.POST["offer"] == "yes", by=by)
                return redirect(request.path)
        except (ValidationError, Stale) as error:
            if not failed.is_bound:
                messages.warning(request, told(error))
                return redirect(request.path)
            failed.add_error(None, error if isinstance(error, ValidationError) else told(error))
        return drawn(request, context, status=422)
    return drawn(request, context)


def told(error: ValidationError | Stale) -> str:
    if isinstance(error, Stale):
        return _("Somebody else came just before you. Look at it and try again.")
    return " ".join(error.messages)


def edited(request: HttpRequest, comment: Comment, text: str, by: User | None) -> HttpResponse:
    if writing.edit(comment, text, by=by):
        messages.success(request, _("Your words are changed."))
    else:
        messages.success(
            request, _("Your words are changed. A person looks before they are shown.")
        )
    return redirect(request.path)


def taken_back(
    request: HttpRequest, comment: Comment, what: About | None, by: User | None
) -> HttpResponse:
    writing.take_back(comment, by=by)
    doors.end(request)
    messages.success(request, _("Your words are gone."))
    return redirect(address_of(what) if what else "start")


def drawn(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    comment: Comment = context["comment"]
    answers = list(Comment.objects.answering(comment)) if context["what"] else []
    context |= {
        "answers": [(each, drawn_comment(each), comment.has_not_read(each)) for each in answers],
        "another": comment.hidden_by is None
        or somebody_else_can(comment.thread, comment.hidden_by),
        "in_the_question": doors.is_open(request, speaking.VOICE),
        "may_appeal": contesting.may_appeal(comment),
        "appeals": list(comment.appeals.all()),
        "failed": next((f for f in (context["edit"], context["appeal"]) if f.errors), None),
        "with_code": comment.author_id is None,
    }
    page = render(request, "discussion/own.html", context, status=status)
    if answers:
        answering.read(comment)
    return page
