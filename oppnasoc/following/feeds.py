"""What is new as Atom feeds: for anybody, so only what everybody may read, and without a key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from oppnasoc.outbox.composing import plain, whole
from oppnasoc.trail.actions import Line, lines
from oppnasoc.trail.kinds import registry
from oppnasoc.trail.models import Entry
from oppnasoc.ui.context import municipality

from . import links
from .news import first_of
from .subjects import EVERYTHING, Shown, by_word, entries_of, shown

NEWEST = 30
LOOKED_AT = 90  # entries, since some tell of what is not shown any longer

fresh = cache_control(private=True, no_cache=True)


@dataclass(frozen=True)
class Item:
    """One thing that happened, under the subject that it belongs to first."""

    of: Shown
    line: Line


def newest(wanted: Q) -> list[Item]:
    """What is told to everybody, the latest first; a handful of queries."""
    news = [kind.code for kind in registry.values() if kind.is_news]
    return told(list(Entry.objects.filter(wanted, kind__in=news)[:LOOKED_AT]))[:NEWEST]


def told(entries: Sequence[Entry]) -> list[Item]:
    """Entries as everybody may read them now, in their order."""
    first = first_of(entries)
    may_see = shown(first.values(), None)
    said = lines(entry for entry in entries if first.get(entry.pk) in may_see)
    return [Item(may_see[first[line.entry]], line) for line in said]


@require_safe
@fresh
def subject(request: HttpRequest, word: str, key: int) -> HttpResponseBase:
    """``/folj/fraga/7/flode/``: what is new about one thing."""
    kind = by_word(word)
    found = shown([(kind.kind, key)], None) if kind and key < 2**63 else {}
    if kind is None or not found:
        raise Http404
    of = found[kind.kind, key]
    own = links.feed(kind.kind, key)
    return atom(request, of.title, of.url, own, newest(entries_of(kind.kind, key)))


@require_safe
@fresh
def everything(request: HttpRequest) -> HttpResponseBase:
    """``/folj/allt/flode/``: everything that happens."""
    title = _("Everything that happens")
    return atom(request, title, "/", links.feed(EVERYTHING), newest(Q()))


def atom(
    request: HttpRequest, title: str, url: str, own: str, items: Iterable[Item]
) -> HttpResponseBase:
    """The feed; a reader that has it already is told so."""
    site = municipality().site_name
    made = Atom1Feed(
        title=f"{title} – {site}",
        link=links.absolute(url),
        description="",
        feed_url=links.absolute(own),
        language=get_language(),
    )
    for item in items:
        text = whole(item.line.html)
        made.add_item(
            title=f"{item.of.title}: {Truncator(plain(text)).words(12)}",
            link=links.absolute(item.of.url),
            description=text,  # A summary is HTML.
            unique_id=f"{settings.SITE_URL}/#{item.line.entry}",
            updateddate=item.line.at,
        )
    return served(request, made)


def served(request: HttpRequest, feed: Atom1Feed) -> HttpResponseBase:
    """A feed as it is answered: found by no search engine, and not sent to who has it already."""
    written = feed.writeString("utf-8")
    etag = f'"{hashlib.sha256(written.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(written, content_type=Atom1Feed.content_type)
    answer["ETag"] = etag
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=answer) or answer
