"""The words that editors tend: added, changed, removed, brought back; and how a search is read."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.search import wordlist
from oppnasoc.search.models import StopWord, WordGroup
from oppnasoc.search.wording import add_words, change_words, lines, remove_words, set_stop_words
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES, make_parties, make_people

pytestmark = pytest.mark.django_db

EDITING = {"editor", "administrator"}


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("karin@example.org", name="Karin", is_editor=True)


@pytest.fixture(autouse=True)
def _words_as_they_were() -> Any:
    yield
    wordlist._kept.looked = float("-inf")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_who_may() -> None:
    people = make_people(make_parties())
    assert {role for role in ROLES[1:] if may(people[role], "search.edit_words")} == EDITING
    group = WordGroup.objects.create(words="hiss\nlift")
    for by in (None, people["facilitator"]):
        with pytest.raises(PermissionDenied):
            add_words("hiss\nlift", by=by)
        with pytest.raises(PermissionDenied):
            change_words(group, "hiss\nlift", by=by)
        with pytest.raises(PermissionDenied):
            remove_words(group, by=by)
        with pytest.raises(PermissionDenied):
            set_stop_words("och", by=by)
    assert kinds() == []


def test_words_come_one_a_line_or_between_commas() -> None:
    assert lines("  hiss ,lift\r\n\nHISS\nstor   hiss") == ["hiss", "lift", "stor hiss"]


def test_added_changed_and_removed(editor: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        group = add_words("varuhiss\nkorglyft", asked="lyftis", note="Huset", by=editor)
    assert wordlist.current().also(wordlist.key_of("lyftis")) == ("varuhiss", "korglyft")
    assert wordlist.current().also(wordlist.key_of("korglyft")) == ("varuhiss",)
    with django_capture_on_commit_callbacks(execute=True):
        change_words(group, "varuhiss\nsaxlyft", by=editor)
    assert wordlist.current().also(wordlist.key_of("korglyft")) == ()
    assert wordlist.current().also(wordlist.key_of("saxlyft")) == ("varuhiss",)
    with django_capture_on_commit_callbacks(execute=True):
        remove_words(group, by=editor)
    assert wordlist.current().also(wordlist.key_of("saxlyft")) == ()
    assert kinds() == ["search.words_added", "search.words_changed", "search.words_removed"]


def test_nothing_changed_is_no_entry(editor: User) -> None:
    group = add_words("hiss\nlift", by=editor)
    change_words(group, "hiss\nlift", by=editor)
    assert kinds() == ["search.words_added"]


@pytest.mark.parametrize(
    ("words", "asked", "field"),
    [
        ("", "", "words"),
        ("hiss", "", "words"),
        ("hiss\nHiss", "hiss", "words"),
        ("hiss\n!!!", "", "words"),
        ("hiss\n" + "x" * 61, "", "words"),
        ("hiss", "?", "asked"),
        ("\n".join(f"ord{n}" for n in range(31)), "", "words"),
    ],
)
def test_what_is_refused(editor: User, words: str, asked: str, field: str) -> None:
    before = WordGroup.objects.count()
    with pytest.raises(ValidationError) as refusal:
        add_words(words, asked=asked, by=editor)
    assert list(refusal.value.message_dict) == [field]
    assert WordGroup.objects.count() == before


def test_two_at_once(editor: User) -> None:
    group = add_words("hiss\nlift", by=editor)
    other = WordGroup.objects.get(pk=group.pk)
    change_words(group, "hiss\nlyft", by=editor)
    with pytest.raises(Stale):
        change_words(other, "hiss\nelevator", by=editor)
    remove_words(group, by=editor)
    with pytest.raises(Stale):
        remove_words(other, by=editor)


def test_stop_words(editor: User) -> None:
    StopWord.objects.all().delete()
    assert set_stop_words("Och\natt", by=editor) == (2, 0)
    assert set_stop_words("att, som", by=editor) == (1, 1)
    assert set(StopWord.objects.values_list("word", flat=True)) == {"att", "som"}
    assert set_stop_words("som\natt", by=editor) == (0, 0)
    with pytest.raises(ValidationError, match="inte ett ord"):
        set_stop_words("till och med", by=editor)
    assert kinds() == ["search.stop_words_set"] * 2


def test_removed_on_the_page_and_brought_back(editor: User) -> None:
    client = browser(editor)
    WordGroup.objects.all().delete()
    client.post("/sok/ord/ny/", {"words": "hiss\nlift", "asked": "elevator", "note": "Huset"})
    group = WordGroup.objects.get()
    assert "hiss, lift" in client.get("/sok/ord/").content.decode()
    client.post(f"/sok/ord/{group.pk}/ta-bort/")
    assert not WordGroup.objects.exists()
    assert "Ångra" in client.get("/sok/ord/").content.decode()
    client.post("/sok/ord/angra/")
    back = WordGroup.objects.get()
    assert (back.words, back.asked, back.note) == ("hiss\nlift", "elevator", "Huset")
    assert "Ångra" not in client.get("/sok/ord/").content.decode()


def test_removing_twice_is_removing_once(editor: User) -> None:
    client, group = browser(editor), add_words("hiss\nlift", by=editor)
    for _press in range(2):
        assert client.post(f"/sok/ord/{group.pk}/ta-bort/").status_code == 302
    assert "hiss" in client.get("/sok/ord/").content.decode()  # The way back is still there.
    assert kinds().count("search.words_removed") == 1


def test_the_list_of_stop_words_comes_back(editor: User) -> None:
    client, before = browser(editor), set(StopWord.objects.values_list("word", flat=True))
    assert len(before) > 1
    assert "Ångra" not in client.get("/sok/ord/").content.decode()
    client.post("/sok/ord/utelamnas/", {"words": ""})
    assert not StopWord.objects.exists()
    page = client.get("/sok/ord/").content.decode()
    hidden = re.search(r'<input type="hidden" name="words" value="([^"]+)"', page)
    assert hidden is not None
    client.post("/sok/ord/utelamnas/", {"words": unescape(hidden[1]), "undo": ""})
    assert set(StopWord.objects.values_list("word", flat=True)) == before
    assert "Ångra" not in client.get("/sok/ord/").content.decode()


def test_wrong_input_is_kept_and_explained(editor: User) -> None:
    answer = browser(editor).post("/sok/ord/ny/", {"words": "bara ett", "note": "Huset"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv minst två ord." in page
    assert "bara ett" in page
    assert "Huset" in page


def test_a_search_is_tried(editor: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_words("varuhiss\nkorglyft", by=editor)
    page = browser(editor).get("/sok/ord/?prova=korglyft").content.decode()
    assert "<b>korglyft</b>" in page
    assert "0 träffar" in page
