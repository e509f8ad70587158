"""What people with rights do on the matter page: one small view for each verb of the desk."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import actions
from .desk import opened
from .models import Matter
from .page import page, read
from .verbs import VERBS


def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Read the form, do the verb, go back; on an error show the page with the input kept –
    also when somebody was quicker and the matter no longer offers the form."""
    verb = VERBS[name]
    found = read(request.user, pk)
    matter = found.matter
    assert isinstance(request.user, User)
    form = opened(name, matter, request.user, request.POST, request.FILES)
    if form.is_valid():
        try:
            result = verb.do(matter, by=request.user, **form.cleaned_data)
        except Stale:
            found = read(request.user, pk)
            form.add_error(
                None,
                gettext(
                    "Somebody else changed the matter just before you. Look at it and send again."
                ),
            )
            kept = request.POST.copy()
            kept[f"{name}-seen"] = str(found.matter.revision)
            form.data = kept
        except ValidationError as error:
            told(form, error)
        else:
            messages.success(request, verb.done)
            return redirect(result if isinstance(result, Matter) else matter)
    require(request.user, verb.right, found.matter)
    return page(request, found, name=name, failed=form, status=422)


def told(form: forms.Form, error: ValidationError) -> None:
    """Put an action's error at its field; one that the form does not have stands above it."""
    fields = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for field, problems in fields.items():
        form.add_error(field if field in form.fields else None, problems)


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one verb."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return act(request, pk, name)

    return view


#: An address for each verb: ``/fragor/12/svara/`` is named ``matter_answer``.
urls: list[URLPattern] = [
    path(f"<int:pk>/{verb.path}/", view_of(name), name=f"matter_{name}")
    for name, verb in VERBS.items()
]


@login_required
@require_POST
def visibility(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a matter or take it away; the button says which."""
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    assert isinstance(request.user, User)
    try:
        actions.set_visibility(matter, public="show" in request.POST, by=request.user)
    except Stale:
        messages.warning(request, gettext("Somebody else changed the matter just before you."))
    else:
        messages.success(request, gettext("Done."))
    return redirect(matter)
