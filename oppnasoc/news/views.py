"""``/nyheter/``: posts, one post, its versions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oppnasoc.editorial import pages

from .models import Post


@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One post."""
    return pages.show(request, Post.objects.select_related("group__party", "theme"), slug=slug)


@require_safe
def post_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been changed in a post."""
    return pages.show_versions(request, Post.objects.all(), slug=slug)
