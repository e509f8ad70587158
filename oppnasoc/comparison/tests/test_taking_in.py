"""What others have solved comes, is shown beside ours, and goes when they take it away."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from oppnasoc.comparison import fetching
from oppnasoc.comparison.actions import clean_address, subscribe, take_in, unsubscribe
from oppnasoc.comparison.alike import renew, with_any
from oppnasoc.comparison.installation_panels import solved_elsewhere
from oppnasoc.comparison.models import Borrowed, Installation, Nearness
from oppnasoc.comparison.rounds import read_others
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale, record
from oppnasoc.trail.models import Entry
from tests.town import Parties, make_matter, make_parties

from .another import Another

OURS = "Varför tar det så lång tid att få besked om försörjningsstöd?"
THEIRS = "Beskeden om försörjningsstöd tar för lång tid"
SOLVED = {"oppnasoc__stage": "in_use", "oppnasoc__evidence": "Nu tar det fem dagar."}
HEADING = "Has another municipality solved this?"


@pytest.fixture
def parties(db: None) -> Parties:
    return make_parties()


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("redaktor@example.se", name="Red Aktör", is_editor=True)


@pytest.fixture
def ours(parties: Parties) -> Matter:
    return make_matter(OURS, parties.group, parties.unit, summary="Vi väntar på svar.")


@pytest.fixture
def read(other: Another, editor: User) -> Installation:
    other.paper(1, THEIRS, **SOLVED)
    other.paper(2, "Vi vill ha fler cykelställ", **SOLVED)
    other.paper(3, "Besked om försörjningsstöd dröjer", oppnasoc__stage="open")
    return subscribe(other.url, name="Granby", by=editor)


def page(matter: Matter) -> str:
    with_any.forget()
    client = Client()
    client.cookies["django_language"] = "en"
    return client.get(matter.get_absolute_url()).content.decode()


def test_the_nearest_solved_one_is_shown_with_where_it_is_from(
    ours: Matter, read: Installation, other: Another
) -> None:
    taken = take_in(read)
    assert (taken.changed, taken.gone) == (3, 0)
    shown = page(ours)
    assert HEADING in shown
    assert THEIRS in shown
    assert f'href="{other.url}/fragor/1/"' in shown
    assert "in Granby" in shown
    assert "Nu tar det fem dagar." in shown
    assert "cykelställ" not in shown
    assert "dröjer" not in shown  # Nobody has solved that one.
    read.refresh_from_db()
    assert read.since is not None
    assert read.next_at > timezone.now() + timedelta(hours=23)


def test_what_they_take_away_goes(ours: Matter, read: Installation, other: Another) -> None:
    take_in(read)
    read.refresh_from_db()
    other.withdraw(1)
    taken = take_in(read)
    assert (taken.changed, taken.gone) == (0, 1)
    assert any("modified_since" in asked for asked in other.asked)
    assert HEADING not in page(ours)
    assert Borrowed.objects.count() == 2
    assert take_in(read).gone == 0


def test_a_whole_reading_drops_what_is_not_named(read: Installation, other: Another) -> None:
    take_in(read)
    other.papers = other.papers[1:]
    Installation.objects.update(since=None)
    read.refresh_from_db()
    assert take_in(read).gone == 1


def test_what_changes_there_changes_here(ours: Matter, read: Installation, other: Another) -> None:
    take_in(read)
    read.refresh_from_db()
    entries = Entry.objects.filter(kind="comparison.taken_in")
    assert entries.count() == 1
    assert take_in(read).changed == 0
    assert entries.count() == 1
    other.paper(3, "Besked om försörjningsstöd dröjer", **SOLVED)
    assert take_in(read).changed == 1
    assert "dröjer" in page(ours)


def test_we_stop_and_nothing_stays(ours: Matter, read: Installation, editor: User) -> None:
    take_in(read)
    unsubscribe(read, by=editor)
    assert not Borrowed.objects.exists()
    assert not Nearness.objects.exists()
    assert HEADING not in page(ours)
    with pytest.raises(Stale):
        unsubscribe(read, by=editor)
    again = subscribe(read.address, name="Granby", by=editor)
    assert again.pk == read.pk
    assert take_in(again).changed == 3


def test_nothing_is_kept_of_one_that_we_stopped_meanwhile(read: Installation, editor: User) -> None:
    unsubscribe(Installation.objects.get(pk=read.pk), by=editor)
    assert take_in(read).changed == 0
    assert not Borrowed.objects.exists()


@pytest.mark.parametrize(("path", "odd"), [
    ("/oparl/v1.1/system", {"type": "x"}),
    ("/oparl/v1.1/body", {"data": []}),
    ("/oparl/v1.1/body/1/paper", {"data": [{"id": "https://annan.example/1"}], "links": {}}),
    ("/oparl/v1.1/body/1/paper", {"data": [], "links": {"next": "https://annan.example/1"}}),
    ("/oparl/v1.1/body/1/paper", {"data": "nej", "links": {}}),
])  # fmt: skip
def test_what_goes_wrong_leaves_everything_as_it_was(
    path: str, odd: Any, read: Installation, other: Another
) -> None:
    take_in(read)
    read.refresh_from_db()
    other.odd[path] = lambda: (200, {}, json.dumps(odd).encode())
    with pytest.raises(fetching.Fault):
        take_in(read)
    assert Borrowed.objects.count() == 3
    read.refresh_from_db()
    assert read.fault in ("format", "redirect")
    assert timezone.now() < read.next_at < timezone.now() + timedelta(hours=4)
    other.odd.clear()
    take_in(read)
    read.refresh_from_db()
    assert read.fault == ""


def test_their_words_are_words_and_nothing_else(
    ours: Matter, read: Installation, other: Another
) -> None:
    other.paper(1, f"{THEIRS}<script>alert(1)</script>\x00", web="javascript:alert(1)",
                oppnasoc__stage="in_use", oppnasoc__evidence=["x"], keyword="nej",
                modified="i går")  # fmt: skip
    take_in(read)
    shown = page(ours)
    assert "<script>alert" not in shown
    assert "javascript:" not in shown
    assert "&lt;script&gt;" in shown
    row = Borrowed.objects.get(address__endswith="/1")
    assert row.web == row.address
    assert row.evidence == row.themes == ""
    assert "\x00" not in row.title


def test_a_new_matter_of_ours_is_compared_when_it_is_written(
    parties: Parties,
    read: Installation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    take_in(read)
    new = make_matter(OURS, parties.group, parties.unit)
    with django_capture_on_commit_callbacks(execute=True):
        record("matters.edited", new)
    assert HEADING in page(new)
    Matter.objects.filter(pk=new.pk).update(visibility="hidden")
    assert renew([new.pk]) == 0


def test_the_page_of_a_matter_asks_nothing_more_when_nobody_has_solved_it(
    parties: Parties,
    ours: Matter,
    read: Installation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    take_in(read)
    alone = make_matter("Kan hunden följa med?", parties.group, parties.unit)
    with_any()
    with django_assert_num_queries(0):
        assert solved_elsewhere(HttpRequest(), alone) == ""
    with django_assert_num_queries(1):
        assert THEIRS in solved_elsewhere(HttpRequest(), ours)


def test_the_worker_reads_each_in_its_turn(read: Installation, other: Another) -> None:
    assert read_others(timezone.now()) == 1
    assert Borrowed.objects.count() == 3
    assert read_others(timezone.now()) == 0
    assert read_others(timezone.now() + timedelta(days=1, minutes=1)) == 1
    other.odd["/oparl/v1.1/system"] = lambda: (500, {}, b"")
    assert read_others(timezone.now() + timedelta(days=3)) == 1
    read.refresh_from_db()
    assert read.fault == "status"


def test_who_may(other: Another, db: None) -> None:
    for number, manages in enumerate((False, True)):
        by = User.objects.create_user(f"p{number}@example.se", name="P", is_manager=manages)
        with pytest.raises(PermissionDenied):
            subscribe(other.url, name="Granby", by=by)
    with pytest.raises(PermissionDenied):
        subscribe(other.url, name="Granby", by=None)


def test_addresses_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clean_address(" Granby.example/fragor/?x=1 ") == "https://granby.example"
    for wrong in ("http://granby.example", "http://localhost:8000", "ftp://granby.example", "a b"):
        with pytest.raises(ValidationError):
            clean_address(wrong)


def test_the_page_on_which_it_is_done(other: Another, editor: User) -> None:
    client = Client()
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    wrong = client.post("/jamfor/andra/", {"name": "Granby", "address": "ftp://x"})
    assert wrong.status_code == 422
    assert 'value="ftp://x"' in wrong.content.decode()
    done = client.post("/jamfor/andra/", {"name": "Granby", "address": other.url}, follow=True)
    assert "not read yet" in done.content.decode()
    found = Installation.objects.get()
    Installation.objects.update(fault="private")
    with translation.override("en"):
        said = str(fetching.FAULTS["private"])
    assert said in client.get("/jamfor/andra/").content.decode()
    twice = client.post("/jamfor/andra/", {"name": "Annan", "address": other.url})
    assert twice.status_code == 422
    client.post(f"/jamfor/andra/{found.pk}/sluta/")
    assert not Installation.objects.filter(subscribed=True).exists()


def test_the_command(other: Another, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    other.paper(1, THEIRS, **SOLVED)
    call_command("opendata", "import", other.url)
    assert "1 new or changed, 0 gone" in capsys.readouterr().out
    call_command("opendata", "import", other.url)
    assert "0 new or changed" in capsys.readouterr().out
    call_command("opendata", "compare")
    assert "things are new" in capsys.readouterr().out
    other.odd["/oparl/v1.1/system"] = lambda: (404, {}, b"")
    with pytest.raises(CommandError, match="something is wrong"):
        call_command("opendata", "import", other.url)
    with pytest.raises(CommandError, match="https://example"):
        call_command("opendata", "import", "ftp://x")
