"""Out of the plan: on paper, as a file, and printed from the browser; and an own file back in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui.paper import Unprintable
from oppnasoc.ui.uploads import at_most
from oppnasoc.vault.log import Verb

from ..doors import page, with_plan
from ..opening import NotThere, Opened
from ..sections import Section
from ..writing import Refused
from . import held, paper
from .as_fhir import as_fhir
from .as_json import as_json
from .fhir_codes import Release
from .read import MOST_BYTES, read
from .sheets import Sheet, acute_sheet, card_sheet, plan_sheet, story_sheet
from .take_in import Fate, foresee, take_in
from .whole import Picture, may_have_files, picture

BOTH = ["GET", "HEAD", "POST"]

#: What can be taken out → which part it needs, how it is made, its type and its file's name.
#: The names tell nobody who sees a list of files what is in them.
Make = Callable[[Picture], bytes]
PDF, JSON, FHIR = "application/pdf", "application/json", "application/fhir+json"
WAYS: dict[str, tuple[str, Make, str, str]] = {
    "plan": ("", paper.plan_pdf, PDF, "plan.pdf"),
    "easy": ("", paper.easy_pdf, PDF, "plan.pdf"),
    "card": (Section.ACUTE, paper.card_pdf, PDF, "kort.pdf"),
    "list": (Section.ACUTE, paper.acute_pdf, PDF, "lista.pdf"),
    "story": (Section.STORY, paper.story_pdf, PDF, "text.pdf"),
    "json": ("", as_json, JSON, "plan.json"),
    "r5": ("", as_fhir, FHIR, "plan.json"),
    "r4b": ("", lambda taken: as_fhir(taken, Release.R4B), FHIR, "plan.json"),
}
LABELS = {
    "plan": gettext_lazy("The plan on paper, in large letters"),
    "easy": gettext_lazy("The plan in easy words, with pictures"),
    "card": gettext_lazy("The card: red, amber and green"),
    "list": gettext_lazy("The list: If I become ill"),
    "story": gettext_lazy("My story, to show instead of telling again"),
    "json": gettext_lazy("A file that can be brought in here again (JSON)"),
    "r5": gettext_lazy("A file for health care systems (FHIR R5)"),
    "r4b": gettext_lazy("A file for older health care systems (FHIR R4B)"),
}
SHEETS: dict[str, tuple[str, Callable[[Picture], Sheet]]] = {
    "plan": ("", plan_sheet),
    "card": (Section.ACUTE, card_sheet),
    "list": (Section.ACUTE, acute_sheet),
    "story": (Section.STORY, story_sheet),
}


def ways_for(opened: Opened) -> list[str]:
    """What this person may take out: paper of what she sees, files only for some."""
    files = may_have_files(opened)
    return [
        name
        for name, (part, _make, kind, _file) in WAYS.items()
        if (not part or part in opened.sections) and (kind == PDF or files)
    ]


class TakeOutForm(forms.Form):
    """What goes out, and how."""

    what = forms.ChoiceField(label=gettext_lazy("What do you want?"), widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Which parts should come along?"),
        help_text=gettext_lazy("The card, the list and the story have only their own part."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    private = forms.BooleanField(
        label=gettext_lazy("Also what is only for me"),
        help_text=gettext_lazy("Only when you will keep it to yourself."),
        required=False,
    )

    def __init__(self, data: Any = None, *, opened: Opened) -> None:
        parts = [part for part in opened.sections if part != Section.PRIVATE]
        super().__init__(data, initial={"what": "plan", "parts": [part.value for part in parts]})
        self.fields["what"].choices = [(name, LABELS[name]) for name in ways_for(opened)]  # type: ignore[attr-defined]
        self.fields["parts"].choices = [(part.value, part.label) for part in parts]  # type: ignore[attr-defined]
        if not parts:
            del self.fields["parts"]
        if not opened.is_owner:
            del self.fields["private"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        what = found.get("what", "")
        if "parts" in self.fields and what and not WAYS[what][0] and not found.get("parts"):
            self.add_error("parts", _("Choose at least one part."))
        return found


def _there_or_404(request: HttpRequest, opened: Opened) -> None:
    """Whoever asks for what she does not see, by a form of her own making, finds nothing there."""
    asked = set(request.POST.getlist("parts"))
    seen = {str(part) for part in opened.sections if part != Section.PRIVATE}
    what = request.POST.get("what", "")
    hidden = what in WAYS and what not in ways_for(opened)
    if hidden or not asked <= seen or ("private" in request.POST and not opened.is_owner):
        opened.log(Verb.REFUSED)
        raise NotThere


@require_http_methods(BOTH)
@with_plan(fresh=True)
def take_out(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Choose what goes out, see what that means, and get it."""
    if request.method != "POST":
        return _take_out_page(request, opened, TakeOutForm(opened=opened))
    _there_or_404(request, opened)
    form = TakeOutForm(request.POST, opened=opened)
    if not form.is_valid():
        return _take_out_page(request, opened, form, status=422)
    what, chosen = form.cleaned_data["what"], form.cleaned_data
    part, make, kind, name = WAYS[what]
    taken = picture(
        opened,
        sections=[part] if part else chosen.get("parts"),
        with_private=bool(chosen.get("private")) and not part,
        verb=Verb.PRINT if kind == PDF else Verb.EXPORT,
    )
    try:
        made = make(taken)
    except Unprintable:
        return _take_out_page(request, opened, form, status=503, not_now=True)
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _take_out_page(
    request: HttpRequest, opened: Opened, form: TakeOutForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return page(request, "careplan/export/take_out.html", opened, status=status, form=form, **more)


@require_safe
@with_plan(fresh=True)
def printed(request: HttpRequest, opened: Opened) -> HttpResponse:
    """A page to print from the browser: ``?vad=card`` is the card, ``?del=goals`` one part."""
    part, make = SHEETS.get(request.GET.get("vad", "plan")) or _nothing()
    parts = request.GET.getlist("del") or None
    if part:
        parts = [part] if part in opened.sections else _nothing()
    sheet = make(picture(opened, sections=parts, verb=Verb.PRINT))
    return page(request, "careplan/export/print.html", opened, sheet=sheet)


def _nothing() -> Any:
    raise NotThere


class TakeInForm(forms.Form):
    """The file that comes back."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("A file that ends in .json and was taken out from here."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )


@at_most(MOST_BYTES + 64 * 1024)
@csrf_exempt  # The check is made inside, once it is said where the upload is kept: in memory only.
@require_http_methods(BOTH)
def take_in_file(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Choose a file; what is in it is shown before anything comes in."""
    request.upload_handlers = [held.InMemory(request)]
    return _take_in_file(request, plan=plan)


@csrf_protect
@with_plan(fresh=True)
def _take_in_file(request: HttpRequest, opened: Opened) -> HttpResponse:
    if not opened.is_owner:
        raise NotThere
    form = TakeInForm()
    if request.method == "POST":
        form = TakeInForm(request.POST, request.FILES)
        if form.is_valid():
            content = form.cleaned_data["file"].read()
            try:
                foresee(opened, read(content))
            except Refused as why:
                form.add_error("file" if why.fields else None, why.reason)
            else:
                held.hold(opened, content)
                return redirect("plan_take_in_look", opened.plan.pk)
    status = 422 if form.errors else 200
    return page(request, "careplan/export/take_in.html", opened, status=status, form=form)


@require_http_methods(BOTH)
@with_plan(fresh=True)
def take_in_look(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What would come in, piece by piece; then yes or no."""
    if not opened.is_owner:
        raise NotThere
    brought = held.held(opened)
    if brought is None:
        messages.info(request, _("Choose the file once more."))
        return redirect("plan_take_in", opened.plan.pk)
    if request.method == "POST" and "no" in request.POST:
        held.let_go(opened)
        messages.info(request, _("Nothing has been brought in."))
        return redirect("plan", opened.plan.pk)
    try:
        if request.method == "POST":
            take_in(opened, brought, others="others" in request.POST)
            held.let_go(opened)
            messages.success(request, _("It has been brought in. Nobody else can see it yet."))
            return redirect("plan", opened.plan.pk)
        prospects = foresee(opened, brought)
    except Refused as why:
        return page(request, "careplan/export/look.html", opened, status=422, refused=why.reason)
    lists = {fate.value: [each for each in prospects if each.fate is fate] for fate in Fate}
    return page(request, "careplan/export/look.html", opened, brought=brought, **lists)
