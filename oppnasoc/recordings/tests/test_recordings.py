"""Recordings: who hears them, files in stretches, captions, and what is said is found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from oppnasoc.groups.tests.making import ROLES, make_group, make_person
from oppnasoc.meetings.models import Meeting
from oppnasoc.people.models import User
from oppnasoc.recordings import actions, captions, keeping, panels
from oppnasoc.recordings.handing import Unsatisfiable, pieces, stretch
from oppnasoc.recordings.models import Part, Passage, Recording
from oppnasoc.recordings.times import clock_of, seconds_of
from oppnasoc.search import index
from oppnasoc.search.finding import find
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.uploads import kept_apart

pytestmark = pytest.mark.django_db

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Asta>Välkomna till <b>bryggan</b>.

00:01:05.000 --> 00:01:09.000
Nu talar vi om gräsklipparen.
"""


def upload(content: bytes = WEBM + bytes(range(256)) * 8, name: str = "film.webm") -> Any:
    return SimpleUploadedFile(name, content)


def make_recording(by: User, **more: Any) -> Recording:
    given = {"title": "Öppet hus", "recorded_on": timezone.localdate(), **more}
    return actions.begin(by=by, **given)


def make_part(recording: Recording, by: User, **more: Any) -> Part:
    given = {"title": "Första delen", "file": upload(), "captions_file": VTT.encode(), **more}
    return actions.add_part(recording, by=by, **given)


def published(by: User) -> Part:
    recording = make_recording(by)
    part = make_part(recording, by)
    actions.publish(recording, by=by)
    return part


@pytest.fixture
def editor(db: None) -> User:
    return make_person("editor")


class TestWho:
    @pytest.mark.parametrize("role", ROLES)
    def test_tends_what_is_of_the_group(self, client: Client, editor: User, role: str) -> None:
        group = make_group()
        recording = make_recording(editor, group=group)
        part = make_part(recording, editor)
        person = make_person(role, group)
        client.force_login(person)
        tends = role in {"facilitator", "secretary", "editor"}
        for path in (recording.get_absolute_url(), part.file_url, f"{part.file_url[:-4]}text/"):
            answer = client.get(path)
            assert answer.status_code == (200 if tends else 404), path
            b"".join(answer) if answer.streaming else None
        if tends:
            actions.publish(recording, by=person)
        else:
            with pytest.raises(PermissionDenied):
                actions.publish(recording, by=person)

    def test_what_is_taken_back_is_gone_with_its_files(self, client: Client, editor: User) -> None:
        part = published(editor)
        page = part.recording.get_absolute_url()
        assert client.get(page).status_code == 200
        actions.withdraw(part.recording, by=editor)
        for path in (page, part.file_url, f"/inspelningar/del/{part.pk}/text/"):
            assert client.get(path).status_code == 404
        actions.throw_away(part.recording, by=editor)
        assert not Recording.objects.exists()

    def test_nobody_gives_a_recording_to_a_group_that_she_does_not_lead(self) -> None:
        group, other = make_group(), make_group("Annan")
        leader = make_person("facilitator", group)
        recording = make_recording(leader, group=group)
        with pytest.raises(ValidationError):
            actions.edit(recording, by=leader, title="Ny", group=other)
        meeting = Meeting.objects.create(
            group=other, title="Deras", held_on=timezone.localdate(), status="held"
        )
        with pytest.raises(PermissionDenied):
            make_recording(leader, meeting=meeting)

    def test_who_cannot_hear_is_not_left_out(self, editor: User) -> None:
        recording = make_recording(editor)
        with pytest.raises(ValidationError):
            actions.publish(recording, by=editor)
        make_part(recording, editor, captions_file=b"", transcript="Välkomna.")
        with pytest.raises(ValidationError, match="Första delen"):
            actions.publish(recording, by=editor)


class TestFiles:
    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"\x00\x00\x00\x20ftypisom", "mp4"),
            (WEBM, "webm"),
            (b"OggS\x00\x02", "ogg"),
            (b"ID3\x03\x00", "mp3"),
            (b"\xff\xfb\x90\x64", "mp3"),
            (b"\x1aE\xdf\xa3matroska", ""),
            (b"<svg onload=x>", ""),
            (b"<!doctype html>", ""),
            (b"\xff\xd8\xff\xe0JFIF", ""),
            (b"\xff\xfe<\x00s\x00v\x00g\x00", ""),
            (b"", ""),
        ],
    )
    def test_the_sort_is_told_by_the_first_bytes(self, head: bytes, kind: str) -> None:
        assert keeping.kind_of(head) == kind

    def test_a_name_is_never_trusted(self, client: Client, editor: User) -> None:
        recording = make_recording(editor)
        with pytest.raises(ValidationError):
            make_part(recording, editor, file=upload(b"<html><script>1</script>", "film.mp4"))
        part = make_part(recording, editor, file=upload(name="../../<b>.html"))
        client.force_login(editor)
        answer = client.get(part.file_url)
        assert answer["Content-Type"] == "video/webm"
        assert answer["Content-Disposition"] == "inline; filename=oppet-hus-1.webm"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"".join(answer) == upload().read()
        assert "html" not in part.path

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("bytes=0-0", (0, 0)),
            ("bytes=90-", (90, 99)),
            ("bytes=-10", (90, 99)),
            ("bytes=-1000", (0, 99)),
            ("bytes=10-5000", (10, 99)),
            ("bytes=5-2", None),
            ("bytes=0-1,5-6", None),
            ("bytes=-", None),
            ("pieces=0-1", None),
            ("", None),
        ],
    )
    def test_which_stretch(self, asked: str, found: tuple[int, int] | None) -> None:
        assert stretch(asked, 100) == found

    @pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
    def test_beyond_the_end_is_nothing(self, asked: str) -> None:
        with pytest.raises(Unsatisfiable):
            stretch(asked, 100)

    def test_a_stretch_of_a_file_and_its_headers(self, client: Client, editor: User) -> None:
        part, content = published(editor), upload().read()
        whole = client.get(part.file_url)
        assert (whole.status_code, whole["Content-Length"]) == (200, str(len(content)))
        assert b"".join(whole) == content
        some = client.get(
            part.file_url, headers={"range": "bytes=10-19", "accept-encoding": "gzip"}
        )
        assert (some.status_code, b"".join(some)) == (206, content[10:20])
        assert some["Content-Range"] == f"bytes 10-19/{len(content)}"
        assert "Content-Encoding" not in some
        beyond = client.get(part.file_url, headers={"range": f"bytes={len(content)}-"})
        assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")
        other = {"range": "bytes=10-19", "if-range": '"another"'}
        assert client.get(part.file_url, headers=other).status_code == 200
        known = client.get(part.file_url, headers={"if-none-match": whole["ETag"]})
        assert (known.status_code, known.content) == (304, b"")
        head = client.head(part.file_url)
        assert (head.status_code, head["Content-Length"]) == (200, str(len(content)))
        assert client.get(f"{part.file_url}?spara=1")["Content-Disposition"].startswith("attach")

    def test_a_head_opens_no_file_and_a_reader_who_leaves_closes_it(self, editor: User) -> None:
        part = published(editor)
        reading = pieces(part.path, 2, 5)
        assert next(reading) == WEBM[2:7]
        reading.close()  # type: ignore[attr-defined]
        kept_apart().delete(part.path)
        pieces(part.path, 0, 5)  # Nothing is opened before the first piece is wanted.

    def test_files_go_with_their_rows(
        self, editor: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        recording = make_recording(editor)
        part = make_part(recording, editor)
        assert kept_apart().exists(part.path)
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_part(part, by=editor)
        assert not kept_apart().exists(part.path)
        with pytest.raises(Stale):
            actions.throw_away(published(editor).recording, by=editor)


class TestAddresses:
    def test_another_site_is_a_link_and_nothing_more(self, client: Client, editor: User) -> None:
        recording = make_recording(editor)
        with pytest.raises(ValidationError):
            actions.add_part(recording, title="x", address="http://film.example/1", by=editor)
        actions.add_part(recording, title="Ute", address="https://film.example/1", by=editor)
        actions.publish(recording, by=editor)
        html = client.get(recording.get_absolute_url()).content.decode()
        assert 'href="https://film.example/1" rel="external noreferrer"' in html
        for never in ("<iframe", "<video", "<embed", 'src="https://film'):
            assert never not in html


class TestCaptions:
    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            ("1\n00:00:01,000 --> 00:00:02,000\nHej", "Rad 1"),
            ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHej", "Rad 3"),
            ("WEBVTT\n\n00:00:04.000 --> 00:00:02.000\nHej", "Rad 3"),
            (VTT + "\n00:00:02.000 --> 00:00:03.000\nHej", "Rad 9"),
            ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\nHej", "Rad 3"),
            ("WEBVTT\n\nHej", "inga undertexter"),
        ],
    )
    def test_faults_are_told_with_their_line(self, content: str, fault: str) -> None:
        with pytest.raises(captions.Faulty) as faulty:
            captions.read(content.encode())
        assert fault in faulty.value.faults[0]

    def test_what_is_not_text(self) -> None:
        with pytest.raises(captions.Faulty):
            captions.read(b"\xff\xfe\x00")

    def test_they_are_written_anew_as_text(self) -> None:
        evil = VTT.replace("bryggan", "bryggan &lt;img src=x&gt; &amp; mer")
        cues = captions.read(b"\xef\xbb\xbf" + evil.replace("\n", "\r\n").encode())
        assert cues[0].text == "Asta: Välkomna till bryggan <img src=x> & mer."
        written = captions.write(cues)
        assert "<" not in written
        assert captions.read(written.encode()) == cues

    def test_what_is_said_is_gathered_to_whole_sentences(self) -> None:
        cues = [captions.Cue(n * 5.0, n * 5.0 + 4, "ord" if n % 5 else "ord.") for n in range(12)]
        assert [starts for starts, _ in captions.passages(cues)] == [0, 30, 55]

    def test_a_passage_is_what_one_person_says(self) -> None:
        said = ["Asta: Jag var där.", "Asta: I går.", "Mona: Bra.", "Klockan 13: ja."]
        cues = [captions.Cue(n, n + 1, text) for n, text in enumerate(said)]
        assert captions.passages(cues) == [
            (0, "Asta: Jag var där. I går."),
            (2, "Mona: Bra."),
            (3, "Klockan 13: ja."),
        ]

    def test_a_typed_text_may_tell_its_times(self) -> None:
        typed = captions.typed("Välkomna.\n\n2.05 Nu börjar vi.\n\n[1:02:05] Slut.\n\n9.99 Nej.")
        assert typed == [(None, "Välkomna."), (125, "Nu börjar vi."), (3725, "Slut."),
                         (None, "9.99 Nej.")]  # fmt: skip

    def test_times_are_written_as_a_clock(self) -> None:
        for seconds in (0, 59, 125, 3725):
            assert seconds_of(clock_of(seconds)) == seconds
        for wrong in ("", "12", "1.75", "1.75.00", "x"):
            with pytest.raises(ValueError, match=f"^{wrong}$"):
                seconds_of(wrong)


class TestPage:
    def test_it_can_be_heard_and_read_and_asked_for(self, client: Client, editor: User) -> None:
        part = published(editor)
        html = client.get(f"{part.recording.get_absolute_url()}?del=1&t=65").content.decode()
        for text in (f'src="{part.file_url}#t=65"', 'kind="captions"', "Asta: Välkomna till brygg",
                     f'href="{part.file_url}#t=65"', "1.05", "sag-nagot/?om=", "spara=1",
                     "längd 1.09"):  # fmt: skip
            assert text in html, text
        assert client.get("/inspelningar/").content.decode().count(part.recording.title) == 1

    def test_what_is_said_is_found_with_its_minute(self, client: Client, editor: User) -> None:
        part = published(editor)
        index.rebuild()
        [hit] = find("gräsklippare").hits
        assert "&t=65#" in hit.url
        assert client.get(hit.url).status_code == 200
        actions.edit_part(part, title="Första", captions_file=VTT.replace("gräsklipparen", "ramen")
                          .encode(), by=editor)  # fmt: skip
        index.rebuild()
        assert find("gräsklippare").total == 0
        actions.withdraw(part.recording, by=editor)
        index.rebuild()
        assert find("bryggan").total == 0

    def test_meetings_of_the_same_name_are_told_apart(self, client: Client, editor: User) -> None:
        group = make_group("Torget")
        for on in (date(2024, 3, 1), date(2024, 4, 5)):
            Meeting.objects.create(group=group, title="Torget", held_on=on)
        client.force_login(editor)
        html = client.get("/inspelningar/ny/").content.decode()
        assert "Torget, 1 mars 2024" in html
        assert "Torget, 5 april 2024" in html

    def test_it_stands_with_its_meeting_and_group(self, client: Client, editor: User) -> None:
        group = make_group()
        day = timezone.localdate() - timedelta(days=2)
        meeting = Meeting.objects.create(group=group, title="Vårmötet", held_on=day)
        recording = make_recording(editor, meeting=meeting)
        make_part(recording, editor)
        assert recording.group == group
        assert recording.title not in client.get(meeting.get_absolute_url()).content.decode()
        actions.publish(recording, by=editor)
        panels.published.forget()
        for page in (meeting.get_absolute_url(), group.get_absolute_url()):
            assert recording.title in client.get(page).content.decode()

    def test_faults_keep_what_was_written(self, client: Client, editor: User) -> None:
        recording = make_recording(editor)
        client.force_login(editor)
        url = f"/inspelningar/{recording.pk}/del/"
        given = {"title": "Del ett", "seconds": "1.90", "file": upload(),
                 "captions": SimpleUploadedFile("x.vtt", b"nej")}  # fmt: skip
        answer = client.post(url, given)
        assert answer.status_code == 422
        assert "12.30" in answer.content.decode()
        answer = client.post(url, {**given, "seconds": "1.30", "file": upload(),
                                   "captions": SimpleUploadedFile("x.vtt", b"nej")})  # fmt: skip
        assert answer.status_code == 422
        assert "Rad 1" in answer.content.decode()
        assert 'value="Del ett"' in answer.content.decode()
        assert not Part.objects.exists()
        given["captions"] = SimpleUploadedFile("x.vtt", VTT.encode())
        answer = client.post(url, {**given, "seconds": "1.30", "file": upload()})
        assert answer.status_code == 302
        assert Part.objects.get().seconds == 90
        assert Passage.objects.count() == 2
