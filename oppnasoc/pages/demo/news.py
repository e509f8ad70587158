"""What Sundhamn tells of its work: posts of the last year, and two newsletters."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import Any

from django.core.files import File
from django.utils import timezone

from oppnasoc.editorial.actions import publish, take_back
from oppnasoc.news import actions, sending
from oppnasoc.news.choosing import choices_of
from oppnasoc.news.models import Linked, Post
from oppnasoc.people.models import User
from oppnasoc.ui.models import Picture
from oppnasoc.voices.actions import moment

from .reading import DATA
from .story import Story


def publish_news(story: Story) -> None:
    """Everything in ``news.toml``; one post waits for its day, one is a draft, one is corrected
    and one taken back."""
    table = story.town.week.table("news")
    by, day = story.town.people[table["by"]], story.town.week.day
    posts = sorted(table["post"].values(), key=lambda row: day(row["on"]))
    for row in posts:
        _post(story, row, by, moment(day(row["on"])))
    for row in table["newsletter"].values():
        made = actions.begin(row["title"], begins=day(row["begins"]), ends=day(row["ends"]), by=by)
        words = {"title": made.title, "introduction": row["introduction"]}
        made = actions.write(made, **words, chosen=choices_of(made)[:7], by=by)
        if row.get("sent"):
            actions.send(made, by=by, at=moment(day(row["on"])))
            sending.hand_out(timezone.now())


def _post(story: Story, row: dict[str, Any], by: User, at: datetime) -> None:
    town = story.town
    post = Post(
        title=row["title"],
        summary=row.get("first", row["summary"]),
        easy_read=row.get("easy", ""),
        body=list(_parts(row["text"])),
        group=town.group(row["group"]) if "group" in row else None,
        theme=town.themes[row["theme"]] if "theme" in row else None,
        picture_alt=row.get("alt", ""),
    )
    if "picture" in row:
        post.picture = _picture(row["picture"], row["alt"], by)
    post.links = [_linked(story, name) for name in row.get("links", [])]
    if row.get("draft"):
        post.live = False
        post.save()
        post.save_revision(user=by)
    elif row.get("scheduled"):
        post.go_live_at = at
        publish(post, by=by)
    else:
        publish(post, by=by, at=at)
    if "correction" in row:
        post.summary, post.correction = row["summary"], row["correction"]
        publish(post, by=by, at=at + timedelta(days=1))
    if row.get("withdrawn"):
        take_back(post, by=by, at=at + timedelta(hours=2))


def _linked(story: Story, name: str) -> Linked:
    kind, _, key = name.partition(".")
    thing: Any = story.matters[key] if kind == "matter" else story.town.parties[name]
    return Linked(address=thing.get_absolute_url(), kind=kind, thing=thing.pk)


def _picture(name: str, shows: str, by: User) -> Picture:
    with (DATA / "evidence" / name).open("rb") as file:
        picture = Picture(title=shows[:200], file=File(file, name), uploaded_by_user=by)
        picture.save()
    return picture


def _parts(text: str) -> Any:
    """The parts of a text: headings, quotations, boxes, lists and paragraphs."""
    for part in text.split("\n\n"):
        if part.startswith("## "):
            yield "heading", part[3:]
        elif part.startswith("> "):
            words, _, who = part[2:].partition(" | ")
            yield "quote", {"words": words, "who": who}
        elif part.startswith("! "):
            title, _, words = part[2:].partition(": ")
            yield "box", {"title": title, "text": f"<p>{escape(words, quote=False)}</p>"}
        elif part.startswith("<lista>"):
            rows = "".join(f"<li>{escape(r, quote=False)}</li>" for r in part.splitlines()[1:-1])
            yield "words", f"<ul>{rows}</ul>"
        else:
            yield "words", f"<p>{escape(part, quote=False)}</p>"
