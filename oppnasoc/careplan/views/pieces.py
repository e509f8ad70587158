"""What stands in a plan: read it, write it, change it, look back, take it away."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import drafts, writing
from ..doors import just_removed, only_post, page, with_plan
from ..forms import PieceForm, section_or_none
from ..kinds import SHAPES, kinds_of
from ..opening import NotThere, Opened, ProveAgain, Read
from ..pieces import Kind, Piece
from ..seats import Level
from ..sections import Section
from ..shown import compared_editions, shown, shown_one
from ..turns import calling
from ..writing import Changed, Refused
from .home import OWN_PAGE

BOTH = ["GET", "POST"]
#: What is written on pages of its own: who is called, and what came of it, goes with it.
ELSEWHERE = (Kind.MEETING, Kind.FOLLOW_UP)


def kind_or_404(value: str) -> Kind:
    if value not in Kind.values:
        raise Http404
    return Kind(value)


@require_safe
@with_plan
def section(request: HttpRequest, opened: Opened, part: str) -> HttpResponse:
    """One part of the plan."""
    found = section_or_none(part)
    if found is None or found not in opened.sections:
        raise NotThere
    gone = just_removed(request, opened)
    if found in OWN_PAGE:
        back = f"?angra={gone}" if gone else ""
        return redirect(reverse(OWN_PAGE[found], args=[opened.plan.pk]) + back)
    shapes = kinds_of(found)
    kinds = [shape.kind for shape in shapes]
    reads = sorted(
        opened.pieces(section=found), key=lambda read: kinds.index(Kind(read.piece.kind))
    )
    addable = [
        shape for shape in shapes
        if shape.kind not in (Kind.NOTE, *ELSEWHERE)
        and (opened.is_owner or not shape.own)
        and opened.may(found, Level.WRITE)
        and (shape.many or not any(read.piece.kind == shape.kind for read in reads))
    ]  # fmt: skip
    return page(
        request, "careplan/section.html", opened,
        part=found, pieces=shown(opened, reads), addable=addable,
        may_note=opened.may(found, Level.COMMENT) and opened.plan.is_open,
        may_write=opened.may(found, Level.WRITE),
        gone=gone,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def write(request: HttpRequest, opened: Opened, kind: str) -> HttpResponse:
    """Write something new. What was begun and not saved is there again."""
    shape = SHAPES[kind_or_404(kind)]
    if shape.kind in ELSEWHERE:
        raise NotThere
    chosen = section_or_none(request.GET.get("avsnitt", ""))
    part = str(chosen) if chosen in shape.sections else ""
    if not part and len(shape.sections) == 1:
        part = str(shape.sections[0])
    about = _beside(opened, request.GET.get("vid", ""))
    if about is not None:
        part = about.piece.section
    may = Level.COMMENT if shape.kind is Kind.NOTE else Level.WRITE
    parts = [part] if part else [str(each) for each in shape.sections]
    if not any(opened.may(each, may, about.piece if about else None) for each in parts):
        raise NotThere
    if part == Section.PRIVATE and not opened.fresh:
        raise ProveAgain
    if shape.kind is Kind.NOTE and about is None and part in OWN_PAGE:
        raise NotThere  # Their pages show what stands beside something only.
    name = f"{kind}:{part}:{about.piece.pk if about else ''}"[:60]
    begun = {} if request.method == "POST" else drafts.kept(opened, name)
    form = PieceForm(request.POST if request.method == "POST" else None, shape=shape,
                     opened=opened, section=part, initial=begun)  # fmt: skip
    if form.is_valid():
        try:
            plainly = form.plainly()
            if about is not None:
                plainly = writing.Plainly(about=about.piece)
            token = form.cleaned_data["token"]
            made = _sent_before(opened, token) or writing.write(
                opened, shape.kind, form.words(), section=form.part(), plainly=plainly, pk=token
            )
        except Refused as why:
            form.refuse(why)
        else:
            drafts.drop(opened, name)
            messages.success(request, _("Saved."))
            return _to_piece(opened, about.piece.pk if about else made.pk, made.section)
    status = 422 if form.is_bound else 200
    beside = shown_one(opened, about).says if about is not None else ""
    return page(request, "careplan/write.html", opened, form=form, shape=shape, part=part,
                about=about, beside=beside, draft=name, restored=bool(begun),
                status=status)  # fmt: skip


def _sent_before(opened: Opened, token: uuid.UUID | None) -> Piece | None:
    """What a form that is sent twice made the first time."""
    if token is None:
        return None
    mine = Piece.objects.there().filter(plan=opened.plan, author=opened.seat, pk=token)
    found: Piece | None = mine.first()
    return found


def _beside(opened: Opened, value: str) -> Read | None:
    """The piece that a note is written beside."""
    if not value:
        return None
    try:
        return opened.piece(uuid.UUID(value))
    except ValueError:
        raise NotThere from None


def _to_piece(opened: Opened, pk: uuid.UUID, part: str) -> HttpResponse:
    return redirect(reverse("plan_section", args=[opened.plan.pk, part]) + f"#p-{pk}")


@require_safe
@with_plan
def piece(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """One piece with its notes and how it read before."""
    return _piece_page(request, opened, piece)


def _piece_page(
    request: HttpRequest, opened: Opened, piece: uuid.UUID, *, changed: bool = False
) -> HttpResponse:
    """``changed``: it reads otherwise than when it was to read as it did then."""
    read = opened.piece(piece)
    [one] = shown(opened, [read])
    return page(
        request, "careplan/piece.html", opened,
        one=one, earlier=compared_editions(opened, read), changed=changed,
        status=409 if changed else 200,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def change(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """Change a piece. When somebody saved in between, both stand side by side."""
    read = opened.piece(piece)
    if not writing.may_change(opened, read.piece):
        raise NotThere
    if read.piece.kind == Kind.MEETING:  # Moving it asks everybody anew.
        return redirect("plan_meeting", opened.plan.pk, piece)
    shape, name = SHAPES[Kind(read.piece.kind)], str(read.piece.pk)
    begun = {} if request.method == "POST" else drafts.kept(opened, name)
    form = PieceForm(request.POST if request.method == "POST" else None, shape=shape,
                     opened=opened, read=read, section=read.piece.section,
                     initial=begun)  # fmt: skip
    theirs = None
    if form.is_valid():
        try:
            writing.change(opened, piece, form.words(), plainly=form.plainly(read),
                           edition=form.cleaned_data.get("edition") or 0)  # fmt: skip
        except Refused as why:
            form.refuse(why)
        except Changed as changed:
            [theirs] = shown(opened, [changed.now])
            form.data = {**request.POST.dict(), "edition": str(changed.now.piece.edition)}
        else:
            drafts.drop(opened, name)
            messages.success(request, _("Saved."))
            return _to_piece(opened, piece, read.piece.section)
    status = 409 if theirs else 422 if form.is_bound else 200
    return page(request, "careplan/write.html", opened, form=form, shape=shape, read=read,
                part=read.piece.section, theirs=theirs, draft=name, restored=bool(begun),
                status=status)  # fmt: skip


@only_post
@with_plan
def remove(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """Take a piece away, with a way back."""
    try:
        gone = writing.remove(opened, piece)
    except Refused as why:
        messages.warning(request, why.told)
        return redirect("plan_piece", opened.plan.pk, piece)
    if gone.kind == Kind.MEETING and calling.untold(opened):
        told = _("Taken away. Somebody has a letter about the meeting, and must be told.")
        messages.warning(request, told)
    else:
        messages.success(request, _("Taken away."))
    return redirect(
        reverse("plan_section", args=[opened.plan.pk, gone.section]) + f"?angra={gone.pk}"
    )


@only_post
@with_plan
def bring_back(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    try:
        back = writing.bring_back(opened, piece)
    except Refused as why:
        messages.warning(request, why.told)
        return redirect("plan", opened.plan.pk)
    messages.success(request, _("It is back."))
    return _to_piece(opened, back.pk, back.section)


@only_post
@with_plan
def go_back(request: HttpRequest, opened: Opened, piece: uuid.UUID, number: int) -> HttpResponse:
    """Make an earlier edition the newest again, after the one that was read."""
    edition = request.POST.get("edition", "")
    read = int(edition) if edition.isdecimal() and len(edition) < 10 else 0
    try:
        writing.go_back(opened, piece, number, edition=read)
    except Changed:
        return _piece_page(request, opened, piece, changed=True)
    except Refused as why:
        messages.warning(request, why.told)
    else:
        messages.success(request, _("It reads as it did then."))
    return redirect("plan_piece", opened.plan.pk, piece)


@require_POST
@with_plan
def draft(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Keep what somebody is writing; asked by plan.js every few seconds."""
    try:
        sent = json.loads(request.body)
        form, words = str(sent["form"]), {str(k): _said(v) for k, v in sent["words"].items()}
        json.dumps([form, words], ensure_ascii=False).encode()  # Half a sign cannot be kept.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"kept": False}, status=400)
    first = form.partition(":")[0]
    # Nothing of a piece is read for it, so that one's text is kept where one must prove again.
    names = {*Kind.values, *drafts.OTHERS, *(str(each.pk) for each in opened.outline)}
    if first not in names:
        raise NotThere
    return JsonResponse({"kept": drafts.keep(opened, form, words)})


def _said(value: object) -> str | list[str]:
    """One field as it was sent; a list where several were chosen."""
    return [str(each) for each in value] if isinstance(value, list) else str(value)
