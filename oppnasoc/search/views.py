"""The pages of the search: what was found, what is offered while one types, and the feed."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from oppnasoc.people.rights import may
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill, fill_each
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.registry import told

from . import finding, vain
from .asked import Asked
from .drawing import Choice, filters, orders, plain, rows, to_choose
from .finding import Results
from .outbox import settle, still_there
from .sources import some_examples, sources

OFFERS = 8
#: A feed wants a day, and one that stays: otherwise it would be news each day.
UNDATED = date(2000, 1, 1)
OFFER = '<li role="option" aria-selected="false" data-url="{}" data-text="{}">{}{}</li>'

fresh = cache_control(private=True, no_cache=True)


@require_safe
@fresh
def search(request: HttpRequest) -> HttpResponse:
    """``/sok/?q=handläggare``: what was found and why; without a query, what one can look for."""
    asked = Asked.by(request)
    context: dict[str, object] = {
        "asked": asked,
        "may_edit": may(visitor(request), "search.edit_words"),
    }
    if asked.query:
        settled = settle()
        results = asked.find()
        if not results.total and asked == Asked(asked.query):
            vain.note(asked.query, timezone.localdate())
        hits = results.hits if settled else still_there(results.hits)
        wanted = [hit.party for hit in hits if hit.party] + to_choose(asked, results)
        names = told("search.party", wanted)
        context |= {
            "results": results,
            "rows": rows(hits, names),
            "why": why(results),
            "filters": filters(asked, results, names),
            "orders": orders(asked) if hits else "",
            "everything": Asked(asked.query).url(),
            "feed": asked.url("search_feed"),
            "previous": asked.url(page=results.page - 1) if results.page > 1 else "",
            "next": asked.url(page=results.page + 1) if results.page < results.pages else "",
        }
    else:
        context["examples"] = [
            Choice(Asked(query=each).url(), each) for each in some_examples(OFFERS)
        ]
    return render(request, "search/search.html", context)


def why(results: Results) -> list[str]:
    """How the query was read where it was read otherwise than it stands, in sentences."""
    said = []
    corrected = [unit for unit in results.read if unit.corrected]
    for unit in corrected:
        words = {"typed": unit.typed, "read": unit.corrected}
        said.append(_("You wrote %(typed)s. Showing hits for %(read)s.") % words)
    if also := list(dict.fromkeys(word for unit in results.read for word in unit.also)):
        said.append(_("Showing hits for %(words)s too.") % {"words": listed(also)})
    return said


def listed(words: list[str]) -> str:
    """Words as one lists them: 'a, b or c'."""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}


@require_safe
@fresh
def suggestions(request: HttpRequest) -> HttpResponse:
    """``/sok/forslag/?q=hand``: the options of the search field's list, a piece of HTML."""
    known = finding.suggest(Asked.by(request).query, OFFERS) if settle() else []
    labels = {source.kind: source.label for source in sources()}
    offers = fill_each(
        "",
        OFFER,
        (
            (
                each.url or "",
                each.text,
                each.text,
                fill(' <span class="meta">{}</span>', labels[each.kind]) if each.url else "",
            )
            for each in known
        ),
    )
    answer = HttpResponse(offers)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@fresh
def feed(request: HttpRequest) -> HttpResponse:
    """``/sok/flode/?q=…``: a saved search as an Atom feed, the newest first, with its filters."""
    asked = Asked.by(request)
    if not asked.query:
        raise Http404
    settled = settle()
    latest = Asked(asked.query, asked.kind, asked.party, "new")
    name = municipality().site_name
    absolute = request.build_absolute_uri
    atom = Atom1Feed(
        title=_("%(query)s – search on %(site)s") % {"query": asked.query, "site": name},
        link=absolute(asked.url()),
        description="",
        feed_url=absolute(latest.url("search_feed", order="best")),
        language=get_language(),
    )
    labels = {source.kind: str(source.label) for source in sources()}
    hits = latest.find().hits
    for hit in hits if settled else still_there(hits):
        on = hit.on or UNDATED
        atom.add_item(
            title=plain(hit.title_html),
            link=absolute(hit.url),
            description=hit.excerpt_html,  # A summary is HTML.
            unique_id=absolute(hit.url),
            updateddate=timezone.make_aware(datetime.combine(on, time(12))),
            categories=[labels[hit.kind]],
        )
    answer = HttpResponse(atom.writeString("utf-8"), content_type=Atom1Feed.content_type)
    answer["X-Robots-Tag"] = "noindex"
    return answer
