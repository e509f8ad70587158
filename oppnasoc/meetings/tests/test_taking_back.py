"""What a speaker takes back leaves the minutes, and nothing brings it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oppnasoc.matters.models import Matter
from oppnasoc.meetings import releasing, taking_back
from oppnasoc.meetings.actions import reopen
from oppnasoc.meetings.keeping import keep, keep_copy
from oppnasoc.meetings.models import Draft, Minutes, Original, Point, Release
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Case, Item, Review
from oppnasoc.search.models import Document
from oppnasoc.trail.models import Entry
from oppnasoc.voices import correcting, withdrawing
from oppnasoc.voices.models import Voice

from .scene import Scene, again, kept_files, make_draft, make_review, public_words

SAID = "Hissen står still varje vecka."
ORIGINAL = """Brukargruppen
- Hissen står
  still varje vecka.
- Det saknas tider på kvällen.
"""


@pytest.fixture
def draft(scene: Scene) -> Draft:
    """Published minutes with their document, and a copy that everybody may fetch."""
    file = keep(
        SimpleUploadedFile("a.txt", ORIGINAL.encode()),
        group=scene.parties.group,
        by=scene.secretary,
    )
    draft = make_draft(scene, original=ORIGINAL, source=file)
    minutes = publish(draft, by=scene.secretary).minutes
    Release.objects.create(
        minutes=minutes, original=file, path=keep_copy(b"Hissen"), kind="txt", size=6
    )
    draft.refresh_from_db()
    return draft


def voice() -> Voice:
    return Voice.objects.get(heard__point__key="a-1")


def everywhere() -> str:
    """Every text that is kept of the minutes, public or not."""
    texts = [public_words()]
    texts += [f"{d.original} {d.content}" for d in Draft.objects.all()]
    texts += [m.original for m in Minutes.objects.all()]
    texts += [f"{d.title} {d.text}" for d in Document.objects.all()]
    texts += [str(e.data) for e in Entry.objects.all()]
    return "\n".join(texts)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("- Hissen står\n  still.", "Hissen står still.", "- X\n"),
        ("Så. HISSEN står still", "Hissen står still", "Så. HISSEN står still"),
        ("Hissens dörr", "Hissen", "Hissens dörr"),
        ("a (b) c", "...", "a (b) c"),
        ("Hej *hissen* står, still! Ja.", "hissen står still", "Hej *X Ja."),
    ],
)
def test_words_are_found_however_they_are_broken(text: str, words: str, expected: str) -> None:
    assert taking_back.without(text, words, "X") == expected


def test_the_words_are_gone_and_the_address_stays(
    draft: Draft, django_capture_on_commit_callbacks: Any
) -> None:
    assert SAID in everywhere()
    minutes = Minutes.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        withdrawing.withdraw(voice())
    point = Point.objects.get(key="a-1")
    assert (point.text, point.outcome) == (taking_back.REMOVED, "minutes")
    html = Client().get(minutes.get_absolute_url()).content.decode()
    assert 'id="a-1"' in html
    assert taking_back.REMOVED in html
    left = " ".join(everywhere().split())
    assert "står still varje vecka" not in left
    assert "Det saknas tider på kvällen." in left
    draft.refresh_from_db()
    assert draft.original.count("\n") == ORIGINAL.count("\n")


def test_the_matter_stays(draft: Draft) -> None:
    matter = Matter.objects.get(title="Varför står hissen still?")
    withdrawing.withdraw(voice())
    matter.refresh_from_db()
    assert matter.visibility == "public"
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert "står still varje vecka" not in html


def test_publishing_again_does_not_bring_it_back(scene: Scene, draft: Draft) -> None:
    withdrawing.withdraw(voice_ := voice())
    done = again(scene, draft)
    assert (done.opened, done.joined) == ([], [])
    voice_.refresh_from_db()
    assert (voice_.visibility, voice_.text) == ("withdrawn", "")
    assert Point.objects.get(key="a-1").text == taking_back.REMOVED
    assert "varje vecka" not in public_words()
    assert Matter.objects.get(title="Varför står hissen still?").visibility == "public"


def test_another_document_does_not_bring_it_back(scene: Scene, draft: Draft) -> None:
    """The words are known again by their fingerprint, also at another anchor."""
    withdrawing.withdraw(voice_ := voice())
    review = make_review(scene)
    for number, one in enumerate(review.items):
        one.key, one.case, one.outcome = f"z{number}", Case(), "minutes"
    other = make_draft(scene, review, original="Ett annat dokument.", minutes=Minutes.objects.get())
    publish(other, by=scene.secretary)
    voice_.refresh_from_db()
    assert (voice_.visibility, voice_.text) == ("withdrawn", "")
    assert "varje vecka" not in public_words()


def test_a_draft_that_is_worked_on_loses_the_words(scene: Scene, draft: Draft) -> None:
    reopen(draft, by=scene.secretary)
    withdrawing.withdraw(voice())
    draft.refresh_from_db()
    publish(draft, by=scene.secretary)
    assert "varje vecka" not in public_words()


def test_a_dropped_point_does_not_bring_it_back(scene: Scene, draft: Draft) -> None:
    withdrawing.withdraw(voice_ := voice())

    def drop(review: Review) -> None:
        review.items = [one for one in review.items if one.key != "a-1"]
        review.items.append(Item("ny", "paragraph", 1, "Något annat."))

    again(scene, draft, drop)
    voice_.refresh_from_db()
    assert (voice_.visibility, voice_.text) == ("withdrawn", "")


def test_a_correction_holds_when_published_again(scene: Scene, draft: Draft) -> None:
    correcting.correct(voice(), "Hissen står still.")
    assert Point.objects.get(key="a-1").text == "Hissen står still."
    again(scene, draft)
    assert voice().text == "Hissen står still."
    assert "varje vecka" not in " ".join(everywhere().split())


def test_her_way_to_be_told_holds_when_published_again(scene: Scene, draft: Draft) -> None:
    Voice.objects.update(tell_by="code")
    again(scene, draft)
    assert voice().tell_by == "code"


def test_the_copy_is_taken_back_and_the_file_is_to_go(scene: Scene, draft: Draft) -> None:
    withdrawing.withdraw(voice())
    assert not Release.objects.exists()
    assert Original.objects.get().to_remove_since is not None
    minutes = Minutes.objects.get()
    for role in ("facilitator", "member", "other_facilitator"):
        with pytest.raises(PermissionDenied):
            taking_back.remove_documents(minutes, by=scene.people[role])
    assert taking_back.remove_documents(minutes, by=scene.secretary) == 1
    assert not Original.objects.exists()
    assert releasing.source_of(minutes) is None
    with pytest.raises(ValidationError):
        taking_back.remove_documents(minutes, by=scene.secretary)


@pytest.mark.django_db(transaction=True)
def test_the_file_is_gone_from_the_disk(scene: Scene, draft: Draft) -> None:
    withdrawing.withdraw(voice())
    taking_back.remove_documents(Minutes.objects.get(), by=scene.secretary)
    assert kept_files() == []


def test_the_log_stays_true(draft: Draft) -> None:
    before = list(Entry.objects.values_list("pk", "kind"))
    withdrawing.withdraw(voice())
    after = list(Entry.objects.values_list("pk", "kind"))
    assert set(before) < set(after)
    assert "voices.withdrawn" in {kind for _pk, kind in after}
