"""Who answers when somebody asks about a post: the group that it is from."""

from __future__ import annotations

from oppnasoc.groups.answering import answers_for
from oppnasoc.groups.models import Party

from .models import Post


@answers_for("news_post", "news_post_versions")
def whose_news(slug: str) -> Party | None:
    found = Post.objects.filter(live=True, slug=slug).exclude(group=None)
    return Party.objects.filter(pk__in=found.values("group")).first()
