"""My story: its parts, to whom each is shown, and its recordings."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui.uploads import at_most
from oppnasoc.vault.log import Verb

from ... import consent
from ...doors import just_removed, only_post, page, with_plan
from ...opening import NotThere, Opened, ProveAgain, Read
from ...pieces import Kind
from ...sections import Section
from ...writing import Refused, may_change, may_remove
from .. import recordings, telling
from ..forms import RecordForm, TellForm
from ..recordings import MOST_BYTES, Heard, recordings_of
from ..telling import Listener, listeners

BOTH = ["GET", "POST"]
COPY = "ljud"  # what a saved recording is called: it tells nobody what is in it
ENDING = {
    "audio/mp4": "m4a",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
}


@dataclass(frozen=True)
class Part:
    """A part of the story as its page shows it."""

    read: Read
    heard: list[Heard]
    told: list[Listener] = field(default_factory=list)
    may_change: bool = False
    may_remove: bool = False


@require_safe
@with_plan
def story(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The story in its parts; the owner sees to whom each is shown now."""
    if Section.STORY not in opened.sections:
        raise NotThere
    reads = opened.pieces(Kind.STORY)
    pieces = [read.piece for read in reads]
    heard = recordings_of(opened, pieces)
    told = listeners(opened, pieces) if opened.is_owner else {}
    parts = [
        Part(
            read,
            heard.get(read.piece.pk, []),
            [each for each in told.get(read.piece.pk, []) if each.tells],
            may_change(opened, read.piece),
            may_remove(opened, read.piece),
        )
        for read in reads
    ]
    may_add = opened.is_owner and opened.plan.is_open
    return page(request, "careplan/story/story.html", opened, parts=parts, may_add=may_add,
                gone=just_removed(request, opened))  # fmt: skip


def _part(opened: Opened, piece: uuid.UUID) -> Read:
    """A part of the story that the person may read. Raises NotThere."""
    read = opened.piece(piece)
    if read.piece.kind != Kind.STORY:
        raise NotThere
    return read


@require_http_methods(BOTH)
@with_plan(fresh=True)
def show(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """'Who may read this part?': for chosen people, through a day, and a no that holds."""
    if not opened.is_owner:
        raise NotThere
    read = _part(opened, piece)
    everybody = listeners(opened, [read.piece])[read.piece.pk]
    others = [each for each in everybody if not each.tells and each.no is None]
    sent = request.method == "POST"
    form = TellForm(request.POST if sent and "do" not in request.POST else None, others=others)
    if sent and "do" in request.POST:
        return _stop(request, opened, read, everybody)
    if form.is_valid():
        given = form.cleaned_data
        chosen = [each.seat for each in others if str(each.seat.pk) in given["seats"]]
        try:
            telling.tell(opened, read.piece, chosen, until=given["until"], purpose=given["purpose"])
        except Refused as why:
            form.refuse(why)
        else:
            messages.success(request, _("Now they can read it."))
            return redirect("plan_story_show", opened.plan.pk, piece)
    return page(
        request, "careplan/story/show.html", opened,
        read=read, form=form, others=others,
        told=[each for each in everybody if each.tells],
        noes=[each for each in everybody if each.no is not None],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _stop(
    request: HttpRequest, opened: Opened, read: Read, everybody: list[Listener]
) -> HttpResponse:
    """Take a yes to this part back, say no to it, or take the no back: for one person."""
    verb, _colon, whose = request.POST["do"].partition(":")
    one = next((each for each in everybody if str(each.seat.pk) == whose), None)
    if one is None:
        raise NotThere
    try:
        if verb == "stop" and one.grant is not None and one.grant.piece_id:
            consent.withdraw(opened, one.grant)
        elif verb == "no" and one.no is None:
            consent.exclude(opened, one.seat, Section.STORY, piece=read.piece)
        elif verb == "again" and one.no is not None and one.no.piece_id:
            consent.withdraw(opened, one.no)
    except Refused as why:
        messages.warning(request, why.told)
    else:
        messages.success(request, _("Done. It applies from now on. Nobody is told."))
    return redirect("plan_story_show", opened.plan.pk, read.piece.pk)


class InMemory(FileUploadHandler):
    """What is uploaded stays in memory until it is sealed: never on the disk in plain text."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > MOST_BYTES + 1:
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, "sound", self.content_type, file_size, self.charset
        )


def in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep uploads of a view in memory. It stands before whatever reads the form, the check for
    forged requests too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return view(request, *args, **kwargs)

    return csrf_exempt(answer)


@in_memory
@csrf_protect
@require_http_methods(BOTH)
@with_plan
@at_most(MOST_BYTES + 64 * 1024)
def record(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """Record a part of the story."""
    read = _part(opened, piece)
    if not may_change(opened, read.piece):
        raise NotThere
    sent = request.method == "POST"
    form = RecordForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        given = form.cleaned_data
        data = given["sound"].read()
        try:
            recordings.keep(opened, piece, data, seconds=given["seconds"] or 0)
        except Refused as why:
            form.refuse(why)
        else:
            messages.success(request, _("The recording is kept."))
            return redirect("plan_story", opened.plan.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/story/record.html", opened, read=read, form=form, status=status)


_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def asked_for(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one range that a browser asks for; None for what cannot be."""
    found = _RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()) or size == 0:
        return None
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else None
    begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (begin, end) if begin <= end else None


@require_safe
@with_plan
def recording(request: HttpRequest, opened: Opened, recording: uuid.UUID) -> HttpResponse:
    """The sound, for those who may read the part that it belongs to. With ``?spara`` a copy leaves
    the plan: for its owner, who has just proved who she is."""
    saved = "spara" in request.GET
    if saved and not opened.is_owner:
        raise NotThere
    if saved and not opened.fresh:
        raise ProveAgain
    heard = recordings.hear(opened, recording)
    if saved:
        opened.log(Verb.EXPORT, Section.STORY)
    header = request.headers.get("Range", "")
    wanted = asked_for(header, heard.size) if header else (0, heard.size - 1)
    if wanted is None:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{heard.size}"
        return answer
    first, last = wanted
    answer = HttpResponse(heard.between(first, last), content_type=heard.mime)
    if header:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{last}/{heard.size}"
    answer["Accept-Ranges"] = "bytes"
    name = f'attachment; filename="{COPY}.{ENDING.get(heard.mime, "bin")}"'
    answer["Content-Disposition"] = name if saved else "inline"
    return answer


@only_post
@with_plan
def forget(request: HttpRequest, opened: Opened, recording: uuid.UUID) -> HttpResponse:
    """Take a recording away for good."""
    try:
        recordings.forget(opened, recording)
    except Refused as why:
        messages.warning(request, why.told)
    else:
        messages.success(request, _("The recording is gone."))
    return redirect("plan_story", opened.plan.pk)
