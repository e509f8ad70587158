"""After the meeting: authorities confirm what is theirs, and the owner lets the plan begin."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import noticing, owning
from ...agreed import HOLDS
from ...doors import page, with_plan
from ...forms import uuid_or_none
from ...opening import NotThere, Opened, Read
from ...owning import Gap
from ...pieces import Doing, Kind
from ...seats import SeatKind
from ...writing import Changed, Refused
from .. import confirming, following_up, late, promised
from ..forms import FollowUpDayForm, LeadForm, PaperForm, TextMeForm

BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class Promise:
    """An action with what its authority has said of it. ``who`` answers for it, and ``shown_by``
    showed the paper that it is confirmed on; ``by_paper``: the owner may write of one."""

    read: Read
    who: str
    stand: confirming.Confirmed | None
    shown_by: str = ""
    by_paper: bool = False


def promises(opened: Opened, *, own: bool = False) -> list[Promise]:
    """What will be done and who stands for it; ``own``: of this person's own authority only."""
    reads = [
        read
        for read in opened.pieces(Kind.ACTION)
        if read.piece.doing != Doing.DROPPED and (not own or confirming.is_own(opened, read.piece))
    ]
    stands = confirming.stands((r.piece for r in reads), timezone.localdate(opened.at))
    return [_promise(opened, read, stands.get(read.piece.pk)) for read in reads]


def _promise(opened: Opened, read: Read, stand: confirming.Confirmed | None) -> Promise:
    who = str(opened.about(read.seat).get("name", ""))
    shown_by = ""
    if stand is not None and stand.paper is not None:
        shown_by = str(stand.paper.words(opened.key).get("shown_by", ""))
    return Promise(read, who, stand, shown_by, confirming.by_paper(opened, read.piece))


@require_http_methods(BOTH)
@with_plan
def confirm(request: HttpRequest, opened: Opened) -> HttpResponse:
    """An authority stands for what it does itself, one thing at a time, as it reads."""
    if opened.seat.kind != SeatKind.AUTHORITY:
        raise NotThere
    wrong, status = "", 200
    if request.method == "POST":
        pk = uuid_or_none(request.POST.get("piece", ""))
        edition = request.POST.get("edition", "")
        if pk is None or not edition.isdecimal() or len(edition) > 9:
            raise NotThere
        try:
            confirming.confirm(opened, pk, edition=int(edition))
        except Refused as why:
            wrong, status = why.reason, 422
        except Changed:
            wrong, status = _("It was changed in between. Read it again, then confirm."), 409
        else:
            messages.success(request, _("Confirmed. She sees that you stand for it."))
            return redirect("plan_confirm", opened.plan.pk)
    return page(
        request, "careplan/turns/confirm.html", opened,
        promises=promises(opened, own=True), wrong=wrong, status=status,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def paper(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """The owner writes down that an authority has confirmed something on a paper, or takes it
    back."""
    read = opened.piece(piece)
    if not confirming.by_paper(opened, read.piece):
        raise NotThere
    if request.POST.get("do") == "take_back":
        confirming.take_back_paper(opened, piece)
        messages.success(request, _("Saved."))
        return redirect("plan_approve", opened.plan.pk)
    posted, status = request.method == "POST", 422
    now = {"edition": read.piece.edition}
    form = PaperForm(request.POST if posted else None, initial=now)
    if form.is_valid():
        try:
            confirming.note_paper(opened, piece, **form.cleaned_data)
        except Refused as why:
            form.refuse(why)
        except Changed as changed:
            form.read_anew(changed.now.piece.edition)
            status = 409
        else:
            messages.success(request, _("Saved. It is shown as what you have on paper."))
            return redirect("plan_approve", opened.plan.pk)
    [promise] = [each for each in promises(opened) if each.read.piece.pk == piece]
    return page(
        request, "careplan/turns/confirm_paper.html", opened,
        form=form, each=promise, changed_now=status == 409, status=status if posted else 200,
    )  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """A gap, and where it is mended."""

    gap: Gap
    text: str
    url: str
    verb: str


def missing(opened: Opened) -> list[Missing]:
    """What is missing before the plan holds, each with the place where it is mended."""
    write = reverse("plan_write", args=[opened.plan.pk, "action"])
    nobody = late.without_responsible(opened)
    at = reverse("plan_look_at", args=[opened.plan.pk, nobody[0].pk]) if nobody else write
    where = {
        Gap.NEEDS: (write, _("Write what will be done")),
        Gap.SIDES: (write, _("Write what each of them does")),
        Gap.OTHERS: ("#others", _("Say it here")),
        Gap.LEAD: ("#lead", _("Choose who")),
        Gap.RESPONSIBLE: (at, _("Choose who")),
        Gap.APPROVED: ("#yes", _("Say yes here")),
        Gap.FOLLOW_UP: ("#day", _("Choose a day")),
    }
    stands = owning.standing(opened)
    return [Missing(gap, stands.told(gap), *where[gap]) for gap in stands.gaps]


def changed_since(opened: Opened) -> list[promised.Since]:
    """What reads otherwise than when the owner said yes: until the plan holds all of it, and then
    what others have changed."""
    if opened.plan.state in HOLDS:
        changed = promised.changed_by_others(opened)
        return promised.since_yes(opened, [p for p in opened.outline if p.pk in changed])
    return promised.since_yes(opened, owning.changed_since_yes(opened.plan))


@require_http_methods(BOTH)
@with_plan
def approve(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The owner mends what is missing, says yes, and the plan begins to hold."""
    if not opened.is_owner:
        raise NotThere
    do = request.POST.get("do", "") if request.method == "POST" else ""
    lead_now = {"lead": str(opened.plan.lead_id or "")}
    lead = LeadForm(request.POST if do == "lead" else None, opened=opened, initial=lead_now)
    day_now = {"follow_up_on": opened.plan.follow_up_on}
    day = FollowUpDayForm(request.POST if do == "day" else None, initial=day_now)
    wrong = ""
    steps: dict[str, Callable[[], None]] = {
        "others": lambda: owning.nobody_else(opened, request.POST.get("nobody") == "yes"),
        "lead": lambda: owning.name_lead(opened, lead.seat()),
        "day": lambda: owning.set_follow_up(opened, day.cleaned_data["follow_up_on"]),
        "yes": lambda: owning.approve(opened, read=request.POST.get("read", "")),
        "begin": lambda: following_up.let_hold(opened),
    }
    if do in steps and lead.is_bound <= lead.is_valid() and day.is_bound <= day.is_valid():
        try:
            steps[do]()
        except Refused as why:
            if do in ("lead", "day"):
                (lead if do == "lead" else day).refuse(why)
            else:
                wrong = why.reason
        else:
            held = do == "begin"
            messages.success(
                request, _("The plan is in force from now on.") if held else _("Saved.")
            )
            if do == "begin":
                return redirect("plan", opened.plan.pk)
            return redirect("plan_approve", opened.plan.pk)
    gaps = missing(opened)
    return page(
        request, "careplan/turns/approve.html", opened,
        missing=gaps,
        gaps={each.gap.name for each in gaps},
        lead=lead,
        day=day,
        wrong=wrong,
        promises=promises(opened),
        changed=promised.changed_by_others(opened),
        since=changed_since(opened),
        mark=owning.mark(opened.plan),
        nobody=opened.plan.words(opened.key).get("others_none", False),
        latest=following_up.latest_day(timezone.localdate(opened.at)),
        status=422 if do and (wrong or lead.errors or day.errors) else 200,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def reminders(request: HttpRequest, opened: Opened) -> HttpResponse:
    """How the owner is reminded."""
    if not opened.is_owner:
        raise NotThere
    now = {"text_me": opened.plan.text_me}
    form = TextMeForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        noticing.remind_by_text(opened, form.cleaned_data["text_me"])
        messages.success(request, _("Saved."))
        return redirect("plan", opened.plan.pk)
    return page(
        request, "careplan/turns/reminders.html", opened,
        form=form, says=noticing.sentence(), has_phone=noticing.has_phone(opened.plan.owner),
    )  # fmt: skip
