"""``/nyheter/``: posts in lists and by month, one post, its versions, the feed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.editorial import pages
from oppnasoc.following.feeds import NEWEST, fresh, served
from oppnasoc.groups.models import Group, Theme
from oppnasoc.matters.views import all_themes, page_number
from oppnasoc.ui.context import municipality

from .models import Post, PostQuerySet
from .reading import groups_with_posts, months, with_pictures

PER_PAGE = 20


@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One post."""
    rows = PostQuerySet(Post).select_related("group__party", "theme", "picture")
    return pages.show(request, with_pictures(rows), slug=slug)


@require_safe
def post_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been changed in a post."""
    return pages.show_versions(request, Post.objects.all(), slug=slug)


def chosen(request: HttpRequest) -> tuple[Group | None, Theme | None]:
    """The group and the theme that an address asks for. Raises Http404 for what there is not."""
    group = theme = None
    if slug := request.GET.get("grupp"):
        group = get_object_or_404(Group.objects.select_related("party"), slug=slug)
    if slug := request.GET.get("tema"):
        theme = next((each for each in all_themes() if each.slug == slug), None)
        if theme is None:
            raise Http404
    return group, theme


def of(found: PostQuerySet, group: Group | None, theme: Theme | None) -> PostQuerySet:
    if group is not None:
        found = found.filter(group=group)
    return found if theme is None else found.filter(theme=theme)


def asked(group: Group | None, theme: Theme | None) -> str:
    """What is chosen, as it stands in an address."""
    given = {"grupp": group.slug if group else "", "tema": theme.slug if theme else ""}
    return "&".join(f"{name}={slug}" for name, slug in given.items() if slug)


def paged(request: HttpRequest, found: PostQuerySet) -> dict[str, Any]:
    """One page of posts: three queries at any size."""
    number = page_number(request)
    start = (number - 1) * PER_PAGE
    rows = list(with_pictures(found)[start : start + PER_PAGE + 1])
    return {
        "posts": rows[:PER_PAGE],
        "previous": number - 1,
        "page": number,
        "next": number + 1 if len(rows) > PER_PAGE else None,
        "months": months(),
    }


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """``/nyheter/?grupp=fyrengruppen&tema=boende&sida=2``: the latest first."""
    group, theme = chosen(request)
    query = asked(group, theme)
    context = {
        **paged(request, of(PostQuerySet(Post).listed(), group, theme)),
        "group": group,
        "theme": theme,
        "groups": groups_with_posts(),
        "themes": [(each.slug, each.name) for each in all_themes()],
        "query": query,
        "feed": reverse("news_feed") + (f"?{query}" if query else ""),
    }
    return render(request, "news/posts.html", context)


@require_safe
def posts_of_month(request: HttpRequest, year: int, month: str) -> HttpResponse:
    """``/nyheter/2026/03/``: what was published in a month; 404 for one without posts."""
    on = next((m for m in months() if (m.on.year, f"{m.on.month:02}") == (year, month)), None)
    if on is None:
        raise Http404
    last = date.fromordinal(_next_month(on.on).toordinal() - 1)
    found = PostQuerySet(Post).listed().within(on.on, last)
    return render(request, "news/month.html", {**paged(request, found), "month": on})


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


@require_safe
@fresh
def posts_feed(request: HttpRequest) -> HttpResponseBase:
    """``/nyheter/atom/?grupp=…&tema=…``: the latest posts for feed readers."""
    group, theme = chosen(request)
    query = asked(group, theme)
    about = " – ".join(str(each) for each in (group, theme) if each)
    title = _("News: %(about)s") % {"about": about} if about else _("News")
    own = reverse("news_feed") + (f"?{query}" if query else "")
    made = Atom1Feed(
        title=f"{title} – {municipality().site_name}",
        link=settings.SITE_URL + reverse("news") + (f"?{query}" if query else ""),
        description="",
        feed_url=settings.SITE_URL + own,
        language=get_language(),
    )
    for each in of(PostQuerySet(Post).listed(), group, theme)[:NEWEST]:
        made.add_item(
            title=each.title,
            link=settings.SITE_URL + each.get_absolute_url(),
            description=each.summary,
            unique_id=f"{settings.SITE_URL}/nyheter/#{each.pk}",
            pubdate=each.first_published_at,
            updateddate=each.last_published_at,
            categories=[str(name) for name in (each.group, each.theme) if name],
        )
    return served(request, made)
