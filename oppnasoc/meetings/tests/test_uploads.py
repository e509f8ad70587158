"""Uploads that are too large or too many are refused with a page, and nothing of them is kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.meetings.forms import MAX_FILES, MAX_TOGETHER
from oppnasoc.meetings.models import Draft, Original, Pile

from .scene import Scene, kept_files

MEGABYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A body that goes on as long as somebody reads, and counts how much was read at a time."""

    def __init__(self) -> None:
        self.most = self.total = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "The whole body was asked for at once."
        self.most = max(self.most, size)
        self.total += size
        return b"x" * size


def knock(client: Client, length: int, body: Any = None, path: str = "") -> tuple[Any, Endless]:
    endless = body or Endless()
    environment = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path or reverse("draft_new"),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(length),
        "wsgi.input": endless,
    }
    return client.request(**environment), endless


def secretary(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.who("secretary"))
    return client


def test_two_hundred_megabytes_are_never_held(scene: Scene) -> None:
    answer, body = knock(secretary(scene), 200 * MEGABYTE)
    assert answer.status_code == 413
    assert _("That was too much at once") in answer.content.decode()
    assert body.most <= 64 * 1024
    assert kept_files() == []


def test_a_body_without_end_is_not_heard_to_its_end(scene: Scene) -> None:
    answer, body = knock(secretary(scene), 10**12)
    assert answer.status_code == 413
    assert body.total <= 256 * MEGABYTE


def test_strangers_and_other_pages_take_little(scene: Scene) -> None:
    for client, path in ((Client(), reverse("draft_new")), (secretary(scene), reverse("say"))):
        answer, _body = knock(client, 13 * MEGABYTE, path=path)
        assert answer.status_code == 413, path


def test_too_much_together_and_too_many(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    client = secretary(scene)
    group = scene.parties.group.pk
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(MAX_FILES + 1)]
    answer = client.post(reverse("draft_new"), {"group": group, "file": many})
    assert answer.status_code == 422
    assert _("Choose a hundred documents at most at a time.") in answer.content.decode()
    monkeypatch.setattr("oppnasoc.meetings.forms.MAX_TOGETHER", 10)
    some = [SimpleUploadedFile(f"{n}.txt", b"xxxxxx") for n in range(2)]
    answer = client.post(reverse("draft_new"), {"group": group, "file": some})
    assert _("Choose fewer documents: 100 megabytes at most.") in answer.content.decode()
    assert not Original.objects.exists()
    assert not Pile.objects.exists()
    assert kept_files() == []
    assert MAX_TOGETHER == 100 * MEGABYTE


def test_one_too_large_in_a_pile_fails_alone(scene: Scene) -> None:
    client = secretary(scene)
    large = SimpleUploadedFile("stor.pdf", b"%PDF-" + b"x" * (21 * MEGABYTE))
    small = SimpleUploadedFile("liten.txt", b"Minnesanteckningar 2026-03-02\n\nVi fikade.\n")
    data = {"group": scene.parties.group.pk, "file": [large, small]}
    answer = client.post(reverse("draft_new"), data)
    pile = Pile.objects.get()
    assert answer["Location"] == pile.get_absolute_url()
    for _time in range(2):
        client.post(reverse("pile_read", args=[pile.uuid]))
    papers = list(pile.papers.values_list("status", "reason"))
    assert papers == [("failed", "too_large"), ("read", "")]
    assert Draft.objects.count() == 1


def test_what_comes_in_lies_on_disk(scene: Scene, settings: Any) -> None:
    """A small file too: a hundred small ones are a large one."""
    assert settings.FILE_UPLOAD_HANDLERS == [
        "django.core.files.uploadhandler.TemporaryFileUploadHandler"
    ]
    client = secretary(scene)
    file = SimpleUploadedFile("a.txt", b"Minnesanteckningar 2026-03-02\n\nVi fikade.\n")
    client.post(reverse("draft_new"), {"group": scene.parties.group.pk, "file": file})
    assert [path.split("/")[0] for path in kept_files()] == ["originals"]
