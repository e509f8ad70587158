"""Paper slips with codes: sheets to print, typing in, and photos."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.uploads import at_most

from . import cards, marks
from .inquiry_views import led_groups
from .models import Sheet, Slip, SlipPicture
from .slip_forms import GroupForm, PicturesForm, SlipForm
from .views import code_picture

SHOWN_SHEETS = 50
TOGETHER = 60 * 1024 * 1024  # bytes of pictures that come in at a time


@login_required
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """``/lappar/``: sheets and how many of their slips came back; photos that wait."""
    return _overview(request)


def _overview(
    request: HttpRequest, *, failed: PicturesForm | None = None, status: int = 200
) -> HttpResponse:
    require(request.user, "voices.sort")
    groups = led_groups(request)
    made = Sheet.objects.filter(group__in=groups).select_related("group")
    made = made.annotate(back=Count("slips__voice")).order_by("-made_at", "-id")
    start = {"group": groups.first()}
    context = {
        "sheets": made[:SHOWN_SHEETS],
        "per_sheet": cards.PER_SHEET,
        "groups": groups,
        "new": GroupForm(groups=groups, initial=start),
        "pictures": failed or PicturesForm(groups=groups, initial=start, prefix="pictures"),
        "failed": failed,
        "waiting": SlipPicture.objects.filter(group__in=groups).count(),
        "kept_days": cards.KEPT_DAYS,
    }
    return render(request, "voices/slips.html", context, status=status)


@never_cache
@login_required
@require_POST
def new_sheet(request: HttpRequest) -> HttpResponse:
    """Make a sheet and show it to be printed: the only time that its codes are shown."""
    require(request.user, "voices.sort")
    form = GroupForm(request.POST, groups=led_groups(request))
    if not form.is_valid():
        return redirect("slips")
    sheet, printed = cards.make_sheet(form.cleaned_data["group"], by=signed_in(request))
    site_url = settings.SITE_URL.split("://")[1]
    slips = [(each, code_picture(each.code)) for each in printed]
    context = {"sheet": sheet, "slips": slips, "site_url": site_url}
    return render(request, "voices/sheet.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def type_in(request: HttpRequest) -> HttpResponse:
    """``/lappar/skriv-in/``: one slip after the other, with its photo beside if there is one."""
    require(request.user, "voices.sort")
    groups = led_groups(request)
    mine = SlipPicture.objects.filter(group__in=groups).select_related("group")
    if request.method == "POST":
        form = SlipForm(request.POST)
        number = request.POST.get("picture", "")
        chosen = mine.filter(pk=number).first() if _is_number(number) else None
        if form.is_valid() and "seen" not in request.POST:
            look = marks.to_look_at(form.cleaned_data["text"])
            if look["found"]:
                return _typing(request, form, chosen, mine.count(), **look)
        if form.is_valid():
            try:
                given = form.cleaned_data
                slip = cards.find_slip(given.pop("slip"), groups)
                cards.type_in(slip, by=signed_in(request), picture=chosen, **given)
            except ValidationError as error:
                form.add_error(None, error)
            except Stale:
                form.add_error("slip", _("That slip is typed in already."))
            else:
                text = _("Slip %(n)s is typed in. Write the next.") % {"n": slip.number}
                messages.success(request, text)
                return redirect("slip_type_in")
        return _typing(request, form, chosen, mine.count(), status=422)
    skip = request.GET.get("efter", "")
    later = mine.filter(pk__gt=skip) if _is_number(skip) else mine
    return _typing(request, SlipForm(), later.first() or mine.first(), mine.count())


@never_cache
@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo that a slip was typed in; its words come back into the form."""
    require(request.user, "voices.sort")
    groups = led_groups(request)
    slips = Slip.objects.filter(sheet__group__in=groups).select_related("voice", "sheet__group")
    slip = get_object_or_404(slips, pk=pk)
    voice = slip.voice
    start = {"kind": voice.kind, "speaker": voice.speaker} if voice is not None else {}
    try:
        start["text"] = cards.undo_typing(slip, by=signed_in(request))
    except (ValidationError, Stale) as error:
        why = error.messages if isinstance(error, ValidationError) else [_taken()]
        messages.warning(request, " ".join(why))
        return redirect("slip_type_in")
    text = _("Slip %(n)s is not typed in any longer. Write the right number.") % {"n": slip.number}
    messages.success(request, text)
    waiting = SlipPicture.objects.filter(group__in=groups).count()
    return _typing(request, SlipForm(initial=start), None, waiting)


def _taken() -> str:
    return _("Somebody else changed it just before you.")


def _is_number(typed: str) -> bool:
    return typed.isdecimal() and typed.isascii() and len(typed) < 12


def _typing(
    request: HttpRequest, form: SlipForm, picture: SlipPicture | None, waiting: int,
    status: int = 200, **look: Any,
) -> HttpResponse:  # fmt: skip
    last = cards.typed_last(signed_in(request))
    context = {"form": form, "picture": picture, "waiting": waiting, "last": last, **look}
    return render(request, "voices/slip.html", context, status=status)


@login_required
@require_POST
@at_most(TOGETHER)
def pictures(request: HttpRequest) -> HttpResponse:
    """Take in photos of slips."""
    require(request.user, "voices.sort")
    form = PicturesForm(request.POST, request.FILES, groups=led_groups(request), prefix="pictures")
    if form.is_valid():
        given = form.cleaned_data
        try:
            added = cards.add_pictures(given["pictures"], group=given["group"],
                                       by=signed_in(request))  # fmt: skip
        except ValidationError as error:
            form.add_error("pictures", error.messages[0])
        else:
            text = ngettext("%(n)d picture waits to be typed in.",
                            "%(n)d pictures wait to be typed in.", len(added))  # fmt: skip
            messages.success(request, text % {"n": len(added)})
            return redirect("slip_type_in")
    return _overview(request, failed=form, status=422)


def _own_picture(request: HttpRequest, pk: int) -> SlipPicture:
    require(request.user, "voices.sort")
    mine = SlipPicture.objects.filter(group__in=led_groups(request)).select_related("group")
    return get_object_or_404(mine, pk=pk)


@never_cache
@login_required
@require_safe
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """The photo itself, for those who lead its group."""
    found = _own_picture(request, pk)
    return FileResponse(found.picture.open("rb"), content_type="image/webp")


@login_required
@require_POST
def remove_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a photo that is no slip, or is not to be typed in."""
    cards.remove_picture(_own_picture(request, pk), by=signed_in(request))
    messages.success(request, _("The picture is removed."))
    return redirect("slip_type_in")
