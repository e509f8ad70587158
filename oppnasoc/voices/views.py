"""The pages of the one door: say something, the receipt, and what came of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oppnasoc.groups.models import Group
from oppnasoc.ui.registry import told

from . import actions, codes
from .forms import CodeForm, SayForm

RECEIPT = "receipt"


@never_cache
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """The door. ``?grupp=slug`` says which group is asked to look first."""
    slug = request.GET.get("grupp", "").replace("\x00", "")  # PostgreSQL knows no such letter.
    group = Group.objects.filter(slug=slug).first()
    form = SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _voice, code = actions.say(by=request.user, group=group, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            request.session[RECEIPT] = code
            return redirect("receipt")
    return render(request, "voices/say.html", {"form": form, "group": group})


@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt with the code. It stays until the browser is closed or another is written."""
    code = request.session.get(RECEIPT)
    if code is None:
        return redirect("say")
    return render(request, "voices/receipt.html", {"code": codes.spell(code)})


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """What came of what I said; the code is posted and never stands in an address."""
    form = CodeForm(request.POST or None)
    voice = None
    if request.method == "POST" and form.is_valid():
        voice = actions.find(form.cleaned_data["code"])
        if voice is None:
            form.add_error("code", _("We find nothing with that code. Look at it once more."))
    matters = told("voices.becomes", [voice.pk]).get(voice.pk, []) if voice else []
    return render(request, "voices/code.html", {"form": form, "voice": voice, "matters": matters})
