"""``/inspelningar/``: what was recorded, to hear, see and read; and tending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.uploads import at_most

from . import actions
from .actions import TEND
from .forms import AboutForm, ChangePartForm, PartForm
from .keeping import MOST_BYTES
from .models import Part, Passage, Recording

PER_PAGE = 20
BOTH = ["GET", "POST"]
MOST = MOST_BYTES + 4 * 1024 * 1024  # the file, the captions and the rest of the form


def tended(request: HttpRequest, pk: int) -> Recording:
    """A recording that this person tends; 404 when she may not see it, 403 when she may."""
    found = get_object_or_404(Recording.objects.select_related("group", "meeting"), pk=pk)
    if not found.seen_by(request.user):
        raise Http404
    require(request.user, TEND, found)
    return found


@require_safe
def recordings(request: HttpRequest) -> HttpResponse:
    """``/inspelningar/?sida=2``: the latest first; for those who tend some also what waits."""
    published = Recording.objects.published().select_related("group", "meeting")
    page = Paginator(published, PER_PAGE).get_page(request.GET.get("sida"))
    by = visitor(request)
    waiting = []
    if begins := may(by, "recordings.begin"):
        others = Recording.objects.exclude(status=Recording.Status.PUBLISHED)
        waiting = [each for each in others.select_related("group") if may(by, TEND, each)]
    context = {"page": page, "waiting": waiting, "begins": begins}
    return render(request, "recordings/recordings.html", context)


@require_safe
def recording(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A recording with one part to play (``?del=2``), from a second (``&t=65``), and what is said
    in it; the others stand in a list."""
    found = get_object_or_404(Recording.objects.select_related("group", "meeting__group"), pk=pk)
    if not found.seen_by(request.user):
        raise Http404
    if slug != found.slug:
        return redirect(found)
    parts = list(found.parts.all())
    for each in parts:
        each.recording = found
    chosen = request.GET.get("del", "")
    part = next((p for p in parts if str(p.position) == chosen), parts[0] if parts else None)
    typed = request.GET.get("t", "")
    context = {
        "recording": found,
        "parts": parts,
        "part": part,
        "passages": _said(part) if part is not None else [],
        "at": int(typed) if typed.isdecimal() and len(typed) < 6 else 0,
        "tends": may(request.user, TEND, found),
    }
    return render(request, "recordings/recording.html", context)


def _said(part: Part) -> list[Passage]:
    said = list(part.passages.all())
    for passage in said:
        passage.part = part
    return said


@login_required
@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a recording; the meeting of the address is chosen."""
    require(request.user, "recordings.begin")
    by = signed_in(request)
    start = {"recorded_on": timezone.localdate(), "meeting": request.GET.get("mote")}
    form = AboutForm(request.POST if request.method == "POST" else None, user=by, initial=start)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in actions.FACTS}
        try:
            made = actions.begin(by=by, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("recording_part_new", made.pk)
    return _form(request, form, _("New recording"), "recordings")


@login_required
@require_http_methods(BOTH)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is told of it."""
    found, by = tended(request, pk), signed_in(request)
    start = {name: getattr(found, name) for name in actions.FACTS} | {"seen": found.revision}
    form = AboutForm(request.POST if request.method == "POST" else None, user=by, initial=start)
    if form.is_valid():
        try:
            actions.edit(found, by=by, **form.cleaned_data)
        except Stale:
            text = _("Somebody else changed it just before you. Look at it and save again.")
            form.add_error(None, text)
            found.refresh_from_db()
            kept = request.POST.copy()
            kept["seen"] = str(found.revision)
            form.data = kept
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return _form(request, form, _("Change what is told of it"), found)


@login_required
@require_http_methods(BOTH)
@at_most(MOST)
def part_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a part in it."""
    found, by = tended(request, pk), signed_in(request)
    form = PartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_part(found, file=said["file"], address=said["address"], by=by,
                             **form.given())  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The part is there. Add another, or publish."))
            return redirect(found)
    elif request.method == "POST" and not form.is_bound:
        form = PartForm({})
    return _form(request, form, _("Add a part"), found)


@login_required
@require_http_methods(BOTH)
def part_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a part, or take it away."""
    part = get_object_or_404(Part, pk=pk)
    part.recording = tended(request, part.recording_id)
    by = signed_in(request)
    if "remove" in request.POST:
        if _done(request, lambda: actions.remove_part(part, by=by), _("The part is gone.")):
            return redirect(part.recording)
        return redirect("recording_part_edit", pk)
    start = {"title": part.title, "seconds": part.seconds, "transcript": part.transcript}
    sent = request.method == "POST"
    form = ChangePartForm(request.POST if sent else None, request.FILES if sent else None,
                          initial=start)  # fmt: skip
    if form.is_valid():
        try:
            actions.edit_part(part, by=by, **form.given())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(part)
    return _form(request, form, _("Change the part"), part, remove=True)


@login_required
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a recording, take it back, or throw it away."""
    found, by = tended(request, pk), signed_in(request)
    verb = request.POST.get("do", "")
    if verb == "publish":
        _done(request, lambda: actions.publish(found, by=by), _("Now everybody can hear it."))
    elif verb == "withdraw":
        _done(request, lambda: actions.withdraw(found, by=by), _("It is taken back."))
    elif verb == "throw_away" and _done(
        request, lambda: actions.throw_away(found, by=by), _("The recording is gone.")
    ):
        return redirect("recordings")
    return redirect(found)


def _done(request: HttpRequest, verb: Callable[[], Any], said: str) -> bool:
    try:
        verb()
    except Stale:
        messages.warning(
            request, _("Somebody else came just before you. Look at it and try again.")
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, said)
        return True
    return False


def _form(request: HttpRequest, form: Any, title: str, leave: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "leave": leave, **more}
    status = 422 if form.is_bound else 200
    return render(request, "recordings/form.html", context, status=status)
