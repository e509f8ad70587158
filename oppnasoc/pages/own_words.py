"""``/grupper/<slug>/med-egna-ord/``: the group decides what is told of its last quarter."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oppnasoc.groups.editing import back, done, fetch, sent, who
from oppnasoc.groups.models import Group
from oppnasoc.people.rights import may, require
from oppnasoc.ui.veiling import Quarter
from oppnasoc.voices import marks

from .approving import TAKE_BACK, TELL, put_away, show, take_back
from .proposing import facts_of, latest_over, proposal
from .telling import MOST, Telling, told_since


class WordsForm(forms.Form):
    """What the group tells of a quarter."""

    text = forms.CharField(
        label=gettext_lazy("What the group tells"),
        help_text=gettext_lazy(
            "Two or three short sentences. No names. If you can, read them at a meeting first."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
        error_messages={"required": gettext_lazy("Write what the group wants to tell.")},
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def own_words(request: HttpRequest, slug: str) -> HttpResponse:
    """The proposal or what stands, to change, show, leave for this time, or take back."""
    group, by = fetch(request, Group, TAKE_BACK, slug=slug), who(request)
    quarter = _asked_for(request)
    context: dict[str, Any] = {"group": group, "quarter": quarter, "shown": _shown(group)}
    if not may(by, TELL, group):
        require(by, TELL if request.method == "POST" else TAKE_BACK, group)
        return render(request, "pages/own_words.html", context)
    told = Telling.objects.filter(group=group, quarter=quarter.begins).first()
    proposed = proposal(facts_of([group.pk], quarter)[group.pk])
    form = WordsForm(sent(request), initial={"text": (told and told.text) or proposed})
    context |= {"form": form, "told": told, "nothing": not proposed}
    text = request.POST.get("text", "")
    valid = form.is_valid()
    if "not_now" in request.POST:
        if done(form, lambda: put_away(group, quarter, text, by=by)):
            return back(request, group, _("Nothing is told this time. You may change your mind."))
    elif valid:
        look = {} if "seen" in request.POST else marks.to_look_at(form.cleaned_data["text"])
        if look.get("found"):
            return render(request, "pages/own_words.html", context | look)
        if done(form, lambda: show(group, quarter, text, by=by)):
            return back(request, group, _("Now everybody can read it."))
    status = 422 if form.is_bound else 200
    return render(request, "pages/own_words.html", context, status=status)


def _asked_for(request: HttpRequest) -> Quarter:
    """The quarter that the page is about: ``?kvartal=2026-2``, else the latest that is over.

    Http404 for one that is not over, or whose words are too old to be shown.
    """
    today = timezone.localdate()
    written = request.POST.get("kvartal") or request.GET.get("kvartal")
    if not written:
        return latest_over(today)
    if not (read := re.fullmatch(r"(\d{4})-([1-4])", written)):
        raise Http404
    quarter = Quarter(int(read[1]), int(read[2]))
    if not Quarter.of(told_since(today)) <= quarter < Quarter.of(today):
        raise Http404
    return quarter


def _shown(group: Group) -> Telling | None:
    """What stands on open pages now."""
    since = told_since(timezone.localdate())
    found = Telling.objects.shown().filter(group=group, quarter__gte=since)
    return found.order_by("-quarter").first()


@login_required
@require_POST
def words_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take away what stands; what does not stand is not there."""
    group = fetch(request, Group, TAKE_BACK, slug=slug)
    telling = get_object_or_404(Telling.objects.shown().select_related("group"), group=group, pk=pk)
    take_back(telling, by=who(request))
    page = reverse("own_words", args=[slug])
    to = f"{page}?kvartal={Quarter.of(telling.quarter)}"
    return back(request, to, _("It is gone from the open pages. You can show it again."))
