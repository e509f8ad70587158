"""The list of matters and the page of one: the heart of the product."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Party, Theme
from oppnasoc.people.rights import may
from oppnasoc.ui.prepared import prepared
from oppnasoc.voices.models import Voice

from . import sentences
from .models import Judgement, Matter, MatterQuerySet
from .page import page, read

PAGE = 20  # rows of a list

#: The views of the list: address → name and rows.
SHOW = {
    "": pgettext_lazy("matters", "All"),
    "vantar": pgettext_lazy("matters", "Wait the longest"),
    "pa-gang": pgettext_lazy("matters", "Under way"),
    "klart": pgettext_lazy("matters", "In daily use"),
    "sena": pgettext_lazy("matters", "Late"),
    "svar": pgettext_lazy("matters", "Answered"),
    "snabba": pgettext_lazy("matters", "Quick answers"),
}

#: Any other word in the address: a view in which nothing is.
UNKNOWN = "-"


#: The words of an address that choose a party: address → field.
PARTIES = {"hos": "holder", "lotsas": "steward"}


def shown(show: str, start: int, sees_hidden: bool, **chosen: int) -> QuerySet[Matter]:
    """A page of one view of the list, and one row more, so that one sees whether it goes on.

    ``chosen`` may name a theme, holder or steward by its key. The rows of the page are found
    first, and only those are read with their parties.
    """
    found = MatterQuerySet(Matter)
    if not sees_hidden:
        found = found.published()
    ordered = in_order(found.filter(**chosen), show)
    of_the_page = ordered[start : start + PAGE + 1].values("pk")
    rows = MatterQuerySet(Matter).for_a_list().filter(pk__in=of_the_page)
    return rows.order_by(*ordered.query.order_by)


def in_order(found: MatterQuerySet, show: str) -> QuerySet[Matter]:
    """The rows of one view of the list, in its order."""
    if show == "vantar":
        return found.longest_waiting()
    if show == "sena":
        return found.late().order_by("next_on", "id")
    if show == "":
        found = found.filter(merged_into=None, quick=False)
    elif show == "pa-gang":
        found = found.filter(stage="changing")
    elif show == "klart":
        found = found.filter(stage="changed")
    elif show == "snabba":
        found = found.filter(stage="quick")
    elif show == "svar":
        found = found.filter(stage="closed", merged_into=None)
    return found.order_by("-changed_at", "-id")


prepared_shown = prepared(shown)


@prepared
def _counted(matters: list[int]) -> QuerySet[Matter]:
    said = Matter.objects.filter(pk__in=matters, grounds__voice__visibility=Voice.Visibility.PUBLIC)
    no = Judgement.objects.filter(
        ground__matter=OuterRef("pk"),
        better=Judgement.Better.NO,
        outcome_on=F("ground__owed_since"),
        ground__voice__visibility=Voice.Visibility.PUBLIC,
    )
    people = said.annotate(people=Sum("grounds__voice__people_count"))
    return people.annotate(contested=Exists(no)).only("pk").order_by()


def spoken_by(ids: list[int]) -> dict[int, tuple[int, bool]]:
    """How many people have said what each of these matters stands on, and whether somebody who
    raised it says that it did not get better; one query."""
    counted = _counted(matters=ids)
    return {each.pk: (vars(each)["people"], vars(each)["contested"]) for each in counted}


def drawn(matter: Matter, counts: dict[int, tuple[int, bool]]) -> SafeString:
    """A row of the list, with how many said it."""
    people, no = counts.get(matter.pk, (0, False))
    contested = bool(no) and matter.status in Matter.DONE
    return sentences.row(matter, sentences.said_by(people), contested=contested)


@prepared
def all_themes() -> QuerySet[Theme]:
    return Theme.objects.all()


def page_number(request: HttpRequest) -> int:
    """The page that ``?sida=`` asks for, from 1; what is no page number is the first."""
    typed = request.GET.get("sida", "1")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 5 else 1


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """``/fragor/?visa=vantar&tema=vagen-in&hos=3&lotsas=4&sida=2``: twenty rows at a time."""
    show = request.GET.get("visa", "")
    show = show if show in SHOW else UNKNOWN
    number = page_number(request)
    themes = all_themes()
    theme = next((t for t in themes if t.slug == request.GET.get("tema")), None)
    chosen = {"theme": theme.pk} if theme else {}
    parties: dict[str, Party] = {}
    for word, name in PARTIES.items():
        if (key := request.GET.get(word, "")).isdecimal() and len(key) < 12:
            parties[name] = get_object_or_404(Party, pk=key)
            chosen[name] = parties[name].pk
    rows: list[Matter] = []
    if show in SHOW:
        ask = shown if show == "sena" else prepared_shown  # What is late depends on the day.
        sees_hidden = may(request.user, "matters.see_hidden")
        rows = list(ask(show=show, start=(number - 1) * PAGE, sees_hidden=sees_hidden, **chosen))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    counts = spoken_by([m.pk for m in rows])
    query = request.GET.copy()
    query.pop("sida", None)
    context = {
        "rows": [drawn(matter, counts) for matter in rows],
        "views": tuple((key, str(name)) for key, name in SHOW.items()),
        "view": SHOW.get(show, ""),
        "show": show,
        "themes": tuple((t.slug, t.name) for t in themes),
        "theme": theme.slug if theme else "",
        "followed": theme,
        **parties,
        "page": number,
        "previous": number - 1,
        "next": number + 1 if more else None,
        "query": query.urlencode(),
    }
    return render(request, "matters/matters.html", context)


@require_safe
def matter(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One matter. An old or short address is sent on to the present one, and that of a matter
    which was merged to where it goes on, unless its own history is asked for (``?historia=1``)."""
    found = read(request.user, pk)
    if found.matter.merged_into_id and "historia" not in request.GET:
        return redirect("matter_short", found.matter.merged_into_id)
    if slug != found.matter.slug:
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{found.matter.get_absolute_url()}{asked}")
    return page(request, found)
