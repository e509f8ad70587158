"""Posts and newsletters to test with."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from oppnasoc.editorial.actions import publish
from oppnasoc.following import actions as follows
from oppnasoc.following.models import Follower
from oppnasoc.news import actions
from oppnasoc.news.choosing import Choice, choices_of
from oppnasoc.news.following import NEWSLETTER, THE_ONE
from oppnasoc.news.models import Linked, Newsletter, Post
from oppnasoc.people.models import User
from oppnasoc.people.tests.people import make_user
from oppnasoc.ui.models import Picture

_number = itertools.count(1)


def make_post(
    title: str = "", *, by: User | None = None, at: datetime | None = None, **fields: Any
) -> Post:
    """A public post; ``at`` is when it became so, ``links`` what it names."""
    links: list[Linked] = fields.pop("links", [])
    words = {"summary": "Nu serveras soppa på Ankaret.", **fields}
    post = Post(title=title or f"Inlägg {next(_number)}", **words)
    post.links = links
    published = publish(post, by=by or make_user("editor"), at=at)
    assert isinstance(published, Post)
    return published


def make_picture(form: str = "JPEG", mode: str = "RGB", **saved: Any) -> Picture:
    """A picture as an editor uploads it; ``saved`` goes to Pillow, such as ``exif``."""
    out = BytesIO()
    Image.new(mode, (900, 600), "green").save(out, form, **saved)
    name = f"prov-{next(_number)}.{form.lower()}"
    picture = Picture(title="Prov", file=ContentFile(out.getvalue(), name))
    picture.save()
    return picture


def make_newsletter(
    *, by: User | None = None, chosen: list[Choice] | None = None, **words: Any
) -> Newsletter:
    """A draft of today's news."""
    by = by or make_user("editor")
    today = timezone.localdate()
    days = {"begins": words.pop("begins", date(today.year, 1, 1)), "ends": today}
    made = actions.begin(words.pop("title", "Nytt i mars"), **days, by=by)
    given = {"title": made.title, "introduction": "Hej alla!", **words}
    return actions.write(
        made, chosen=choices_of(made) if chosen is None else chosen, by=by, **given
    )


def subscribe(address: str, channel: str = "email") -> Follower:
    """Somebody who has said yes to the newsletter from her own address."""
    follows.follow_from(channel, address, NEWSLETTER, THE_ONE, rhythm="at_once")
    follower = Follower.objects.get(address=address)
    follows.confirm(follower)
    return follower
