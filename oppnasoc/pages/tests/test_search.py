"""What can be found of the pages that are always there; the index follows the whole town."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.test import Client
from django.utils import translation

from config.prepare import fill_index
from oppnasoc.groups.models import Group
from oppnasoc.pages import demo
from oppnasoc.pages.search import PAGES, documents, every
from oppnasoc.pages.tests.written import forget, written_files
from oppnasoc.search import index, outbox
from oppnasoc.search.models import Document, Pending


def test_pages_are_found_in_swedish_whatever_the_reader_chose(client: Client, db: None) -> None:
    with translation.override("en"):
        found = list(documents([*every(), 0, 99]))
    assert len(found) == len(PAGES)
    about = found[0]
    assert "Är svaret nej" in about.text or "svaret är nej" in about.text.lower()
    assert "<" not in about.text
    for each in found:
        assert client.get(each.url).status_code == 200, each.url


def test_the_index_follows_everything_that_happens_in_a_town(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every action that the demo's two years are made of says what it touched."""
    monkeypatch.setattr(outbox, "paused", nullcontext)
    demo.load()
    forget(written_files())
    assert Pending.objects.exists()
    outbox.deliver()
    wrong = index.differences()
    made_by_hand = {"group", "organisation", "unit", "post", "outside", "meeting", "page"}
    assert wrong.outdated == ()
    assert wrong.extra == ()
    assert {kind for kind, _thing in wrong.missing} <= made_by_hand
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert {"matter", "point"} <= kinds


def test_the_next_start_builds_an_index_that_is_missing(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after an upgrade from a version that had no search."""
    Group.objects.create(name="Rådet")
    fill_index()
    assert "Building the search index" in capsys.readouterr().out
    assert Document.objects.filter(kind="group").count() == 1
    Document.objects.filter(kind="page").delete()
    Document.objects.filter(kind="group").update(title="Nämnden")
    fill_index()
    assert capsys.readouterr().out == ""
    assert Document.objects.filter(kind="page").count() == len(PAGES)
    assert Document.objects.get(kind="group").title == "Nämnden"
