"""'If I become ill': one's own list and card, and the way home from hospital."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import drafts
from ..doors import just_removed, only_post, page, with_plan
from ..opening import NotThere, Opened
from ..seats import Level
from ..sections import Section
from ..shown import shown
from ..writing import Changed, Refused, may_change
from . import discharge, ownlist
from .forms import AcuteForm, CardForm, DischargeForm
from .ownlist import NEEDED
from .seen_by import with_seers

BOTH = ["GET", "POST"]
CARD = "card:"  # what a draft of the card is named


def _may_write(opened: Opened) -> bool:
    return opened.plan.is_open and opened.may(Section.ACUTE, Level.WRITE)


@require_safe
@with_plan
def acute(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The whole list, folded into its groups."""
    groups = ownlist.entries(opened)
    return page(
        request, "careplan/story/acute.html", opened,
        groups=with_seers(opened, groups),
        progress=ownlist.progress(groups),
        look=ownlist.look(opened),
        beside=shown(opened, ownlist.own_entries(opened)),
        may_write=_may_write(opened),
        stops=discharge.discharge_stops(opened),
        needed=NEEDED,
        gone=just_removed(request, opened),
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def item(request: HttpRequest, opened: Opened, item: str) -> HttpResponse:
    """One thing of the list."""
    entry = ownlist.entry(opened, item)
    if not _may_write(opened):
        raise NotThere
    name, sent = f"acute:{item}", request.method == "POST"
    begun = {} if sent else drafts.kept(opened, name)
    form = AcuteForm(request.POST if sent else None, opened=opened, entry=entry, initial=begun)
    theirs = None
    following = ownlist.after(opened, item)
    if form.is_valid():
        try:
            made = ownlist.save(
                opened, item, form.words(entry.words), edition=form.cleaned_data["edition"] or 0
            )
        except Refused as why:
            form.refuse(why)
        except Changed as changed:
            [theirs] = shown(opened, [changed.now])
            kept = request.POST.copy()
            kept["edition"] = str(changed.now.piece.edition)
            form.data = kept
        else:
            drafts.drop(opened, name)
            if made is not None:
                messages.success(request, _("Saved."))
            elif "next" not in request.POST:
                messages.info(request, _("Nothing was written, so nothing is saved."))
            if "next" in request.POST and following is not None:
                return redirect("plan_acute_item", opened.plan.pk, following.key)
            return redirect(reverse("plan_acute", args=[opened.plan.pk]) + f"#{item}")
    readonly = entry.read is not None and not may_change(opened, entry.read.piece)
    return page(
        request, "careplan/story/acute_item.html", opened,
        entry=entry, form=form, theirs=theirs, following=following, draft=name,
        restored=bool(begun), readonly=readonly,
        status=409 if theirs else 422 if form.is_bound else 200,
    )  # fmt: skip


@only_post
@with_plan
def aside(request: HttpRequest, opened: Opened, item: str) -> HttpResponse:
    """A thing does not concern her, or it does after all."""
    yes = request.POST.get("aside") == "1"
    try:
        ownlist.set_aside(opened, item, yes)
    except Refused as why:
        messages.warning(request, why.told)
    except Changed:
        messages.warning(request, _("Somebody saved just now. Look at it and try again."))
    else:
        messages.success(request, _("It is put aside.") if yes else _("It is on your list again."))
    if request.POST.get("from") == "discharge":
        return redirect("plan_discharge", opened.plan.pk)
    return redirect(reverse("plan_acute", args=[opened.plan.pk]) + f"#{item}")


@only_post
@with_plan
def stands(request: HttpRequest, opened: Opened, item: str) -> HttpResponse:
    """What somebody else wrote of where she sleeps is so."""
    edition = request.POST.get("edition", "")
    if not edition.isdecimal() or len(edition) > 9:
        raise NotThere
    try:
        ownlist.confirm(opened, item, edition=int(edition))
    except Refused as why:
        messages.warning(request, why.told)
    except Changed:
        messages.warning(request, _("Somebody saved just now. Look at it and try again."))
    else:
        messages.success(request, _("Saved."))
    return redirect("plan_discharge", opened.plan.pk)


@only_post
@with_plan
def looked(request: HttpRequest, opened: Opened) -> HttpResponse:
    """She has looked through her list."""
    try:
        ownlist.look_through(opened)
    except Refused as why:
        messages.warning(request, why.told)
    else:
        messages.success(request, _("Good. We ask again at the next follow-up."))
    return redirect("plan_acute", opened.plan.pk)


@require_http_methods(BOTH)
@with_plan
def card(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The card of one page as it is drawn, and for its owner the form beneath."""
    now = ownlist.card(opened)
    may_write = opened.is_owner and opened.plan.is_open
    sent = request.method == "POST"
    if sent and not may_write:
        raise NotThere
    begun = drafts.kept(opened, CARD) if may_write and not sent else {}
    form = CardForm(request.POST if sent else None, card=now, initial=begun) if may_write else None
    changed = False
    if form is not None and form.is_valid():
        try:
            ownlist.save_card(opened, form.texts(), form.editions())
        except Refused as why:
            form.refuse(why)
        except Changed:
            changed, now = True, ownlist.card(opened)
            kept = request.POST.copy()
            for each in now:
                kept[f"{each.colour.value}_edition"] = str(each.edition)
            form.data = kept
        else:
            drafts.drop(opened, CARD)
            messages.success(request, _("Saved."))
            return redirect("plan_card", opened.plan.pk)
    status = 409 if changed else 422 if sent else 200
    return page(request, "careplan/story/card.html", opened, card=now, form=form, changed=changed,
                draft=CARD, restored=bool(begun), status=status)  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def home(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The day somebody leaves the hospital, and what must have an answer first."""
    if not discharge.may_see(opened):
        raise NotThere
    may_set, sent = discharge.may_set(opened), request.method == "POST"
    if sent and not may_set:
        raise NotThere
    initial = {"day": opened.plan.discharge_on}
    form = DischargeForm(request.POST if sent else None, initial=initial) if may_set else None
    if form is not None and form.is_valid():
        try:
            discharge.set_discharge(opened, form.cleaned_data["day"])
        except Refused as why:
            form.refuse(why)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_discharge", opened.plan.pk)
    sees_list = opened.may(Section.ACUTE)
    return page(
        request, "careplan/story/discharge.html", opened,
        form=form,
        hers=discharge.is_hers(opened),
        set_by=opened.about(discharge.set_by(opened)).get("name", ""),
        ahead=discharge.is_ahead(opened),
        unanswered=discharge.unanswered(opened) if sees_list else [],
        sees_list=sees_list, needed=NEEDED,
        lead=opened.about(opened.plan.lead),
        may_write=_may_write(opened),
        call_by=discharge.call_by(opened),
        status=422 if sent else 200,
    )  # fmt: skip
