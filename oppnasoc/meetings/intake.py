"""The door for minutes: upload or paste, drafts that wait, throw away, undo."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oppnasoc.groups.models import Group
from oppnasoc.groups.rules import seats
from oppnasoc.language.documents import Refused
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.uploads import at_most

from . import actions, publishing, taking
from .forgetting import forget
from .forms import MAX_TOGETHER, TakeInForm
from .models import Draft, Minutes
from .working import sentence, somebody_was_quicker, waiting_piles

#: What a list of drafts need not read.
HEAVY = ("original", "content", "minutes__original")


def groups_of(user: User) -> QuerySet[Group]:
    """The groups whose minutes this person may prepare."""
    active = Group.objects.exclude(status=Group.Status.CLOSED).order_by("name")
    if user.is_editor:
        return active
    leads = [party for party, role in seats(user) if role in ("facilitator", "secretary")]
    return active.filter(pk__in=leads)


def drafts_of(user: User) -> QuerySet[Draft]:
    """The drafts that this person may see: those of her groups."""
    drafts = Draft.objects.select_related("group", "minutes__meeting")
    if user.is_editor:
        return drafts
    leads = [party for party, role in seats(user) if role in ("facilitator", "secretary")]
    return drafts.filter(group__in=leads)


@login_required
@require_http_methods(["GET", "POST"])
@at_most(MAX_TOGETHER)
def new(request: HttpRequest) -> HttpResponse:
    """Upload documents or paste notes, or go on with what waits."""
    require(request.user, "meetings.take_in")
    assert isinstance(request.user, User)
    form = TakeInForm(request.POST or None, request.FILES or None, groups=groups_of(request.user))
    status = 200
    if request.method == "POST":
        forget()
        status = 422
        if form.is_valid() and (taken := _take_in(request, form, request.user)):
            return taken
    waiting = drafts_of(request.user).filter(status=Draft.Status.OPEN)
    context = {
        "form": form,
        "waiting": waiting.defer(*HEAVY)[:20],
        "piles": waiting_piles(request.user)[:5],
    }
    return render(request, "meetings/new.html", context, status=status)


def _take_in(request: HttpRequest, form: TakeInForm, by: User) -> HttpResponse | None:
    """Take in what the form holds; None when it cannot be, and the form says why."""
    group, files = form.cleaned_data["group"], form.cleaned_data["file"]
    try:
        if len(files) > 1:
            return redirect(taking.take_in_pile(files, group=group, by=by))
        if files:
            draft, fresh = taking.take_in_file(files[0], group=group, by=by)
        else:
            draft, fresh = actions.take_in(form.cleaned_data["text"], group=group, by=by)
    except Refused as refused:
        form.add_error("file", sentence(refused.reason))
        return None
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    if not fresh:
        messages.info(request, _("These notes have come in before. Here is the work so far."))
    elif draft.minutes_id:
        messages.info(request, already_there())
    return redirect("draft_facts", draft.uuid)


def already_there() -> str:
    """Said when the group has minutes from that day already."""
    return _("There are minutes of that meeting already. This becomes a new version of them.")


def get_draft(request: HttpRequest, uuid: object, *statuses: str) -> Draft:
    """A draft that this person may see, in one of these statuses; otherwise 404."""
    assert isinstance(request.user, User)
    return get_object_or_404(
        drafts_of(request.user), uuid=uuid, status__in=statuses or [Draft.Status.OPEN]
    )


@login_required
@require_POST
def discard(request: HttpRequest, uuid: object) -> HttpResponse:
    """Throw a draft away; the message on the next page offers to bring it back."""
    draft = get_draft(request, uuid)
    assert isinstance(request.user, User)
    try:
        actions.discard(draft, by=request.user)
    except Stale:
        return _somebody_was_quicker(request)
    return render(request, "meetings/discarded.html", {"draft": draft})


@login_required
@require_POST
def bring_back(request: HttpRequest, uuid: object) -> HttpResponse:
    draft = get_draft(request, uuid, Draft.Status.DISCARDED)
    assert isinstance(request.user, User)
    try:
        actions.bring_back(draft, by=request.user)
    except Stale:
        return _somebody_was_quicker(request)
    messages.success(request, _("The draft is back."))
    return redirect(draft)


def _somebody_was_quicker(request: HttpRequest) -> HttpResponse:
    messages.warning(request, somebody_was_quicker())
    return redirect("draft_new")


def get_minutes(request: HttpRequest, pk: int) -> Minutes:
    """The minutes of a meeting that this person may see; otherwise 404."""
    found = Minutes.objects.visible_to(request.user).select_related("meeting__group")
    return get_object_or_404(found, meeting=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a publication back and go on with the draft."""
    minutes = get_minutes(request, pk)
    assert isinstance(request.user, User)
    try:
        draft = publishing.withdraw(minutes, by=request.user)
    except Stale:
        draft = minutes.drafts.filter(status=Draft.Status.OPEN).first()
    messages.success(request, _("The minutes are taken back. Everything you decided is kept."))
    return redirect(draft) if draft else redirect("draft_new")


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Open published minutes for changes; they stay public meanwhile."""
    minutes = get_minutes(request, pk)
    require(request.user, "meetings.prepare", minutes.meeting.group)
    assert isinstance(request.user, User)
    draft = minutes.drafts.exclude(status=Draft.Status.DISCARDED).first()
    if draft is None:
        return redirect("draft_new")
    if draft.status == Draft.Status.PUBLISHED:
        try:
            draft = actions.reopen(draft, by=request.user)
        except Stale:
            return redirect(draft)  # Somebody else has opened it; it is there.
    return redirect(draft)
