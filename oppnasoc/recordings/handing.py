"""Hand out a file of a recording, whole or a stretch of it (RFC 9110, 14): a player asks for
stretches when somebody jumps, and a browser when a download goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from oppnasoc.ui.uploads import kept_apart

from .models import Part

PIECE = 256 * 1024  # bytes that are read at a time
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Unsatisfiable(Exception):
    """Nothing of the file lies in the stretch that is asked for."""


def stretch(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what ``Range`` asks for; None when the whole file is to be sent, as
    for several stretches at once or a header that cannot be understood. Raises Unsatisfiable."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # The last so many bytes.
        if not int(last) or not size:
            raise Unsatisfiable
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last or size), size - 1)


def pieces(path: str, first: int, length: int) -> Iterator[bytes]:
    """So many bytes of a kept file from a place on. It is opened when the first piece is wanted,
    which is never for a HEAD, and closed however the reading ends."""
    with kept_apart().open(path, "rb") as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


def seen_part(request: HttpRequest, pk: int) -> Part:
    """A part that this person may hear; Http404 for everybody else."""
    part = get_object_or_404(Part.objects.select_related("recording__group"), pk=pk)
    if not part.recording.seen_by(request.user):
        raise Http404
    return part


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a part, ``?spara=1`` to save it. Its sort is ours to say, not the upload's."""
    part = seen_part(request, pk)
    if not part.path or not kept_apart().exists(part.path):
        raise Http404
    tag = f'"{part.digest}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, max-age=3600" if part.recording.is_public else "no-store",
        "Content-Disposition": "{}; filename={}-{}.{}".format(
            "attachment" if "spara" in request.GET else "inline",
            part.recording.slug, part.position, part.kind,
        ),
    }  # fmt: skip
    if tag in [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]:
        return HttpResponse(status=304, headers=headers)
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""  # Another file than the one that it has a stretch of.
    try:
        found = stretch(asked, part.size)
    except Unsatisfiable:
        headers["Content-Range"] = f"bytes */{part.size}"
        return HttpResponse(status=416, headers=headers, content_type=part.content_type)
    first, last = found or (0, part.size - 1)
    length = last - first + 1
    headers["Content-Length"] = str(length)
    if found:
        headers["Content-Range"] = f"bytes {first}-{last}/{part.size}"
    content = pieces(part.path, first, length)
    return StreamingHttpResponse(
        content, status=206 if found else 200, headers=headers, content_type=part.content_type
    )


@require_safe
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """The captions of a part, as a player reads them."""
    part = seen_part(request, pk)
    if not part.captions:
        raise Http404
    public = part.recording.is_public
    headers = {"Cache-Control": "private, max-age=300" if public else "no-store"}
    return HttpResponse(part.captions, content_type="text/vtt; charset=utf-8", headers=headers)
