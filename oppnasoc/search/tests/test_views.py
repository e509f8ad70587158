"""The pages of the search: what they show, what they take, and that nothing is too much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oppnasoc.groups.models import Group, Theme
from oppnasoc.groups.tests.making import make_group, make_organisation
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.search import finding, index, wordlist
from oppnasoc.search.asked import Asked
from oppnasoc.search.drawing import rows
from oppnasoc.search.finding import Hit, Results, Unit
from oppnasoc.search.models import Pending
from oppnasoc.search.outbox import touch
from oppnasoc.search.views import why
from oppnasoc.ui.html import EMPTY, fill
from oppnasoc.ui.models import Municipality
from tests.town import make_matter, make_voice

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ODD = [
    "\x00",
    '" OR 1=1 --',
    "AND NOT (",
    "'; DROP TABLE search_document; --",
    "*",
    "\u202eabc\u202c",
    "😀" * 50,
    "<script>alert(1)</script>",
    "å" * 100_000,
    "NEAR(hiss fyren)",
    "%",
    "\ud800",
]


@pytest.fixture(autouse=True)
def _another_index() -> None:
    """The number of documents is remembered for a while, but each test has an index of its own."""
    finding._counted.clear()


def make_said(title: str, group: Group, text: str = "Så är det.", **fields: Any) -> Matter:
    matter = make_matter(title, group, group, **fields)
    Ground.objects.create(matter=matter, voice=make_voice(text))
    return matter


@pytest.fixture
def group() -> Group:
    Municipality(help_phone="040-628 04 10").save()
    group = make_group("Hissgruppen", why="För att hissen ska gå.")
    make_organisation("Föreningen Hissen")
    make_said("Varför står hissen still?", group, "Hissen vid Fyren står varje vecka.")
    make_said("Kan hissen få en spegel?", make_group("Bostadsgruppen"))
    index.rebuild()
    return group


def get(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_what_was_found_with_its_kind_its_group_and_its_words(group: Group) -> None:
    page = get("/sok/?q=hissen+fyren")
    assert "Varför står" in page
    assert '<span class="chip kind">Frågor</span>' in page
    assert "<mark>" in page
    assert "Hissgruppen" in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1") == 1


def test_a_page_is_not_kept_by_anybody_between(group: Group) -> None:
    for path in ("/sok/?q=hissen", "/sok/forslag/?q=hiss", "/sok/flode/?q=hissen"):
        answer = Client().get(path)
        assert "private" in answer["Cache-Control"]
        assert "no-cache" in answer["Cache-Control"]
        assert not answer.cookies


def test_the_kinds_are_links_with_counts(group: Group) -> None:
    page = get("/sok/?q=hissen")
    assert '?q=hissen&amp;typ=matter">Frågor <span class="meta">2</span>' in page
    assert '" aria-current="true">Allt' in page
    chosen = get("/sok/?q=hissen&typ=organisation")
    assert "Föreningen" in chosen
    assert "spegel" not in chosen
    assert 'typ=organisation" aria-current="true">Organisationer' in chosen


def test_the_groups_are_links_too(group: Group) -> None:
    page = get("/sok/?q=hissen")
    assert f'grupp={group.pk}">Hissgruppen' in page
    chosen = get(f"/sok/?q=hissen&grupp={group.pk}")
    assert "Varför står" in chosen
    assert "spegel" not in chosen


def test_the_newest_first(group: Group) -> None:
    old = timezone.now() - timedelta(days=99)
    make_said("Hissen är gammal", group, "Hissen, hissen, hissen.", changed_at=old)
    index.rebuild()
    page = get("/sok/?q=hissen&ordning=nyast&typ=matter")
    assert page.index("spegel") < page.index("gammal")
    assert 'ordning=nyast" aria-current="true">Nyast först' in page


def test_what_has_no_day_is_no_news(group: Group) -> None:
    """Groups, units and the like have none: they come after everything that has happened."""
    page = get("/sok/?q=hissen&ordning=nyast")
    assert page.index("spegel") < page.index("Föreningen")
    feed = ET.fromstring(Client().get("/sok/flode/?q=hissen").content)
    days = [entry.findtext(f"{ATOM}updated", "")[:10] for entry in feed.findall(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert days[-1] == "2000-01-01"
    assert feed.findtext(f"{ATOM}updated", "")[:10] == timezone.localdate().isoformat()


def test_a_feed_holds_no_markup_of_a_reader(group: Group) -> None:
    """A summary is read as HTML: what somebody typed stays text."""
    make_said("Hissen?", group, "<img src=x onerror=alert(1)> i hissen.")
    index.rebuild()
    feed = ET.fromstring(Client().get("/sok/flode/?q=hissen&typ=matter").content)
    found = " ".join(entry.findtext(f"{ATOM}summary", "") for entry in feed.iter(f"{ATOM}entry"))
    assert "onerror" in found
    assert "<img" not in found


def test_page_after_page(group: Group) -> None:
    for number in range(25):
        make_said(f"Hissen nummer {number}?", group)
    index.rebuild()
    finding._counted.clear()
    first = get("/sok/?q=hissen&typ=matter")
    assert first.count('<span class="chip kind">') == finding.PER_PAGE
    assert 'rel="next" href="/sok/?q=hissen&amp;typ=matter&amp;sida=2"' in first
    second = get("/sok/?q=hissen&typ=matter&sida=2")
    assert second.count('<span class="chip kind">') == finding.PER_PAGE
    assert 'rel="prev" href="/sok/?q=hissen&amp;typ=matter"' in second
    assert get("/sok/?q=hissen&typ=matter&sida=3").count('<span class="chip kind">') == 7


def test_when_nothing_is_found_there_is_a_way_on(group: Group) -> None:
    page = get("/sok/?q=xyzzyqq")
    assert "Vi hittade inget" in page
    assert '<form action="/sag-nagot/"><input type="hidden" name="text" value="xyzzyqq">' in page
    assert "040-628 04 10" in page
    assert "flöde" not in page
    assert "Sök överallt" in get("/sok/?q=xyzzyqq&typ=matter")
    assert 'href="/sag-nagot/?text=hissen%20%26%20fyren"' in get("/sok/?q=hissen+%26+fyren")


def test_without_a_query_there_are_examples_of_what_is_public(group: Group) -> None:
    theme = Theme.objects.create(name="Hem", slug="hem")
    Matter.objects.filter(title__contains="spegel").update(theme=theme)
    page = get("/sok/")
    assert '<a href="/sok/?q=Hem">Hem</a>' in page
    Matter.objects.update(visibility="hidden")
    assert "q=Hem" not in get("/sok/")
    assert "Till exempel" not in get("/sok/?q=")


def test_why_is_said_in_sentences() -> None:
    read = (Unit("handlegare", "handläggare"), Unit("sip", also=("samordnad individuell plan",)))
    assert why(Results("handlegare sip", read)) == [
        "Du skrev handlegare. Visar träffar för handläggare.",
        "Visar även träffar för samordnad individuell plan.",
    ]
    both = (Unit("sip", also=("a", "b", "c")),)
    assert why(Results("sip", both)) == ["Visar även träffar för a, b och c."]
    assert why(Results("hiss", (Unit("hiss"),))) == []


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_any_text_is_a_query(group: Group, query: str) -> None:
    for path in ("/sok/", "/sok/forslag/", "/sok/flode/"):
        answer = Client().get(path, {"q": query.encode("utf-8", "surrogatepass")})
        assert answer.status_code in {200, 404}, path
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "more",
    ["typ=x", "typ=%00", "grupp=x", "grupp=-1", f"grupp={2**63 - 1}", f"grupp={2**63}", "grupp=٣",
     "sida=0", "sida=-1", "sida=x", "sida=9999", "sida=²", "ordning=x"],
)  # fmt: skip
def test_any_address_is_a_question(group: Group, more: str) -> None:
    assert Client().get(f"/sok/?q=hissen&{more}").status_code == 200


def test_what_is_not_understood_is_left_out() -> None:
    assert Asked("hiss", kind="matter", page=3).url(order="new") == (
        "/sok/?q=hiss&typ=matter&ordning=nyast"
    )
    assert Asked("å b", party=7).url("search_feed") == "/sok/flode/?q=%C3%A5+b&grupp=7"


def test_suggestions_are_options(group: Group) -> None:
    offers = get("/sok/forslag/?q=hissg")
    assert '<li role="option" aria-selected="false" data-url="/grupper/hissgruppen/"' in offers
    assert "Grupper</span>" in offers
    assert get("/sok/forslag/?q=") == ""


def test_a_saved_search_is_a_feed(group: Group) -> None:
    page = get("/sok/?q=hissen&typ=matter")
    assert 'href="/sok/flode/?q=hissen&amp;typ=matter"' in page
    assert 'type="application/atom+xml"' in page
    answer = Client().get("/sok/flode/?q=hissen&typ=matter")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    titles = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert titles == {"Varför står hissen still?", "Kan hissen få en spegel?"}
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert all(link is not None and link.attrib["href"].startswith("http") for link in links)


def test_what_is_taken_away_is_gone_at_once(
    group: Group, django_capture_on_commit_callbacks: Any
) -> None:
    matter = Matter.objects.get(title__contains="spegel")
    assert "spegel" in get("/sok/?q=spegel")
    Matter.objects.filter(pk=matter.pk).update(visibility="hidden")
    touch("matter", [matter.pk])  # The process is killed before anything is delivered.
    assert Pending.objects.exists()
    for path in ("/sok/forslag/?q=kan+hiss", "/sok/forslag/?q=speg", "/sok/flode/?q=hissen"):
        assert "spegel" not in get(path), path
    assert "Vi hittade inget" in get("/sok/?q=spegel")
    assert "Visar träffar för spegel" not in get("/sok/?q=spgel")


def test_queries_do_not_grow(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordlist, "KEPT", 600.0)  # The editors' words are looked at now and then.
    counts = []
    for number in (25, 50):
        for each in range(number):
            make_said(f"Hissen nummer {each}?", make_group(f"Grupp {number} {each}"))
        index.rebuild()
        finding._counted.clear()
        Client().get("/sok/?q=hissen")
        with CaptureQueriesContext(connection) as queries:
            Client().get("/sok/?q=hissen")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 10


def test_a_hit_says_its_day_and_its_group() -> None:
    day = timezone.localdate()
    hit = Hit("matter", 1, fill("<mark>Hiss</mark>"), EMPTY, "/fragor/1/", day, 7)
    drawn = rows([hit], {7: "Rådet <b>"})
    assert '<h3><a href="/fragor/1/"><mark>Hiss</mark></a></h3>' in drawn
    assert "· Rådet &lt;b&gt;" in drawn


def test_the_field_has_what_is_asked_now_and_nothing_of_another_question(group: Group) -> None:
    assert 'name="q" value="spegel"' in get("/sok/?q=spegel")
    odd = get("/sok/?q=%22%3E%3Cb%3E%EE%80%80")
    assert 'name="q" value="&quot;&gt;&lt;b&gt;\ue000"' in odd
    assert "spegel" not in odd


def test_an_address_is_as_urlencode_would_have_made_it(group: Group) -> None:
    asked = Asked("hiss & trappa 100 %", "matter", 7, "new", 2)
    given = {"q": asked.query, "typ": "matter", "grupp": 7, "ordning": "nyast", "sida": 3}
    assert asked.url(page=3) == f"/sok/?{urlencode(given)}"
    assert asked.url("search_feed", kind="", party=None, order="best") == (
        f"/sok/flode/?{urlencode({'q': asked.query})}"
    )
