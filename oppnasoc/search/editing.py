"""The pages on which editors tend the words of the search."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import finding, wording
from .forms import StopWordsForm, WordsForm
from .models import StopWord, WordGroup

REMOVED = "removed_words"
BEFORE = "stop_words_before"  # the list as it was before it was changed last


def who(request: HttpRequest) -> User:
    """The signed-in person, who may tend the words. Raises PermissionDenied."""
    by = request.user
    require(by, "search.edit_words")
    assert isinstance(by, User)
    return by


def sent(request: HttpRequest) -> Any:
    """What a form is filled with: also an empty form that was sent is wrong and says so."""
    return request.POST if request.method == "POST" else None


def saved(form: forms.Form, do: Callable[[], object]) -> bool:
    """Whether the action went through; what it refuses is said at the field."""
    try:
        do()
    except ValidationError as error:
        form.add_error(None, error)
    except Stale:
        form.add_error(None, _("Somebody else changed it first. Look at the page again."))
    return not form.errors


@never_cache
@login_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """``/sok/ord/?prova=…``: the words that mean the same, and how a search is read with them."""
    who(request)
    tried = " ".join(request.GET.get("prova", "")[: finding.LONGEST].split())
    groups = list(WordGroup.objects.order_by("words", "pk"))
    context: dict[str, Any] = {
        "groups": [(each, each.words.splitlines(), each.asked.splitlines()) for each in groups],
        "stop_words": StopWord.objects.count(),
        "tried": tried,
        "results": finding.find(tried) if tried else None,
        "removed": request.session.get(REMOVED),
        "stop_words_before": request.session.get(BEFORE),
    }
    return render(request, "search/words.html", context)


@never_cache
@login_required
def words_new(request: HttpRequest) -> HttpResponse:
    by = who(request)
    form = WordsForm(sent(request))
    if form.is_valid() and saved(form, lambda: wording.add_words(by=by, **form.cleaned_data)):
        messages.success(request, _("Saved. The search goes by them now."))
        return redirect("search_words")
    return show(request, form, _("New words that mean the same"))


@never_cache
@login_required
def words_edit(request: HttpRequest, pk: int) -> HttpResponse:
    by = who(request)
    group = get_object_or_404(WordGroup, pk=pk)
    initial = {"words": group.words, "asked": group.asked, "note": group.note}
    form = WordsForm(sent(request), initial=initial)
    if form.is_valid() and saved(
        form, lambda: wording.change_words(group, by=by, **form.cleaned_data)
    ):
        messages.success(request, _("Saved. The search goes by them now."))
        return redirect("search_words")
    return show(request, form, _("Change words that mean the same"))


@login_required
@require_POST
def words_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a group of words; the next page offers the way back. Pressed twice is once."""
    by = who(request)
    if group := WordGroup.objects.filter(pk=pk).first():
        with suppress(Stale):
            wording.remove_words(group, by=by)
            kept = {"words": group.words, "asked": group.asked, "note": group.note}
            request.session[REMOVED] = kept
    return redirect("search_words")


@login_required
@require_POST
def words_back(request: HttpRequest) -> HttpResponse:
    """Bring back what was removed last."""
    by = who(request)
    if removed := request.session.pop(REMOVED, None):
        wording.add_words(by=by, **removed)
        messages.success(request, _("They are back."))
    return redirect("search_words")


@never_cache
@login_required
def stop_words(request: HttpRequest) -> HttpResponse:
    """The whole list at once; the next page offers the list as it was."""
    by = who(request)
    there = "\n".join(StopWord.objects.order_by("word").values_list("word", flat=True))
    form = StopWordsForm(sent(request), initial={"words": there})
    if form.is_valid() and saved(
        form, lambda: wording.set_stop_words(form.cleaned_data["words"], by=by)
    ):
        messages.success(request, _("Saved. The search goes by them now."))
        request.session[BEFORE] = None if "undo" in request.POST else there
        return redirect("search_words")
    return show(request, form, _("Words that a search leaves out"))


def show(request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "search/words_form.html", {"form": form, "title": title}, status=status)
