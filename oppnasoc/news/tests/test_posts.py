"""Posts as they are read: the page, the lists, the months, the feed; and at what cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oppnasoc.discussion.models import Comment
from oppnasoc.discussion.subjects import about
from oppnasoc.discussion.tending import waiting
from oppnasoc.discussion.writing import write
from oppnasoc.editorial.actions import publish, take_back
from oppnasoc.groups.models import Theme
from oppnasoc.matters.actions import set_visibility
from oppnasoc.matters.tests.scene import make_scene
from oppnasoc.news.linking import at_address
from oppnasoc.news.models import Linked, Post
from oppnasoc.people.tests.people import make_user
from oppnasoc.search import index
from oppnasoc.ui import kept

from .written import make_picture, make_post

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MARCH = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def queries(client: Client, url: str) -> int:
    client.get(url)  # What is kept for seconds is fresh now, and pictures are made.
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_theme_called_as_the_group_is_said_once(client: Client) -> None:
    group = make_scene().parties.group
    make_post("Bänken", group=group, theme=Theme.objects.create(name=group.name, slug="samma"))
    make_post("Soppan", group=group, theme=Theme.objects.create(name="Boende", slug="boende"))
    page = text(client, "/nyheter/")
    assert f"{group.name} · {group.name}" not in page
    assert f"{group.name} · Boende" in page


def test_the_page_of_a_post(client: Client) -> None:
    scene = make_scene()
    group = scene.parties.group
    theme = Theme.objects.create(name="Boende", slug="boende")
    post = make_post(
        "Soppa på torsdagar",
        group=group,
        theme=theme,
        picture=make_picture(),
        picture_alt="En gryta",
    )
    page = text(client, post.get_absolute_url())
    assert f'<a href="{group.get_absolute_url()}">' in page
    assert f'href="/folj/part/{group.pk}/"' in page
    assert f'href="/folj/tema/{theme.pk}/"' in page
    assert f'href="/samtal/nyhet/{post.pk}/"' in page
    assert 'alt="En gryta"' in page
    assert ".webp" in page
    assert "srcset=" in page


class Meta(HTMLParser):
    """The link card that others make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.found[name] = given.get("content") or ""


def test_a_link_card_has_whole_addresses_of_ours(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://oppna.sundhamn.example"
    post = make_post("Soppa", picture=make_picture(), picture_alt="En gryta")
    card = Meta(text(client, post.get_absolute_url())).found
    assert card["og:title"] == "Soppa"
    assert card["og:description"] == card["description"] == post.summary
    assert card["og:url"] == f"https://oppna.sundhamn.example/nyheter/{post.slug}/"
    image = card["og:image"].removeprefix("https://oppna.sundhamn.example/media/")
    assert default_storage.exists(image)


def test_share_texts_ask_no_third_party(client: Client) -> None:
    page = text(client, make_post("Soppa & bröd").get_absolute_url())
    assert "mailto:?subject=Soppa%20%26%20br%C3%B6d&amp;body=" in page
    share = page.split('<details class="explain share"')[1].split("</details>")[0]
    assert "https://" not in share


# Wagtail leaves the file that it had begun to write to the collector of garbage.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_whose_file_is_gone_takes_no_page_with_it(client: Client) -> None:
    """As after a back-up that was put back without its files."""
    post = make_post("Soppa", picture=make_picture(), picture_alt="En gryta")
    assert post.picture is not None
    post.picture.file.storage.delete(post.picture.file.name)
    for path in ("/", "/nyheter/", post.get_absolute_url()):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Soppa" in page.content.decode(), path


def test_a_picture_needs_words() -> None:
    post = Post(title="Bild", summary="En bild.", picture=make_picture())
    with pytest.raises(ValidationError) as wrong:
        post.full_clean(exclude=["slug"])
    assert set(wrong.value.message_dict) == {"picture_alt"}


def test_links_are_found_by_their_address_and_named_as_they_are_called_now(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    scene = make_scene()
    matter = scene.matter
    index.rebuild()
    assert at_address(matter.get_absolute_url()) == ("matter", matter.pk)
    assert at_address(f"http://localhost:8000{matter.get_absolute_url()}?x#y") is not None
    assert at_address(f"/fragor/{matter.pk}-nagot-annat/") == ("matter", matter.pk)
    for nowhere in ("https://example.org/fragor/1-x/", "/fragor/99999-x/", "/", "hej"):
        assert at_address(nowhere) is None
    linked = Linked(address=matter.get_absolute_url())
    linked.clean()
    post = make_post(links=[linked])
    assert matter.title in text(client, post.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        set_visibility(matter, public=False, by=scene.facilitator)
    assert matter.title not in text(client, post.get_absolute_url())


def test_an_address_without_anything_is_refused() -> None:
    with pytest.raises(ValidationError) as wrong:
        Linked(address="/fragor/99999-x/").clean()
    assert "Kopiera hela adressen" in str(wrong.value)


def test_lists_show_the_latest_first_by_group_and_theme(client: Client) -> None:
    scene = make_scene()
    theme = Theme.objects.create(name="Boende", slug="boende")
    old = make_post("Äldst", at=MARCH, group=scene.parties.group)
    new = make_post("Nyast", at=MARCH + timedelta(days=1), theme=theme)
    page = text(client, "/nyheter/")
    assert page.index("Nyast") < page.index("Äldst")
    of_group = text(client, f"/nyheter/?grupp={scene.parties.group.slug}")
    assert old.title in of_group
    assert new.title not in of_group
    of_theme = text(client, "/nyheter/?tema=boende")
    assert new.title in of_theme
    assert old.title not in of_theme
    assert client.get("/nyheter/?tema=finns-inte").status_code == 404
    assert "Inga nyheter här än" in text(
        client, f"/nyheter/?tema=boende&grupp={scene.parties.group.slug}"
    )


def test_an_empty_list_says_so(client: Client) -> None:
    assert "Inga nyheter än" in text(client, "/nyheter/")


def test_a_month(client: Client) -> None:
    # The last minute of a month in Sweden, and the first of the next.
    make_post("I mars", at=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    make_post("I april", at=datetime(2026, 3, 31, 22, 1, tzinfo=UTC))
    page = text(client, "/nyheter/2026/03/")
    assert "I mars" in page.split("</h1>")[1].split("<section")[0]
    assert "I april" not in page
    assert 'href="/nyheter/2026/04/"' in page
    assert client.get("/nyheter/2026/05/").status_code == 404
    assert client.get("/nyheter/2026/13/").status_code == 404


def test_earlier_and_later(client: Client) -> None:
    posts = [make_post(f"Nummer {n}", at=MARCH + timedelta(days=n)) for n in range(3)]
    page = text(client, posts[1].get_absolute_url())
    assert 'rel="next" href="/nyheter/nummer-2/"' in page
    assert 'rel="prev" href="/nyheter/nummer-0/"' in page
    assert 'rel="prev"' not in text(client, posts[0].get_absolute_url())


def test_the_feed(client: Client) -> None:
    editor = make_user("editor")
    post = make_post("Soppa", at=MARCH)
    post.correction, post.summary = "Det är torsdag.", "På torsdag."
    publish(post, by=editor, at=MARCH + timedelta(days=2))
    answer = client.get("/nyheter/atom/")
    feed = ET.fromstring(answer.content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Soppa"
    assert entry.findtext(f"{ATOM}published") == "2026-03-03T12:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == "2026-03-05T12:00:00+00:00"
    again = client.get("/nyheter/atom/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    take_back(post, by=editor)
    gone = client.get("/nyheter/atom/", headers={"If-None-Match": answer["ETag"]})
    assert gone.status_code == 200
    assert b"Soppa" not in gone.content


def test_a_post_is_news_of_its_group_its_theme_and_everything(client: Client) -> None:
    scene = make_scene()
    theme = Theme.objects.create(name="Boende", slug="boende")
    post = make_post("Soppa på torsdagar", group=scene.parties.group, theme=theme)
    feeds = ("allt", f"part/{scene.parties.group.pk}", f"tema/{theme.pk}", f"nyhet/{post.pk}")
    for feed in feeds:
        assert "Soppa på torsdagar" in text(client, f"/folj/{feed}/flode/"), feed
    take_back(post, by=make_user("editor"))
    assert "Soppa på torsdagar" not in text(client, "/folj/allt/flode/")


def test_a_group_shows_its_latest(client: Client) -> None:
    group = make_scene().parties.group
    for number in range(5):
        make_post(f"Nummer {number}", group=group, at=MARCH + timedelta(days=number))
    page = text(client, group.get_absolute_url())
    assert [f"Nummer {n}" in page for n in range(5)] == [False, False, True, True, True]


def test_it_is_found_by_its_words(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post = make_post("Ett inlägg", body=[("words", "<p>Vi bakade lingonbröd.</p>")])
    assert "Ett inlägg" in text(client, "/sok/?q=lingonbr%C3%B6det")
    with django_capture_on_commit_callbacks(execute=True):
        take_back(post, by=make_user("editor"))
    assert "Ett inlägg" not in text(client, "/sok/?q=lingonbr%C3%B6d")


def test_what_is_not_public_stands_nowhere(client: Client) -> None:
    editor = make_user("editor")
    draft = Post(title="Hemlig kladd", summary="Ännu inte.", live=False)
    draft.save()
    draft.save_revision(user=editor)
    waits = Post(title="Hemlig väntan", summary="Snart.", go_live_at=timezone.now() + timedelta(1))
    publish(waits, by=editor)
    gone = make_post("Hemlig ånger")
    take_back(gone, by=editor)
    index.rebuild()
    kept.forget_all()
    for url in ("/", "/nyheter/", "/nyheter/atom/", "/folj/allt/flode/", "/sok/?q=hemlig"):
        assert "Hemlig " not in text(client, url), url
    for post, status in ((draft, 404), (waits, 404), (gone, 410)):
        assert "Hemlig" not in text(client, post.get_absolute_url(), status)
        assert client.get(f"/folj/nyhet/{post.pk}/").status_code == 404
        assert client.get(f"/samtal/nyhet/{post.pk}/").status_code == 404


def test_somebody_who_is_missing_something_reaches_the_group(client: Client) -> None:
    from oppnasoc.groups.answering import who_answers

    group = make_scene().parties.group
    post = make_post(group=group)
    assert who_answers(post.get_absolute_url()) == group.party
    assert who_answers(make_post().get_absolute_url()) is None


def test_costs_do_not_grow(client: Client) -> None:
    scene = make_scene()
    group, picture = scene.parties.group, make_picture()
    index.rebuild()
    shown: dict[str, Any] = {"group": group, "picture": picture, "picture_alt": "Grönt"}
    linked = [("matter", scene.matter.pk), ("group", group.pk)]

    def more(count: int) -> Post:
        for _ in range(count):
            links = [Linked(address="x", kind=kind, thing=thing) for kind, thing in linked]
            post = make_post(links=links, body=[("words", "<p>Hej.</p>")], **shown)
        return post

    post = more(2)
    urls = ["/nyheter/", f"/nyheter/?grupp={group.slug}", post.get_absolute_url(), "/nyheter/atom/"]
    few = {url: queries(client, url) for url in urls}
    more(25)
    assert {url: queries(client, url) for url in urls} == few
    assert max(few.values()) <= 8, few


def test_an_editor_sees_a_new_post_before_it_is_saved() -> None:
    editor = Client()
    editor.force_login(make_user("editor"), "oppnasoc.people.backends.SignIn")
    url = "/redaktion/snippets/news/post/preview/"
    given = {"title": "Ny buss", "summary": "Den går.", "body-count": "0", "correction": ""}
    given |= {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
    assert editor.post(url, given).json() == {"is_valid": True, "is_available": True}
    page = editor.get(f"{url}?in_preview_panel=true")
    assert page.status_code == 200
    assert "<h1>Ny buss</h1>" in page.content.decode()
    assert not Post.objects.exists()


def test_a_wrong_address_is_told_at_its_field() -> None:
    editor = Client()
    editor.force_login(make_user("editor"), "oppnasoc.people.backends.SignIn")
    given = {"title": "Ny buss", "summary": "Den går.", "body-count": "0", "correction": ""}
    given |= {"links-TOTAL_FORMS": "1", "links-INITIAL_FORMS": "0"}
    given |= {"links-0-address": "/fragor/999-x/", "links-0-DELETE": "", "links-0-id": ""}
    page = editor.post("/redaktion/snippets/news/post/add/", given).content.decode()
    assert "Där finns inget som alla får läsa." in page
    assert not Post.objects.exists()


def test_who_leads_the_group_keeps_the_talk_about_its_post_kind(client: Client) -> None:
    scene = make_scene()
    post = make_post(group=scene.parties.group)
    what = about("news", post.pk, None)
    assert what is not None
    write(what, "Vilken fin bänk!", name="Kim")
    comment = Comment.objects.get()
    assert list(waiting(scene.facilitator)) == [comment]
    assert list(waiting(make_user())) == []
    Comment.objects.update(state=Comment.State.SHOWN)
    assert "Vilken fin bänk!" in text(client, post.get_absolute_url())
