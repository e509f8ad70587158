"""One pattern for every form of the room: show it, check it, do the verb, go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

M = TypeVar("M", bound=models.Model)


def who(request: HttpRequest) -> User:
    """The signed-in person of a view that nobody else reaches."""
    assert isinstance(request.user, User)
    return request.user


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is given: what was sent, or nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def fetch(request: HttpRequest, model: type[M], permission: str, **where: Any) -> M:
    """The thing to edit; Http404 when there is none, PermissionDenied without the right."""
    thing = get_object_or_404(model._default_manager.all(), **where)
    require(who(request), permission, thing)
    return thing


def done(form: forms.BaseForm, do: Callable[[], Any]) -> bool:
    """Do the verb; what it objects to is shown at the form and the input is kept."""
    try:
        do()
    except Stale:
        form.add_error(None, _("Somebody else came just before you. Look at it and try again."))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        return True
    return False


def back(request: HttpRequest, to: Any, message: str) -> HttpResponse:
    """Go to a page and say there what was done."""
    messages.success(request, message)
    return redirect(to)


def show(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    button: str,
    leave: Any,
    lead: str = "",
    text: str = "",
    second: forms.BaseForm | None = None,
) -> HttpResponse:
    """A page with a form, or two that are sent together.

    ``leave`` is the thing or address that *Cancel* goes back to, ``text`` what it is about.
    """
    context = {
        "form": form,
        "second": second,
        "title": title,
        "button": button,
        "leave": leave,
        "lead": lead,
        "text": text,
    }
    return render(request, "groups/form.html", context, status=422 if form.is_bound else 200)
