"""``/jamfor/``: what others do – the overview, the list, one note, its versions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from oppnasoc.following.subjects import Shown, by_word, shown
from oppnasoc.groups.models import Theme
from oppnasoc.language.compare import Piece, changed, words
from oppnasoc.people.rights import may

from .figures import KeyFigure
from .models import Elsewhere, Wording
from .noting import CHECK

ON_THE_OVERVIEW = 6
PER_PAGE = 20
Row = tuple[Elsewhere, Shown]


def with_what_they_are_beside(notes: list[Elsewhere], user: Any) -> list[Row]:
    """Those that this reader may see; one question for each kind of thing."""
    seen = shown([(note.kind, note.thing) for note in notes], user)
    return [(note, seen[key]) for note in notes if (key := (note.kind, note.thing)) in seen]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What one can compare here: notes on others, and figures."""
    latest = Elsewhere.objects.published().order_by("-shown_at", "-id")[:ON_THE_OVERVIEW]
    context = {
        "rows": with_what_they_are_beside(list(latest), request.user),
        "figures": KeyFigure.objects.published()[:ON_THE_OVERVIEW],
    }
    return render(request, "comparison/overview.html", context)


@require_safe
def elsewheres(request: HttpRequest) -> HttpResponse:
    """``/jamfor/sa-gor-andra/?tema=vagen-in&om=fraga-7&sida=2``: the latest facts first."""
    found = Elsewhere.objects.published()
    themes = list(Theme.objects.filter(pk__in=found.order_by().values("theme")))
    theme = next((each for each in themes if each.slug == request.GET.get("tema")), None)
    if theme is not None:
        found = found.filter(theme=theme)
    about: Shown | None = None
    if asked := request.GET.get("om", ""):
        kind, thing = named(asked)
        about = shown([(kind, thing)], request.user).get((kind, thing))
        if about is None:
            raise Http404
        found = found.beside(kind, thing)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "rows": with_what_they_are_beside(list(page), request.user),
        "page": page,
        "themes": themes,
        "theme": theme,
        "about": about,
    }
    return render(request, "comparison/elsewheres.html", context)


def named(written: str) -> tuple[str, int]:
    """The kind and key of ``fraga-7``; Http404 for what is none."""
    word, _dash, number = written.rpartition("-")
    subject = by_word(word)
    if subject is None or not (number.isdecimal() and number.isascii() and len(number) < 12):
        raise Http404
    return subject.kind, int(number)


def seen_note(request: HttpRequest, pk: int) -> Row:
    """A note that this visitor may read, with what it is beside; Http404 otherwise."""
    found = Elsewhere.objects.published().select_related("theme")
    rows = with_what_they_are_beside([get_object_or_404(found, pk=pk)], request.user)
    if not rows:
        raise Http404
    return rows[0]


@require_safe
def elsewhere(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One note."""
    note, beside = seen_note(request, pk)
    if slug != note.slug:
        return redirect(note)
    context = {
        "note": note,
        "beside": beside,
        "versions": note.wordings.count(),
        "checks": may(request.user, CHECK),
    }
    return render(request, "comparison/elsewhere.html", context)


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What a note has told before, and what was put right, in words."""
    note, _beside = seen_note(request, pk)
    found = list(note.wordings.all())
    before: list[Wording | None] = [*found[1:], None]
    changes = [(each, differences(old, each)) for each, old in zip(found, before, strict=True)]
    return render(request, "comparison/versions.html", {"note": note, "changes": changes})


def differences(old: Wording | None, new: Wording) -> list[tuple[str, list[Piece]]]:
    """The parts that tell something else than before; nothing for the first."""
    if old is None:
        return []
    pairs = zip(new.told(), old.told(), strict=True)
    found = [(name, words(before, text)) for (name, text), (_name, before) in pairs]
    return [(name, pieces) for name, pieces in found if changed(pieces)]
