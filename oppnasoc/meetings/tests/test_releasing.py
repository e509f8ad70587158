"""The document behind the minutes: private, handed out clean when somebody says so, taken back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oppnasoc.language.documents import Refused
from oppnasoc.language.documents.making import word, word_parts, zipped
from oppnasoc.meetings import actions, releasing, taking
from oppnasoc.meetings.keeping import storage
from oppnasoc.meetings.models import Draft, Minutes, Original, Release
from oppnasoc.meetings.publishing import publish, withdraw
from oppnasoc.meetings.review import Review
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES

from .scene import PREPARING, PUBLISHING, Scene, day, decide, kept_files

NOTES = f"# Minnesanteckningar {day(-4).isoformat()}\n\n## Väntan\n\n- Kim Lindqvist väntar.\n"


@pytest.fixture(autouse=True)
def _committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are removed when what was written is certain; here that is at the end of an action."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **how: do())


def document(text: str = NOTES) -> bytes:
    """A Word document with something hidden in it."""
    with zipfile.ZipFile(io.BytesIO(word(text))) as package:
        parts: dict[str, str | bytes] = {n: package.read(n) for n in package.namelist()}
    parts["docProps/core.xml"] = "<x>kanarieförfattare</x>"
    return zipped(parts)


def publish_document(scene: Scene, content: bytes | None = None) -> Minutes:
    upload = SimpleUploadedFile("möte.docx", content or document())
    draft, _new = taking.take_in_file(upload, group=scene.parties.group, by=scene.secretary)
    review = Review.from_json(draft.content)
    for item in review.items:
        item.outcome = "minutes"
    actions.save_review(draft, decide(review, "first_name"), by=scene.secretary)
    return publish(draft, by=scene.secretary).minutes


def sent(answer: Any) -> bytes:
    content: bytes = b"".join(answer.streaming_content)
    return content


def client(scene: Scene, role: str) -> Client:
    one = Client()
    if role != "anonymous":
        one.force_login(scene.who(role))
    return one


@pytest.mark.parametrize("role", ROLES)
def test_the_original_is_for_those_who_prepare(scene: Scene, role: str) -> None:
    publish_document(scene)
    draft = Draft.objects.get()
    answer = client(scene, role).get(reverse("draft_original", args=[draft.uuid]))
    if role not in PREPARING:
        assert answer.status_code == (302 if role == "anonymous" else 404)
        return
    assert sent(answer) == document()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''m%C3%B6te.docx")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_no_public_address_leads_to_what_is_kept(scene: Scene, settings: Any) -> None:
    publish_document(scene)
    path = Original.objects.get().path
    assert not str(storage().path(path)).startswith(str(settings.MEDIA_ROOT))
    for url in (
        storage().url(path),
        f"/media/{path}",
        f"/media/../private/{path}",
        f"/static/{path}",
    ):
        assert client(scene, "editor").get(url).status_code in (400, 404)
    assert "möte" not in path
    assert Path(storage().path(path)).stat().st_mode & 0o077 == 0


def test_released_taken_back_and_gone(scene: Scene) -> None:
    minutes = publish_document(scene)
    url = reverse("original", args=[minutes.meeting_id])
    reader = Client()
    assert reader.get(url).status_code == 404
    releasing.release(minutes, by=scene.secretary)
    answer = reader.get(url)
    content = sent(answer)
    assert b"kanarief" not in content
    assert answer["Content-Disposition"].startswith("attachment")
    assert reader.get(minutes.get_absolute_url()).content.decode().count(url) == 1
    releasing.take_back(minutes, by=scene.secretary)
    assert reader.get(url).status_code == 404
    assert url not in reader.get(minutes.get_absolute_url()).content.decode()
    assert len(kept_files()) == 1
    kinds = ["meetings.released", "meetings.taken_back"]
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[-2:] == kinds


@pytest.mark.parametrize("role", ROLES)
def test_who_may_release_and_take_back(scene: Scene, role: str) -> None:
    minutes = publish_document(scene)
    one = client(scene, role)
    one.post(reverse("original_release", args=[minutes.meeting_id]), {"read": "yes"})
    assert Release.objects.exists() == (role in PUBLISHING)
    if role not in PUBLISHING:
        with pytest.raises(PermissionDenied):
            releasing.release(minutes, by=scene.who(role))
        releasing.release(minutes, by=scene.secretary)
    one.post(reverse("original_take_back", args=[minutes.meeting_id]))
    assert Release.objects.exists() == (role not in PUBLISHING)


def test_it_is_asked_whether_the_copy_was_read(scene: Scene) -> None:
    minutes = publish_document(scene)
    sara = client(scene, "secretary")
    url = reverse("original_release", args=[minutes.meeting_id])
    assert sara.get(url).status_code == 200
    answer = sara.post(url)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Release.objects.exists()
    copy = sent(sara.get(reverse("original_copy", args=[minutes.meeting_id])))
    assert copy.startswith(b"PK")
    assert "kanarieförfattare".encode() not in copy
    assert sara.post(url, {"read": "yes"})["Location"] == minutes.get_absolute_url()
    assert Release.objects.get().size == len(copy)


def test_twice_is_once(scene: Scene) -> None:
    minutes = publish_document(scene)
    releasing.release(minutes, by=scene.secretary)
    with pytest.raises(Stale):
        releasing.release(minutes, by=scene.secretary)
    assert len(kept_files()) == 2
    releasing.take_back(minutes, by=scene.secretary)
    with pytest.raises(Stale):
        releasing.take_back(minutes, by=scene.secretary)


def test_pasted_minutes_have_nothing_to_release(scene: Scene) -> None:
    draft, _new = actions.take_in(NOTES, group=scene.parties.group, by=scene.secretary)
    review = Review.from_json(draft.content)
    for item in review.items:
        item.outcome = "minutes"
    actions.save_review(draft, decide(review), by=scene.secretary)
    minutes = publish(draft, by=scene.secretary).minutes
    with pytest.raises(Refused):
        releasing.release(minutes, by=scene.secretary)
    page = client(scene, "secretary").get(reverse("original_release", args=[minutes.meeting_id]))
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]


def test_withdrawn_minutes_take_the_document_with_them(scene: Scene) -> None:
    minutes = publish_document(scene)
    releasing.release(minutes, by=scene.secretary)
    withdraw(minutes, by=scene.secretary)
    assert not Release.objects.exists()
    assert len(kept_files()) == 1
    with pytest.raises(Stale):
        releasing.release(minutes, by=scene.secretary)
    assert len(kept_files()) == 1


def test_another_document_behind_the_same_minutes_takes_the_first_back(scene: Scene) -> None:
    minutes = publish_document(scene)
    releasing.release(minutes, by=scene.secretary)
    again = publish_document(scene, document(f"{NOTES}\n- Hissen står still.\n"))
    assert again == minutes
    assert not Release.objects.exists()
    assert releasing.source_of(again) == Original.objects.order_by("-pk")[0]


def test_put_right_minutes_keep_their_document(scene: Scene) -> None:
    minutes = publish_document(scene)
    releasing.release(minutes, by=scene.secretary)
    draft = actions.reopen(Draft.objects.get(), by=scene.secretary)
    publish(draft, by=scene.secretary)
    assert Release.objects.filter(minutes=minutes).exists()


def test_a_file_that_somebody_removed_is_a_clear_sentence(scene: Scene) -> None:
    minutes = publish_document(scene)
    storage().delete(Original.objects.get().path)
    with pytest.raises(Refused) as refused:
        releasing.release(minutes, by=scene.secretary)
    assert refused.value.reason == "gone"
    draft = Draft.objects.get()
    url = reverse("draft_original", args=[draft.uuid])
    assert client(scene, "secretary").get(url).status_code == 404


def test_a_damaged_original_is_not_released(scene: Scene) -> None:
    minutes = publish_document(scene)
    path = Original.objects.get().path
    with storage().open(path, "wb") as file:
        file.write(zipped({**word_parts(""), "word/vbaProject.bin": b"x"}))
    sara = client(scene, "secretary")
    answer = sara.post(
        reverse("original_release", args=[minutes.meeting_id]), {"read": "yes"}, follow=True
    )
    assert answer.status_code == 422
    assert not Release.objects.exists()
