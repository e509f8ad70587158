"""``/granskat/guide.process/3/``: read a text again and say that it is still right."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may

from .actions import right, still_right
from .models import Reviewed


def reviewed_model(label: str) -> type[Reviewed]:
    """The noun of an address. Raises Http404 for anything else than a text that is reviewed."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, Reviewed):
        raise Http404
    return model


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The text's own words and one question; only for those who answer for it."""
    by = signed_in(request)
    model = reviewed_model(label)
    thing = get_object_or_404(model.to_review(by), pk=pk)
    if request.method == "POST":
        still_right(thing, by=by)
        messages.success(request, _("Thank you. Now it says that it was looked at today."))
        return redirect(thing.get_absolute_url())
    edit = ""
    if may(by, right(model, "change"), thing):
        app, name = model._meta.app_label, model._meta.model_name
        edit = f"{settings.EDITORIAL_PATH}snippets/{app}/{name}/edit/{thing.pk}/"
    return render(request, "editorial/review.html", {"thing": thing, "edit": edit})
