"""What people with rights do on the matter page: one small view for each verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import actions
from .desk import build
from .models import Matter
from .page import page, read

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: An action on a matter; the form's fields are its arguments, by name.
Doing = Callable[..., Any]


def act(request: HttpRequest, pk: int, name: str, done: StrOrPromise, do: Doing) -> HttpResponse:
    """Read the form, do the verb, go back; on an error show the page with the input kept –
    also when the matter was answered meanwhile and no longer offers the form."""
    found = read(request.user, pk)
    matter = found.matter
    assert isinstance(request.user, User)
    form = build(name, request, matter, request.POST)
    if form.is_valid():
        try:
            do(matter, by=request.user, **form.cleaned_data)
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
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(matter)
    require(request.user, "matters.answer" if name == "answer" else "matters.tend", found.matter)
    return page(request, found, failed=form, status=422)


def verb(name: str, do: Doing, done: StrOrPromise) -> Callable[..., HttpResponse]:
    """The view of one verb: the form of that name, the action, and what is said when it is done."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return act(request, pk, name, done, do)

    return view


move = verb("move", actions.move_matter, _("Done. Everybody can see where the matter lies now."))
steward = verb("steward", actions.change_steward, _("Done. Another group sees the matter through."))
note = verb("note", actions.note, _("Done. It stands in the log."))
edit = verb("edit", actions.edit_matter, _("Done. The wording is changed."))
relate = verb("relate", actions.relate, _("Done. The matters point to each other."))
answer = verb("answer", actions.answer, _("Thank you. Your answer is public."))
reopen = verb("reopen", actions.reopen, _("Done. The matter is taken up again."))


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
