"""A text that an editor writes: draft, public, corrected, taken back, on time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from oppnasoc.editorial.actions import publish, take_back
from oppnasoc.editorial.publishing import public_versions, publish_on_time
from oppnasoc.editorial.versions import changes, versions
from oppnasoc.news.models import Post
from oppnasoc.people.models import User
from oppnasoc.people.tests.people import make_user
from oppnasoc.trail.models import Entry

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def make_post(by: User | None, title: str = "Soppa på torsdagar", **fields: object) -> Post:
    """A public post."""
    words = {"summary": "Nu serveras soppa på Ankaret.", **fields}
    post = publish(Post(title=title, **words), by=by)
    assert isinstance(post, Post)
    return post


def kinds(post: Post) -> list[str]:
    return [entry.kind for entry in Entry.objects.about(post).order_by("pk")]


def test_published_corrected_changed_and_taken_back() -> None:
    editor = make_user("editor")
    post = make_post(editor, body=[("words", "<p>Klockan tolv.</p>")])
    assert kinds(post) == ["news.post_published"]
    post.summary, post.correction = "Nu serveras soppa på Fyren.", "Det är Fyren, inte Ankaret."
    publish(post, by=editor)
    post.summary = "Nu serveras soppa på Fyren. Välkommen."
    publish(post, by=editor)
    take_back(post, by=editor)
    assert kinds(post) == [
        "news.post_published",
        "news.post_corrected",
        "news.post_changed",
        "news.post_withdrawn",
    ]
    assert Entry.objects.about(post).first().actor == editor  # type: ignore[union-attr]
    publish(post, by=editor)
    assert kinds(post)[-1] == "news.post_changed"


def test_only_an_editor_publishes() -> None:
    for by in (make_user(), make_user("manager"), make_user("administrator"), None):
        with pytest.raises(PermissionDenied):
            make_post(by)
    assert not Post.objects.exists()


def test_the_address_waits_for_the_whole_title() -> None:
    """The editor saves by itself while somebody types."""
    editor = make_user("editor")
    draft = Post(title="", summary="", live=False)
    draft.save()
    assert str(draft) == "En text utan rubrik"
    draft.title, draft.summary = "Nya tider", "Vi öppnar åtta."
    draft.save_revision(user=editor)
    publish(draft, by=editor)
    draft.refresh_from_db()
    assert draft.slug == "nya-tider"
    draft.title = "Nya öppettider"
    publish(draft, by=editor)
    draft.refresh_from_db()
    assert draft.slug == "nya-tider"


def test_on_its_minute(client: Client) -> None:
    editor = make_user("editor")
    with time_machine.travel(NOON, tick=False):
        post = Post(title="Öppet hus", summary="Kom.", go_live_at=NOON + timedelta(hours=1))
        publish(post, by=editor)
        assert not post.live
        assert kinds(post) == []
        assert client.get(post.get_absolute_url()).status_code == 404
        assert publish_on_time(NOON + timedelta(minutes=59)) == 0
    with time_machine.travel(NOON + timedelta(hours=1, seconds=1), tick=False):
        assert publish_on_time(NOON + timedelta(hours=1, seconds=1)) == 1
        assert publish_on_time(NOON + timedelta(hours=1, seconds=1)) == 0
    assert kinds(post) == ["news.post_published"]
    assert client.get(post.get_absolute_url()).status_code == 200


def test_until_its_minute(client: Client) -> None:
    post = make_post(make_user("editor"), expire_at=datetime(2100, 1, 1, tzinfo=UTC))
    assert publish_on_time(datetime(2100, 1, 2, tzinfo=UTC)) == 1
    assert kinds(post)[-1] == "news.post_withdrawn"
    assert client.get(post.get_absolute_url()).status_code == 410


def test_a_draft_is_seen_by_nobody_and_what_is_taken_back_is_said(client: Client) -> None:
    editor = make_user("editor")
    draft = Post(title="Hemligt utkast", summary="Ännu inte.", live=False)
    draft.save()
    draft.save_revision(user=editor)
    assert client.get(draft.get_absolute_url()).status_code == 404
    post = make_post(editor)
    take_back(post, by=editor)
    answer = client.get(post.get_absolute_url())
    assert answer.status_code == 410
    assert "Soppa" not in answer.content.decode()
    assert client.get(f"{post.get_absolute_url()}versioner/").status_code == 410


def test_versions_in_words(client: Client) -> None:
    editor = make_user("editor")
    post = make_post(editor, body=[("words", "<p>Klockan tolv.</p>")])
    post.title, post.body = "Soppa på fredagar", [("words", "<p>Klockan ett.</p>")]
    publish(post, by=editor)
    draft = Post.objects.get(pk=post.pk)
    draft.title = "Ingen soppa"
    draft.save_revision(user=editor)
    last, first = changes(versions(Post.objects.get(pk=post.pk)))
    assert [name for name, _ in last.differences] == ["Rubrik", "Text"]
    assert first.differences == []
    assert first.version.number == 1
    page = client.get(f"{post.get_absolute_url()}versioner/").content.decode()
    assert "fredagar" in page
    assert "Ingen soppa" not in page
    assert len(public_versions(post)) == 2


def test_the_address_stays_and_is_its_own() -> None:
    editor = make_user("editor")
    one, two = make_post(editor), make_post(editor)
    assert (one.slug, two.slug) == ("soppa-pa-torsdagar", "soppa-pa-torsdagar-2")
    one.title = "Helt annat"
    publish(one, by=editor)
    assert Post.objects.get(pk=one.pk).slug == "soppa-pa-torsdagar"


def test_what_stands_in_every_part() -> None:
    body = [
        ("heading", "När?"),
        ("words", "<p>Varje <b>torsdag</b></p><ul><li>soppa</li><li>bröd &amp; smör</li></ul>"),
        ("quote", {"words": "Bästa soppan.", "who": "Besökare"}),
        ("box", {"title": "Bra att veta", "text": "<p>Gratis.</p>"}),
        ("other_language", {"language": "ar", "title": "", "text": "<p>مرحبا</p>"}),
    ]
    post = make_post(make_user("editor"), body=body)
    assert post.plain_body.splitlines() == [
        "När?",
        "Varje torsdag",
        "soppa",
        "bröd & smör",
        "Bästa soppan.",
        "Besökare",
        "Bra att veta",
        "Gratis.",
        "مرحبا",
    ]
    page = Client().get(post.get_absolute_url()).content.decode()
    assert '<section class="card" lang="ar" dir="rtl">' in page
    assert "<b>torsdag</b>" in page
