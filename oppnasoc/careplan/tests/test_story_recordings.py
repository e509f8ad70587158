"""A part of the story as sound: sealed, heard by those who may, and never in plain text on disk."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client, RequestFactory

from oppnasoc.careplan import consent, owning
from oppnasoc.careplan.models import Kind, Piece, Plan, Recording, Stretch
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.story import recordings
from oppnasoc.careplan.story.recordings import STEP
from oppnasoc.careplan.story.views.story import asked_for
from oppnasoc.careplan.writing import Refused
from oppnasoc.vault.sealing import Broken
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

from .sounds import PLACE, mp4, ogg, udta, wav

pytestmark = pytest.mark.django_db(databases=TOWER)

CANARY = b"kanariesang-som-ingen-far-hora"


def make_part(plan: Plan, heading: str = "Skolan") -> Piece:
    words = {"heading": heading, "words": "Jag slutade nian"}
    return make_piece(as_owner(plan), Kind.STORY, words)


def long_sound() -> bytes:
    """A little more than two stretches, no two places alike."""
    return wav(b"".join(n.to_bytes(4, "big") for n in range(STEP // 2 + 100)), rate=16_000)


def test_a_recording_is_sealed_in_stretches_and_heard_whole() -> None:
    plan = make_plan()
    part = make_part(plan)
    made = recordings.keep(as_owner(plan), part.pk, long_sound())
    assert Stretch.objects.filter(recording=made).count() == 3
    heard = recordings.hear(as_owner(plan), made.pk)
    assert heard.mime == "audio/wav"
    assert heard.between(0, heard.size - 1) == long_sound()
    assert heard.between(STEP - 3, STEP + 5) == long_sound()[STEP - 3 : STEP + 6]
    assert heard.seconds == round((STEP * 2 + 400) / 32_000)


def test_stretches_cannot_change_places_or_go_missing() -> None:
    plan = make_plan()
    made = recordings.keep(as_owner(plan), make_part(plan).pk, long_sound())
    heard = recordings.hear(as_owner(plan), made.pk)
    first, second, third = Stretch.objects.filter(recording=made)
    Stretch.objects.filter(pk=first.pk).update(body=second.body)
    with pytest.raises(Broken):
        heard.between(0, 10)
    third.delete()
    with pytest.raises(NotThere):
        heard.between(0 + 2 * STEP, heard.size - 1)


def test_whoever_may_not_read_the_part_does_not_hear_it() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    one, other = make_part(plan), make_part(plan, "Hemma")
    mine = recordings.keep(as_owner(plan), one.pk, wav())
    hidden = recordings.keep(as_owner(plan), other.pk, wav())
    consent.give(as_owner(plan), siv, "story", piece=one)
    assert recordings.hear(as_seat(siv), mine.pk).size
    with pytest.raises(NotThere):
        recordings.hear(as_seat(siv), hidden.pk)
    [grant] = consent.shown_to(siv, as_owner(plan).at)
    consent.withdraw(as_owner(plan), grant)
    with pytest.raises(NotThere):
        recordings.hear(as_seat(siv), mine.pk)
    pieces = [one, other]
    assert recordings.recordings_of(as_seat(siv), pieces) == {}
    assert set(recordings.recordings_of(as_owner(plan), pieces)) == {one.pk, other.pk}


def test_another_plan_does_not_find_it() -> None:
    plan, other = make_plan(), make_plan()
    made = recordings.keep(as_owner(plan), make_part(plan).pk, wav())
    with pytest.raises(NotThere):
        recordings.hear(as_owner(other), made.pk)
    with pytest.raises(NotThere):
        recordings.forget(as_owner(other), made.pk)
    with pytest.raises(NotThere):
        recordings.keep(as_owner(other), uuid.uuid4(), wav())


@pytest.mark.parametrize(
    ("data", "seconds"),
    [
        (b"no sound", 0),
        (ogg(b"LOCATION=Sundhamn"), 0),
        (mp4(seconds=601), 0),
        (mp4(seconds=0), 601),
    ],
)
def test_what_cannot_be_kept_is_refused(data: bytes, seconds: int) -> None:
    plan = make_plan()
    part = make_part(plan)
    with pytest.raises(Refused) as caught:
        recordings.keep(as_owner(plan), part.pk, data, seconds=seconds)
    assert caught.value.fields == ("sound",)
    assert not Recording.objects.exists()


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan()
    part = make_part(plan)
    monkeypatch.setattr(recordings, "MOST_BYTES", 100)
    with pytest.raises(Refused):
        recordings.keep(as_owner(plan), part.pk, wav())


def test_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan()
    part = make_part(plan)
    monkeypatch.setattr(recordings, "MOST_OF_A_PLAN", 1)
    recordings.keep(as_owner(plan), part.pk, wav())
    with pytest.raises(Refused):
        recordings.keep(as_owner(plan), part.pk, wav())


def test_only_with_the_story_and_only_by_its_owner() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    part, goal = make_part(plan), make_goal(plan)
    show(siv, "story", "goals", level=3)
    for opened, piece in ((as_seat(siv), part), (as_owner(plan), goal)):
        with pytest.raises(Refused):
            recordings.keep(opened, piece.pk, wav())


def test_a_protected_persons_recording_tells_no_place() -> None:
    plan = make_plan(protected=True)
    part = make_part(plan)
    made = recordings.keep(as_owner(plan), part.pk, mp4(udta(), sound=b"words"))
    heard = recordings.hear(as_owner(plan), made.pk)
    kept = heard.between(0, heard.size - 1)
    assert PLACE not in kept
    assert b"words" in kept


def test_gone_with_its_plan_and_by_itself() -> None:
    plan = make_plan()
    part = make_part(plan)
    one = recordings.keep(as_owner(plan), part.pk, wav())
    recordings.keep(as_owner(plan), part.pk, wav())
    recordings.forget(as_owner(plan), one.pk)
    assert Recording.objects.count() == Stretch.objects.count() == 1
    owning.erase(as_owner(plan))
    assert Recording.objects.count() == Stretch.objects.count() == 0


def upload(data: bytes, name: str = "inspelning.m4a") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="audio/mp4")


def post(client: Client, plan: Plan, part: Piece, data: bytes, **more: Any) -> Any:
    address = f"/min-plan/{plan.pk}/berattelse/{part.pk}/spela-in/"
    return client.post(address, {"sound": upload(data), **more})


def test_recorded_and_heard_in_a_browser() -> None:
    plan = make_plan()
    part, client = make_part(plan), client_for(plan.owner)
    page = client.get(f"/min-plan/{plan.pk}/berattelse/{part.pk}/spela-in/")
    assert 'accept="audio/*"' in page.text
    assert 'enctype="multipart/form-data"' in page.text
    assert post(client, plan, part, mp4(sound=b"hej hej")).status_code == 302
    [made] = Recording.objects.all()
    address = f"/min-plan/{plan.pk}/inspelning/{made.pk}/"
    assert address in client.get(f"/min-plan/{plan.pk}/berattelse/").text
    whole = client.get(address)
    assert whole.status_code == 200
    assert whole.content == mp4(sound=b"hej hej")
    assert whole["Content-Type"] == "audio/mp4"
    assert whole["Content-Disposition"] == "inline"
    assert "no-store" in whole["Cache-Control"]
    assert whole["X-Robots-Tag"].startswith("noindex")
    some = client.get(address, headers={"Range": "bytes=-7"})
    assert (some.status_code, some.content) == (206, b"hej hej")
    size = len(whole.content)
    assert some["Content-Range"] == f"bytes {size - 7}-{size - 1}/{size}"
    assert client.get(address, headers={"Range": f"bytes={size}-"}).status_code == 416
    assert client.post(f"{address}ta-bort/").status_code == 302
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-900", (90, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=-0", None),
        ("bytes=100-", None),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
    ],
)
def test_ranges(header: str, found: tuple[int, int] | None) -> None:
    assert asked_for(header, 100) == found


def test_somebody_without_the_part_gets_404() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    part = make_part(plan)
    made = recordings.keep(as_owner(plan), part.pk, wav())
    client = client_of(siv)
    assert client.get(f"/min-plan/{plan.pk}/inspelning/{made.pk}/").status_code == 404
    assert client.get(f"/min-plan/{plan.pk}/berattelse/").status_code == 404
    assert post(client, plan, part, wav()).status_code == 404


def test_a_bad_file_is_told_and_nothing_is_kept() -> None:
    plan = make_plan()
    part, client = make_part(plan), client_for(plan.owner)
    answer = post(client, plan, part, b"<script>alert(1)</script>")
    assert answer.status_code == 422
    assert answer.context["form"].errors["sound"]
    assert client.post(f"/min-plan/{plan.pk}/berattelse/{part.pk}/spela-in/").status_code == 422
    assert not Recording.objects.exists()


def test_a_forged_upload_is_refused() -> None:
    plan = make_plan()
    part, client = make_part(plan), client_for(plan.owner)
    client.handler.enforce_csrf_checks = True
    assert post(client, plan, part, wav()).status_code == 403
    assert not Recording.objects.exists()


def holding(folder: Path, words: bytes) -> list[str]:
    return [str(p) for p in folder.rglob("*") if p.is_file() and words in p.read_bytes()]


def test_no_file_on_the_disk_ever_holds_the_sound(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for while the upload is in hand, and after; with the site's own way of taking uploads
    the same look finds it."""
    plan = make_plan()
    part, client = make_part(plan), client_for(plan.owner)
    data = mp4(sound=CANARY * 20_000)  # 600 kB: more than a stretch, and than a buffer.
    seen: list[list[str]] = []
    keep = recordings.keep

    def looked(*args: Any, **kwargs: Any) -> Any:
        seen.append(holding(tmp_path, CANARY))
        made = keep(*args, **kwargs)
        seen.append(holding(tmp_path, CANARY))
        return made

    monkeypatch.setattr(recordings, "keep", looked)
    assert post(client, plan, part, data).status_code == 302
    assert seen == [[], []]
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT body FROM careplan_stretch")
        rows = [bytes(body) for (body,) in cursor.fetchall()]
    assert len(rows) == 3
    assert not any(CANARY in body for body in rows)

    request = RequestFactory().post("/", {"sound": upload(data)})
    assert request.FILES
    assert holding(tmp_path, CANARY) != []
    request.close()
