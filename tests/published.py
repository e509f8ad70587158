"""News for the tests of the whole house: what is public, and a canary in all that is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from oppnasoc.editorial.actions import publish, take_back
from oppnasoc.groups.models import Group, Theme
from oppnasoc.matters.models import Matter
from oppnasoc.news.models import Linked, Newsletter, Post
from oppnasoc.people.models import User


@dataclass
class News:
    """A post and a sent newsletter that everybody may read; posts and a letter that nobody may."""

    post: Post
    withdrawn: Post
    sent: Newsletter
    draft: Newsletter


def make_news(group: Group, theme: Theme, matter: Matter, editor: User) -> News:
    post = Post(title="Nu finns en bänk", summary="Den står vid dörren.", group=group, theme=theme)
    post.body = [("words", "<p>Kom och sitt.</p>")]
    post.links = [Linked(address=matter.get_absolute_url(), kind="matter", thing=matter.pk)]
    publish(post, by=editor)
    changed = Post.objects.get(pk=post.pk)
    changed.title = "Kanarieändring"  # A draft of what is public.
    changed.save_revision(user=editor)
    draft = Post(title="Kanarieinlägg", summary="Kanarieinlägg.", group=group, live=False)
    draft.save()
    draft.save_revision(user=editor)
    later = timezone.now() + timedelta(days=1)
    publish(Post(title="Kanariesenare", summary="Snart.", go_live_at=later), by=editor)
    gone = Post(title="Taget tillbaka", summary="Kanarieånger.", group=group, theme=theme)
    publish(gone, by=editor)
    take_back(gone, by=editor)
    today = timezone.localdate()
    days = {"begins": today - timedelta(days=30), "ends": today}
    sent = Newsletter.objects.create(
        title="Nytt i mars",
        introduction="Hej!",
        chosen=[["post", post.pk], ["post", gone.pk]],
        status=Newsletter.Status.SENT,
        sent_at=timezone.now(),
        **days,
    )
    written = Newsletter.objects.create(
        title="Nästa brev", introduction="Kanarieutskick.", chosen=[["post", post.pk]], **days
    )
    return News(post, gone, sent, written)
