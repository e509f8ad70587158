"""Hand out originals: privately to those who prepare the minutes, a clean copy to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.language.documents import Refused
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import releasing
from .intake import get_draft, get_minutes
from .keeping import opened
from .models import Draft, Minutes, Release
from .originals import CONTENT_TYPES
from .working import sentence


def sent(content: Iterable[bytes], kind: str, name: str) -> FileResponse:
    """A file that a browser saves and never shows; no cache keeps it."""
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def original(request: HttpRequest, uuid: object) -> HttpResponseBase:
    """The file that a draft came in as, for those who prepare the group's minutes."""
    draft = get_draft(request, uuid, *Draft.Status.values)
    if draft.source is None:
        raise Http404
    try:
        return sent(opened(draft.source.path), draft.source.kind, draft.source.name)
    except Refused:
        raise Http404 from None


@require_safe
def released(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The clean copy that was published beside the minutes."""
    found = Release.objects.select_related("minutes__meeting")
    one = get_object_or_404(found, minutes__meeting=pk, minutes__status=Minutes.Status.PUBLISHED)
    try:
        return sent(opened(one.path), one.kind, f"{one.minutes.meeting.slug}.{one.kind}")
    except Refused:
        raise Http404 from None


@login_required
@require_safe
def copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The clean copy as it would be published, to be read through first."""
    minutes = get_minutes(request, pk)
    assert isinstance(request.user, User)
    try:
        _original, kind, content = releasing.clean_copy(minutes, by=request.user)
    except Refused as refused:
        messages.warning(request, sentence(refused.reason))
        return redirect("original_release", pk)
    return sent(BytesIO(content), kind, f"{minutes.meeting.slug}.{kind}")


@login_required
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what publishing the original means, and publish it when somebody has read it."""
    minutes = get_minutes(request, pk)
    require(request.user, "meetings.publish", minutes.meeting.group)
    assert isinstance(request.user, User)
    if minutes.status != Minutes.Status.PUBLISHED:
        raise Http404
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "source": releasing.source_of(minutes),
        "release": Release.objects.filter(minutes=minutes).first(),
        "unread": False,
    }
    status = 200
    if request.method == "POST":
        if request.POST.get("read") == "yes":
            if _release(request, minutes, request.user):
                return redirect(minutes)
        else:
            context["unread"] = True
        status = 422
    return render(request, "meetings/release.html", context, status=status)


def _release(request: HttpRequest, minutes: Minutes, by: User) -> bool:
    try:
        releasing.release(minutes, by=by)
    except Refused as refused:
        messages.warning(request, sentence(refused.reason))
        return False
    except Stale:
        messages.warning(request, _("Somebody else has changed or published it meanwhile."))
        return True
    messages.success(request, _("The document can be fetched by everybody now."))
    return True


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the published copy back."""
    minutes = get_minutes(request, pk)
    assert isinstance(request.user, User)
    try:
        releasing.take_back(minutes, by=request.user)
    except Stale:
        raise Http404 from None
    messages.success(request, _("The document is taken back. Nobody can fetch it any longer."))
    return redirect(minutes)
