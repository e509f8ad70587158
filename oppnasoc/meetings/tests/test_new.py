"""The door for notes: files and pasted text, and who may knock."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.language.documents import SENTENCES, Reason
from oppnasoc.language.documents.kinds import recognise
from oppnasoc.language.documents.making import open_document, pdf, word
from oppnasoc.meetings.keeping import opened
from oppnasoc.meetings.models import Draft, Original
from oppnasoc.meetings.publishing import publish
from tests.town import ROLES

from .scene import Scene, kept_files, make_draft

NOTES = "Minnesanteckningar Brukargruppen 2026-03-02\n\nVäntan på besked – åäö €\nVi fikade.\n"
LEADING = {"facilitator", "other_facilitator", "secretary", "editor"}


def send(scene: Scene, role: str = "secretary", **data: Any) -> Any:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    data.setdefault("group", scene.parties.group.pk)
    return client.post(reverse("draft_new"), data)


def upload(content: bytes, name: str = "anteckningar.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/plain")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_text_file_is_read(scene: Scene, encoding: str) -> None:
    answer = send(scene, file=upload(NOTES.encode(encoding)))
    draft = Draft.objects.get()
    assert answer["Location"] == draft.get_absolute_url()
    assert draft.original == NOTES


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x00\x01\x02binary", Reason.UNKNOWN), (b"PK\x03\x04\x00\x00docx", Reason.BROKEN),
     (b"\xff\xfe\x00", Reason.UNKNOWN), (b"%PDF-1.7\n\x81\x00", Reason.BROKEN),
     (b"\x81\x8d\x8f\x90\x9d", Reason.UNKNOWN), (b"", Reason.EMPTY), (b"  \n ", Reason.EMPTY),
     (pdf(NOTES, password=True), Reason.ENCRYPTED)],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_not_kept(
    scene: Scene, content: bytes, reason: Reason, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(scene, file=upload(content))
    assert answer.status_code == 422
    assert _(SENTENCES[reason]) in unescape(answer.content.decode())
    assert not Draft.objects.exists()
    assert not Original.objects.exists()
    assert kept_files() == []


def test_too_large_a_file_is_refused_with_a_sentence(scene: Scene) -> None:
    answer = send(scene, file=upload(b"rad\n" * (6 * 1024 * 1024)))
    assert answer.status_code == 413 or _(SENTENCES[Reason.TOO_LARGE]) in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("make", [word, open_document, pdf])
def test_documents_become_drafts_and_are_kept(scene: Scene, make: Any) -> None:
    content = make(f"# Minnesanteckningar 2026-03-02\n\n## Väntan\n{NOTES}")
    answer = send(scene, file=upload(content, r"C:\\Anna\mötet 2 mars.pdf"))
    draft = Draft.objects.get()
    assert answer["Location"] == draft.get_absolute_url()
    assert "Vi fikade." in draft.original
    assert draft.source is not None
    assert draft.source.name == "mötet 2 mars.pdf"
    assert draft.source.kind == recognise(io.BytesIO(content)).value
    with opened(draft.source.path) as file:
        assert file.read() == content
    assert draft.source.path in kept_files()


def test_too_large_a_text_is_refused_with_a_sentence(scene: Scene) -> None:
    answer = send(scene, text="ö" * (1024 * 1024 + 1))
    assert answer.status_code == 422
    assert _("The document is too large. Two megabytes at most.") in answer.content.decode()


@pytest.mark.parametrize("data", [{}, {"text": "  \n"}])
def test_nothing_is_refused(scene: Scene, data: dict[str, Any]) -> None:
    assert send(scene, **data).status_code == 422
    assert not Draft.objects.exists()


def test_pasted(scene: Scene) -> None:
    assert send(scene, text=NOTES).status_code == 302
    assert Draft.objects.get().original.replace("\r\n", "\n") == NOTES


def test_what_was_pasted_stays_when_the_group_lacks(scene: Scene) -> None:
    answer = send(scene, "editor", text=NOTES, group="")
    assert answer.status_code == 422
    assert "Väntan på besked" in answer.content.decode()


def test_the_same_again(scene: Scene) -> None:
    first = send(scene, text=NOTES)
    again = send(scene, "facilitator", file=upload(NOTES.encode("cp1252")))
    assert again["Location"] == first["Location"]
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_who_may(scene: Scene, role: str) -> None:
    answer = send(scene, role, text=NOTES)
    if role == "anonymous":
        assert answer["Location"].startswith("/konto/logga-in/")
    elif role == "other_facilitator":
        assert answer.status_code == 422  # It is not her group.
    else:
        assert answer.status_code == (302 if role in LEADING else 403)
    assert Draft.objects.count() == int(role in LEADING - {"other_facilitator"})


def test_the_list_shows_the_drafts_of_her_groups(scene: Scene) -> None:
    make_draft(scene)
    for role in LEADING:
        client = Client()
        client.force_login(scene.who(role))
        html = client.get(reverse("draft_new")).content.decode()
        assert ("Brukargruppen i mars" in html) == (role != "other_facilitator"), role
        assert "kanarieoriginal" not in html


def test_the_original_is_never_public(scene: Scene) -> None:
    done = publish(make_draft(scene), by=scene.secretary)
    urls = [done.minutes.get_absolute_url(), "/moten/", "/", "/fragor/"]
    urls += [m.get_absolute_url() for m in done.opened]
    for role in ROLES:
        client = Client()
        if role != "anonymous":
            client.force_login(scene.who(role))
        for url in urls:
            assert "kanarie" not in client.get(url).content.decode(), (role, url)
