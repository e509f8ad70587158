"""People may talk about a post: its group keeps the talk kind, or the editors without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from oppnasoc.discussion.subjects import Keeping, kept_by, talked_of

from .models import Post


@talked_of("news")
def of_posts(things: Sequence[int]) -> Mapping[int, Keeping]:
    found = Post.objects.filter(pk__in=things).select_related("group__party")
    return {
        post.pk: Keeping(post.group, [post.group.party] if post.group else [], not post.live)
        for post in found.defer("body")
    }


@kept_by("news")
def of_groups(groups: Sequence[int]) -> QuerySet[Any, Any]:
    return Post.objects.filter(group__in=groups).order_by().values("pk")
