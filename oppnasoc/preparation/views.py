"""``/forbereda/``: the open page of what organisations have prepared, and their closed rooms.

Whoever takes no part in a room gets 404, whatever else she may do on this site.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.groups.models import Organisation
from oppnasoc.language.compare import words
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry
from oppnasoc.ui.menu import visitor
from oppnasoc.voices import codes

from . import actions, releasing
from .forms import InviteForm, ItemForm, QuestionForm, SheetForm, StartForm, TextForm
from .models import Invited, Item, Outgoing, Preparation, own_organisations

LOGGED = 12  # lines of the log that a room shows
LISTED = 100
BOTH = ["GET", "POST"]


def own_row(request: HttpRequest, pk: int, organisation: int | None = None) -> Invited:
    """The row of the person's own organisation in a room that she takes part in; of a certain
    one when she is a member of several. Http404 for everybody else."""
    rows = Invited.objects.filter(
        preparation=pk,
        status=Invited.Status.JOINED,
        organisation__in=own_organisations(request.user),
    ).select_related("preparation", "organisation")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    row = rows.order_by("pk").first()
    if row is None:
        raise Http404
    return row


def attempt(request: HttpRequest, do: Callable[[], Any], said: str) -> bool:
    """Do the verb and say what became of it, in the page that comes next."""
    try:
        do()
    except Stale:
        messages.warning(
            request, _("Somebody else came just before you. Look at it and try again.")
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if said:
            messages.success(request, said)
        return True
    return False


@require_safe
def prepared_list(request: HttpRequest) -> HttpResponse:
    """What organisations have prepared together and let everybody read; for a member also her
    rooms and invitations."""
    by = visitor(request)
    own = own_organisations(by)
    rows = Invited.objects.filter(
        organisation__in=own, status__in=[Invited.Status.ASKED, Invited.Status.JOINED]
    ).select_related("preparation", "organisation", "asked_by")
    found = list(rows.order_by("-since", "-pk")) if own else []
    sheets = Outgoing.objects.published().prefetch_related("organisations")
    context = {
        "sheets": sheets.order_by("-released_at")[:LISTED],
        "rooms": [row for row in found if row.status == Invited.Status.JOINED],
        "invitations": [row for row in found if row.status == Invited.Status.ASKED],
        "may_start": bool(own),
    }
    return render(request, "preparation/list.html", context)


@require_safe
def prepared(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A sheet that everybody may read, with the organisations behind it."""
    found = get_object_or_404(Outgoing.objects.published(), pk=pk)
    if slug != found.slug:
        return redirect(found)
    inside = Preparation.objects.visible_to(visitor(request))
    context = {
        "sheet": found,
        "organisations": found.organisations.order_by("name"),
        "inside": inside.filter(pk=found.preparation_id).exists() if visitor(request) else False,
    }
    return render(request, "preparation/prepared.html", context)


@login_required
@require_http_methods(BOTH)
def start(request: HttpRequest) -> HttpResponse:
    """Open a room; 404 for whoever is no member of an organisation."""
    by = signed_in(request)
    own = own_organisations(by)
    if not own:
        raise Http404
    form = StartForm(request.POST if request.method == "POST" else None, own=own,
                     initial={"organisation": request.GET.get("organisation")})  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        try:
            room = actions.start(given["organisation"], title=given["title"], by=by)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The room is open. Invite others, or write first."))
            return redirect(room)
    return _form(
        request,
        form,
        title=_("Prepare something together"),
        button=_("Open the room"),
        leave="prepared_list",
        lead=_("Nobody else can see what you write there."),
    )


@login_required
@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """The room: the text, the list, the days, who takes part, and what has happened."""
    row = own_row(request, pk)
    found = row.preparation
    items = list(found.items.select_related("organisation"))
    invited = list(found.invited.select_related("organisation"))
    sheet = found.sheets.filter(status=Outgoing.Status.ASKED).first()
    context = {
        "room": found,
        "row": row,
        "tasks": [item for item in items if item.kind == Item.Kind.TASK],
        "days": sorted((i for i in items if i.kind == Item.Kind.DAY), key=lambda i: str(i.by_on)),
        "joined": [each for each in invited if each.status == Invited.Status.JOINED],
        "asked": [each for each in invited if each.status == Invited.Status.ASKED],
        "newest": found.wordings.select_related("written_for").first(),
        "sheet": sheet,
        "silent": releasing.silent(sheet) if sheet else [],
        "shown": found.sheets.published(),
        "invite": InviteForm(room=found),
        "log": log_of(found)[:LOGGED],
    }
    return render(request, "preparation/room.html", context)


def log_of(found: Preparation) -> list[Any]:
    """What has happened in the room, the latest first, by organisations only."""
    sheets = found.sheets.values("pk")
    here = Q(about_type="preparation.preparation", about_id=found.pk)
    entries = Entry.objects.filter(here | Q(about_type="preparation.outgoing", about_id__in=sheets))
    return lines(list(entries[: LOGGED * 2]), audience=Audience.INSIDE)


@login_required
@require_http_methods(BOTH)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the shared text. Who comes second is shown what the other wrote beside her own, and
    nothing is lost."""
    row, by = own_row(request, pk), signed_in(request)
    found = row.preparation
    start = {"title": found.title, "text": found.text, "seen": found.revision}
    form = TextForm(request.POST if request.method == "POST" else None, initial=start)
    theirs: list[Any] = []
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.write(row, by=by, **given)
        except Stale:
            found.refresh_from_db()
            form.add_error(
                None,
                _("Another organisation saved before you. Put both texts together and save again."),
            )
            theirs = words(found.text, given["text"])
            kept = request.POST.copy()
            kept["seen"] = str(found.revision)
            form.data = kept
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. Everybody in the room sees it."))
            return redirect(found)
    context = {"room": found, "form": form, "theirs": theirs}
    status = 422 if form.is_bound else 200
    return render(request, "preparation/text.html", context, status=status)


@login_required
@require_safe
def wordings(request: HttpRequest, pk: int) -> HttpResponse:
    """How the text was before: each time with what was changed, the latest first."""
    found = own_row(request, pk).preparation
    kept = list(found.wordings.select_related("written_for")[: LISTED + 1])
    older = [*kept[1:], None]
    shown = [
        (new, words(old.text, new.text) if old else [])
        for new, old in zip(kept, older, strict=True)
    ]
    context = {"room": found, "shown": shown[:LISTED]}
    return render(request, "preparation/wordings.html", context)


@login_required
@require_http_methods(BOTH)
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a row on the list."""
    row, by = own_row(request, pk), signed_in(request)
    form = ItemForm(request.POST if request.method == "POST" else None, room=row.preparation)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "seen"}
        try:
            actions.add_item(row, by=by, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{row.preparation.get_absolute_url()}#lista")
    return _form(request, form, title=_("A new row"), button=_("Put it on the list"),
                 leave=row.preparation)  # fmt: skip


@login_required
@require_http_methods(BOTH)
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change a row of the list, or take it away."""
    row, by = own_row(request, pk), signed_in(request)
    found = get_object_or_404(row.preparation.items, pk=item)
    start = {"text": found.text, "kind": found.kind, "organisation": found.organisation_id,
             "by_on": found.by_on, "seen": found.revision}  # fmt: skip
    if "remove" in request.POST:
        attempt(request, lambda: actions.remove_item(row, found, by=by), _("The row is gone."))
        return redirect(f"{row.preparation.get_absolute_url()}#lista")
    form = ItemForm(request.POST if request.method == "POST" else None, room=row.preparation,
                    initial=start)  # fmt: skip
    theirs = None
    if form.is_valid():
        try:
            actions.edit_item(row, found, by=by, **form.cleaned_data)
        except Stale:
            found.refresh_from_db()
            theirs = found
            form.add_error(None, _("Another organisation changed the row before you. Save again."))
            kept = request.POST.copy()
            kept["seen"] = str(found.revision)
            form.data = kept
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{row.preparation.get_absolute_url()}#lista")
    return _form(request, form, title=_("Change the row"), button=_("Save"),
                 leave=row.preparation, remove=True, theirs=theirs)  # fmt: skip


@login_required
@require_POST
def item_do(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Tick a row, take the tick away, or move it one step."""
    row, by = own_row(request, pk), signed_in(request)
    found = get_object_or_404(row.preparation.items, pk=item)
    verb = request.POST.get("do", "")
    if verb in ("done", "undone"):
        attempt(request, lambda: actions.tick(row, found, done=verb == "done", by=by), "")
    elif verb in ("up", "down"):
        attempt(request, lambda: actions.move_item(row, found, up=verb == "up", by=by), "")
    return redirect(f"{row.preparation.get_absolute_url()}#rad-{found.pk}")


@login_required
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another organisation to come in."""
    row, by = own_row(request, pk), signed_in(request)
    form = InviteForm(request.POST, room=row.preparation)
    if form.is_valid():
        other: Organisation = form.cleaned_data["organisation"]
        attempt(request, lambda: actions.invite(row, other, by=by),
                _("%(name)s is invited.") % {"name": other.name})  # fmt: skip
    else:
        messages.warning(request, _("Choose an organisation."))
    return redirect(row.preparation)


@login_required
@require_http_methods(BOTH)
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks, about what, and who takes part already; say yes or no. Nothing else is shown."""
    mine = Invited.objects.filter(
        status=Invited.Status.ASKED, organisation__in=own_organisations(request.user)
    )
    row = get_object_or_404(mine.select_related("preparation", "organisation", "asked_by"), pk=pk)
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        joins = request.POST["answer"] == "yes"
        by = signed_in(request)
        said = _("Welcome in.") if joins else _("You said no. They can ask again.")
        attempt(request, lambda: actions.answer(row, joins=joins, by=by), said)
        return redirect(row.preparation if joins else "prepared_list")
    there = row.preparation.invited.filter(status=Invited.Status.JOINED)
    context = {"row": row, "there": there.select_related("organisation")}
    status = 422 if request.method == "POST" else 200
    return render(request, "preparation/invitation.html", context, status=status)


@login_required
@require_http_methods(BOTH)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the room, after one look at what that means."""
    row, by = own_row(request, pk), signed_in(request)
    if request.method == "POST":
        attempt(request, lambda: actions.leave(row, by=by), _("You have left the room."))
        return redirect("prepared_list")
    joined = row.preparation.invited.filter(status=Invited.Status.JOINED)
    context = {"row": row, "room": row.preparation, "last": joined.count() == 1}
    return render(request, "preparation/leave.html", context)


@login_required
@require_http_methods(BOTH)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes public, exactly: ask everybody for a yes, or see who has said it."""
    row, by = own_row(request, pk), signed_in(request)
    found = row.preparation
    waiting = found.sheets.filter(status=Outgoing.Status.ASKED).first()
    if waiting is not None and request.method == "GET":
        return render(request, "preparation/sheet.html", _sheet(row, waiting, by))
    form = SheetForm(request.POST if request.method == "POST" else None, room=found,
                     initial={"seen": found.revision})  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            request, lambda: releasing.ask(row, given["rows"], seen=given["seen"], by=by),
            _("The others are asked. Nothing is public before all have said yes."),
        )  # fmt: skip
        return redirect("preparation_sheet" if done else "preparation", pk)
    context = {"room": found, "row": row, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "preparation/ask.html", context, status=status)


def _sheet(row: Invited, waiting: Outgoing, by: User) -> dict[str, Any]:
    """What the page of a sheet that waits shows: the words, who has said yes, one's own part."""
    missing = releasing.silent(waiting)
    own = set(own_organisations(by))
    return {
        "room": row.preparation,
        "row": row,
        "sheet": waiting,
        "silent": missing,
        "said": [each for each in releasing.those_who_take_part(waiting) if each not in missing],
        "mine": [each for each in missing if each.pk in own],
    }


@login_required
@require_POST
def sheet_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no for one's organisation, release the sheet, or take it back."""
    named = request.POST.get("organisation", "")
    row, by = own_row(request, pk, int(named) if named.isdecimal() else None), signed_in(request)
    number = request.POST.get("sheet", "")
    found = get_object_or_404(row.preparation.sheets, pk=int(number) if number.isdecimal() else 0)
    verb = request.POST.get("do", "")
    if verb == "yes":
        attempt(request, lambda: releasing.say_yes(row, found, by=by), _("Your yes is noted."))
        return redirect("preparation_sheet", pk)
    if verb == "no":
        attempt(request, lambda: releasing.say_no(row, found, by=by),
                _("Nothing becomes public. Write on, and ask again later."))  # fmt: skip
    elif verb == "release" and attempt(
        request, lambda: releasing.release(row, found, by=by), _("Now everybody can read it.")
    ):
        return redirect(found)
    elif verb == "take_back":
        attempt(request, lambda: releasing.take_back(row, found, by=by),
                _("It is taken back. Nobody else can read it."))  # fmt: skip
    return redirect(row.preparation)


@login_required
@require_http_methods(BOTH)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a question of what is public, through the one door."""
    found = get_object_or_404(Outgoing.objects.published(), pk=pk)
    row, by = own_row(request, found.preparation_id), signed_in(request)
    start = {"text": found.text, "once": secrets.token_hex(16)}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        try:
            _voice, code = releasing.make_a_question(row, found, by=by, **form.cleaned_data)
        except (Stale, ValidationError) as error:
            form.add_error(None, getattr(error, "message", str(error)))
        else:
            context = {"sheet": found, "code": codes.spell(code), "row": row}
            return render(request, "preparation/said.html", context)
    lead = _("You say it for %(name)s. Somebody looks at it, and you can follow what happens.")
    return _form(request, form, title=_("Make it a question"), button=_("Send it"),
                 leave=found, lead=lead % {"name": row.organisation})  # fmt: skip


def _form(request: HttpRequest, form: Any, **shown: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "preparation/form.html", {"form": form, **shown}, status=status)
