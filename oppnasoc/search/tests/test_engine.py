"""The index, the asking and the ranking, on scratch indexes and on the site's own."""

from __future__ import annotations

import html
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from oppnasoc.search import evaluate, finding, wordlist
from oppnasoc.search.index import digest, number, number_of_kind, put_into
from oppnasoc.search.sources import Found
from oppnasoc.search.storing import Store, grams

pytestmark = pytest.mark.django_db

WORDS = """
väntetid väntetiderna handläggare handläggarna brev möte möten råd brukarråd boendestöd
stöd SIP samordnad individuell plan arvode ersättning och på för kaffe hiss trasig
"""
texts = st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join)
DAY = date(2026, 3, 5)


def found(thing: int, text: str, title: str = "", **more: object) -> Found:
    return Found(thing, title, text, f"/{thing}/", **more)  # type: ignore[arg-type]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty index that the search asks instead of the site's."""
    with evaluate.scratch(connection.vendor) as made:
        monkeypatch.setattr(finding, "Store", lambda: made)
        monkeypatch.setattr(finding, "COUNTED_FOR", -1.0)
        monkeypatch.setattr(wordlist, "current", wordlist.default)
        yield made


def fill(store: Store, *documents: Found, gone: tuple[int, ...] = ()) -> None:
    with store.writing():
        put_into(store, "matter", documents, [*(each.thing for each in documents), *gone])


def things(query: str) -> list[int]:
    return [hit.thing for hit in finding.find(query).hits]


def counted(store: Store) -> dict[str, tuple[int, int]]:
    rows = store.rows("SELECT term, documents, anywhere FROM search_word")
    return {term: (documents, anywhere) for term, documents, anywhere in rows}


def test_what_is_inflected_compound_misspelt_or_called_otherwise_is_found(store: Store) -> None:
    fill(
        store,
        found(1, "Handläggarna svarar inte när man ringer."),
        found(2, "Väntetiden till första mötet är åtta veckor."),
        found(3, "En samordnad individuell plan görs tillsammans."),
        found(4, "Kaffet är slut."),
    )
    assert things("handläggare")[0] == 1
    assert things("vänta")[0] == 2
    assert things("väntetider på möten")[0] == 2
    assert things("handlegare")[0] == 1
    assert things("SIP")[0] == 3
    assert things("kafe")[0] == 4
    assert things("xyzzyqwv") == []


def test_what_was_read_is_told(store: Store) -> None:
    fill(store, found(1, "Handläggarna svarar."), found(3, "En samordnad individuell plan."))
    read = finding.find("handlegare och SIP")
    assert [(unit.typed, unit.corrected) for unit in read.read] == [
        ("handlegare", "handläggare"),
        ("SIP", ""),
    ]
    assert "samordnad individuell plan" in read.read[1].also
    assert read.left_out == ("och",)


def test_words_that_matched_are_marked(store: Store) -> None:
    fill(store, found(1, "Brukarråden <b>möts</b> varje månad.", title="Rådens möten & mål"))
    hit = finding.find("råd").hits[0]
    assert hit.title_html == "<mark>Rådens</mark> möten &amp; mål"
    assert hit.excerpt_html == "<mark>Brukarråden</mark> &lt;b&gt;möts&lt;/b&gt; varje månad."


def test_the_stretch_that_says_most_is_shown(store: Store) -> None:
    filler = "Solen sken över torget och alla drack saft i skuggan av träden. " * 12
    fill(store, found(1, f"{filler}Hissen på Verkstadsgatan är trasig sedan i maj. {filler}"))
    excerpt = finding.find("trasig hiss").hits[0].excerpt_html
    assert "<mark>Hissen</mark> på Verkstadsgatan är <mark>trasig</mark>" in excerpt
    assert len(html.unescape(re.sub("<[^>]*>", "", excerpt))) < 300


def test_both_words_count_more_than_one(store: Store) -> None:
    fill(
        store,
        found(1, "Hissen går. " * 8),
        found(2, "Dörren är trasig. " * 8),
        found(3, "Långt in i texten står att någon tycker att hissen ofta är trasig."),
    )
    assert things("trasig hiss")[0] == 3


def test_a_title_counts_more(store: Store) -> None:
    fill(store, found(1, "Om hissen.", title="Annat"), found(2, "Om annat.", title="Hissen"))
    assert things("hiss") == [2, 1]


def test_kinds_and_parties_are_filtered_and_counted(store: Store) -> None:
    for thing in range(1, 8):
        fill(store, found(thing, "Hissen är trasig.", on=DAY + timedelta(thing), party=thing % 2))
    results = finding.find("hiss", party=1)
    assert [hit.thing for hit in results.hits] == [7, 5, 3, 1]
    assert dict(results.parties) == {1: 4, 0: 3}
    assert finding.find("hiss", kind="group").hits == ()
    assert [hit.thing for hit in finding.find("hiss", order="new").hits] == [7, 6, 5, 4, 3, 2, 1]


def test_pages_of_what_was_found(store: Store) -> None:
    fill(store, *(found(n, "Hissen är trasig.", on=DAY) for n in range(1, 26)))
    pages = [finding.find("hiss", page=page) for page in (1, 2, 3, 9)]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 5]
    assert {page.total for page in pages} == {25}
    assert len({hit.thing for page in pages[:3] for hit in page.hits}) == 25


def test_suggestions_begin_as_what_is_typed(store: Store) -> None:
    fill(store, found(1, "Mötet.", title="Hur länge får man vänta?"), found(2, "Väntrummet."))
    offered = finding.suggest("vänt")
    assert ("Hur länge får man vänta?", "/1/") in {(each.text, each.url) for each in offered}
    assert "väntrum" in {each.text for each in offered if each.url is None}
    assert finding.suggest("v") == []


def test_what_is_gone_is_not_suggested_counted_or_spelled(store: Store) -> None:
    fill(store, found(1, "Gertrud Sandspett talade.", title="Sandspett"), found(2, "Kaffe."))
    assert things("sandspet")[0] == 1
    fill(store, gone=(1,))
    assert things("sandspett") == things("sandspet") == []
    assert finding.suggest("sand") == []
    assert finding.find("sandspet").read[0].corrected == ""
    assert "sandspett" not in counted(store)
    assert store.rows("SELECT COUNT(*) FROM search_gram WHERE term = 'sandspett'") == [(0,)]
    assert finding.similar("Gertrud Sandspett talade", kind="matter") == []


def test_similar_things_and_no_nonsense(store: Store) -> None:
    fill(
        store,
        found(1, "Man väntar i åtta veckor.", title="Varför är väntetiden till samtal så lång?"),
        found(2, "Hissen är trasig.", title="När lagas hissen?"),
    )
    alike = finding.similar("Väntetiderna till första samtalet är för långa", kind="matter")
    assert [hit.thing for hit in alike] == [1]
    assert finding.similar("Vad kostar kaffet i kiosken?", kind="matter") == []


@settings(max_examples=25, deadline=None)
@given(st.lists(texts, min_size=1, max_size=12), st.lists(texts, min_size=1, max_size=4))
def test_every_database_finds_the_same(passages: list[str], queries: list[str]) -> None:
    case = evaluate.Case(
        {str(n): text for n, text in enumerate(passages, 1)},
        [evaluate.Query(query, frozenset({"1"}), "") for query in queries],
    )
    one, other = (evaluate.measure(case, vendor) for vendor in ("sqlite", connection.vendor))
    assert [each.found for each in one] == [each.found for each in other]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), texts, st.booleans()), max_size=14))
def test_the_words_are_counted_exactly_whatever_happens(
    steps: list[tuple[int, str, bool]],
) -> None:
    kept: dict[int, Found] = {}
    with evaluate.scratch(connection.vendor) as store, evaluate.scratch("sqlite") as fresh:
        for thing, text, stays in steps:
            if stays:
                kept[thing] = found(thing, text, on=DAY - timedelta(len(text)))
                fill(store, kept[thing])
            else:
                kept.pop(thing, None)
                fill(store, gone=(thing,))
        fill(fresh, *kept.values())
        assert counted(store) == counted(fresh)
        both = "SELECT id, thing, tokens, terms, cuts, digest FROM search_document ORDER BY id"
        assert store.rows(both) == fresh.rows(both)
        mine = Counter(term for (term,) in store.rows("SELECT term FROM search_gram"))
        assert mine == {term: len(grams(term)) for term in counted(store) if grams(term)}
        for word in ("brev", "rad", "stod"):
            either = store.backend.any(map(store.backend.one, (word, f"-{word}")))
            listed = store.rows(store.backend.newest, [either, 99])
            assert len(listed) == counted(store).get(word, (0, 0))[1]


SIGNS = ['"', '"råd" AND (', "NEAR(a b)", "råd*", "'; DROP TABLE", "_råd", "-råd", "@1", ":matter"]
ODD = [
    "\0råd",
    "\u202eråd",
    "👩‍👩‍👧 råd",
    "%",
    "\\",
    "Ȝ;00",
    "råd " * 30_000,
    "å" * 100_000,
    "a-" * 300,
]
NASTY = st.text(max_size=600) | st.sampled_from([*SIGNS, *ODD])


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_any_query_is_safe_quick_and_escaped(query: str) -> None:
    with evaluate.scratch(connection.vendor) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "Store", lambda: store)
        patch.setattr(wordlist, "current", wordlist.default)
        fill(store, found(1, f"<script>råd</script> {query[:2000]}", title="<b>råd & dåd</b>"))
        began = time.process_time()
        results = finding.find(query)
        finding.suggest(query)
        assert time.process_time() - began < 2
        for hit in results.hits:
            for shown in (hit.title_html, hit.excerpt_html):
                assert "<" not in re.sub("</?mark>", "", shown)


def test_a_long_query_is_cut_and_says_so(store: Store) -> None:
    fill(store, found(1, "Hissen."))
    assert finding.find("hissen " + "kaffe " * 20_000).cut
    assert not finding.find("hissen").cut


def test_numbers_sort_by_day_and_tell_the_kind() -> None:
    old, new = number("matter", 9, DAY), number("group", 1, DAY + timedelta(1))
    assert old < new < number("page", 1, None) < 2**63
    assert number_of_kind(new) == number_of_kind("group") != number_of_kind(old)


def test_a_digest_changes_with_everything_that_is_shown() -> None:
    first = found(1, "a", on=DAY)
    others = [found(1, "b", on=DAY), found(1, "a"), found(1, "a", on=DAY, party=1)]
    assert len({digest(each) for each in (first, *others)}) == 4
