"""A change: step by step to daily use with evidence, credit, and its story."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from oppnasoc.groups.models import Group
from oppnasoc.matters import actions, changes
from oppnasoc.matters.models import Credit, Matter, Step
from oppnasoc.matters.panels import led_to
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import CARRYING, CREDITED, Scene, day, entries, refused

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLACE = b"kanarieplats"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of its own for what is kept apart."""
    for name in ("file", "picture"):
        field = Step._meta.get_field(name)
        monkeypatch.setattr(field, "storage", FileSystemStorage(tmp_path))
    return tmp_path


def photo(size: tuple[int, int] = (3000, 2000), kind: str = "JPEG") -> SimpleUploadedFile:
    """A picture with a place and a maker in it, as a phone writes them."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = PLACE.decode()
    exif[0x0112] = 6  # turned on its side
    Image.new("RGB", size, "#245c45").save(out, kind, exif=exif.tobytes())
    return SimpleUploadedFile("IMG_1234.JPG", out.getvalue())


@pytest.fixture
def decided(scene: Scene) -> Scene:
    actions.answer(
        scene.matter,
        "Ja, det gör vi.",
        verdict="yes",
        what="Besked inom två veckor.",
        by=scene.manager,
    )
    return scene


def step(scene: Scene, status: str, **more: Any) -> Step:
    given = {"next_on": day(20), "by": scene.facilitator, **more}
    matter = Matter.objects.get(pk=scene.matter.pk)
    return changes.advance(matter, status, given.pop("text", "Så gick det."), **given)


def test_a_yes_begins_a_change(decided: Scene) -> None:
    begun = Step.objects.get()
    assert (begun.status, begun.text) == ("decided", "Besked inom två veckor.")
    assert Matter.objects.get().status == "decided"


def test_all_the_way(decided: Scene) -> None:
    for status in ("under_way", "tried"):
        step(decided, status)
    step(decided, "in_use", evidence="Vi räknade i mars: alla fick svar i tid.")
    assert Matter.objects.get().is_open
    step(decided, "followed_up", text="Sju av åtta tycker att det blev bättre.", next_on=None)
    matter = Matter.objects.get()
    assert (matter.status, matter.closed_on, matter.is_open) == ("followed_up", day(0), False)
    assert entries() == ["matters.answered"] + ["matters.advanced"] * 4
    last = Entry.objects.order_by("-pk")[0]
    assert last.data == {"step": Step.objects.order_by("-pk")[0].pk, "status": "followed_up"}


def test_daily_use_needs_evidence(decided: Scene) -> None:
    with refused(ValidationError):
        step(decided, "in_use")
    with refused(ValidationError):
        step(decided, "in_use", evidence="   ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(matter=decided.matter, status="in_use", text="Klart.")


@pytest.mark.parametrize(
    "evidence",
    [
        {"evidence": "Vi har räknat."},
        {"link": "https://example.org/rapport"},
        {"file": SimpleUploadedFile("rapport.pdf", PDF)},
        {"picture": photo((40, 30)), "picture_shows": "Den nya skylten."},
    ],
)
def test_any_evidence_will_do(decided: Scene, evidence: dict[str, Any]) -> None:
    assert step(decided, "in_use", **evidence).has_evidence


@pytest.mark.parametrize(
    ("status", "more"),
    [
        ("open", {}),
        ("closed", {}),
        ("followed_up", {}),
        ("nonsense", {}),
        ("tried", {"text": " "}),
        ("tried", {"next_on": None}),
        ("tried", {"next_on": day(-1)}),
        ("tried", {"picture": photo((40, 30))}),
        (
            "tried",
            {"picture": SimpleUploadedFile("x.png", b"<svg onload='x'>"), "picture_shows": "X"},
        ),
        ("tried", {"picture": photo((9000, 9000), "PNG"), "picture_shows": "Stor."}),
        ("tried", {"file": SimpleUploadedFile("x.pdf", b"MZ\x90\x00")}),
        ("tried", {"file": SimpleUploadedFile("x.pdf", PDF + b"0" * 11_000_000)}),
    ],
)
def test_refused(decided: Scene, status: str, more: dict[str, Any], folder: Path) -> None:
    with refused(ValidationError):
        step(decided, status, **more)
    assert list(folder.rglob("*.*")) == []


def test_refused_where_nothing_is_decided(scene: Scene) -> None:
    with refused(ValidationError):
        step(scene, "tried")


def test_of_two_on_the_same_revision_one_wins(decided: Scene) -> None:
    mine = Matter.objects.get()
    step(decided, "under_way")
    with refused(Stale):
        changes.advance(mine, "tried", "Jag med.", next_on=day(9), by=decided.manager)


def test_what_did_not_hold_goes_back(decided: Scene) -> None:
    step(decided, "in_use", evidence="Ja.")
    step(decided, "under_way", text="Det föll i glömska. Vi börjar om.")
    assert Matter.objects.get().status == "under_way"


def test_only_who_carries_it_out(decided: Scene) -> None:
    def advance(by: Any) -> Any:
        matter = Matter.objects.get(pk=decided.matter.pk)
        return changes.advance(matter, "tried", "Nu.", next_on=day(9), by=by)

    for role in decided.people:
        with transaction.atomic():
            if role in CARRYING:
                advance(decided.who(role))
            else:
                with refused(PermissionDenied):
                    advance(decided.who(role))
            transaction.set_rollback(True)


def test_a_picture_is_made_small_upright_and_clean(decided: Scene, folder: Path) -> None:
    kept = step(decided, "tried", picture=photo(), picture_shows="Skylten.")
    assert (kept.picture_width, kept.picture_height) == (933, 1400)
    url = kept.picture_url
    answer = Client().get(url)
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert PLACE not in data
    assert b"IMG_1234" not in data
    assert answer["Content-Type"] == "image/webp"
    assert "IMG" not in str(list(folder.rglob("*")))
    Matter.objects.update(visibility="hidden")
    assert Client().get(url).status_code == 404
    assert Client().get(reverse("step_file", args=[kept.pk, "fil"])).status_code == 404


def test_named_as_she_chose(decided: Scene) -> None:
    step(decided, "in_use", evidence="Ja.")
    matter, by = Matter.objects.get(), decided.people["participant"]
    url = reverse("story", args=[matter.pk])
    first, _space, last = by.name.partition(" ")
    for shown_as, names in (("name", by.name), ("first_name", first), ("seat", "")):
        changes.be_credited(matter, shown_as=shown_as, by=decided.who("participant"))
        html = Client().get(url).content.decode()
        assert (f"{first} {last}" in html) == (shown_as == "name")
        assert (first in html) == bool(names)
    assert Credit.objects.count() == 1
    changes.leave_credits(matter, by=by)
    assert not Credit.objects.exists()
    assert_credit_goes_with_the_account(decided, matter)


def assert_credit_goes_with_the_account(scene: Scene, matter: Matter) -> None:
    by = scene.who("participant")
    changes.be_credited(matter, shown_as="name", by=by)
    by.delete()
    assert not Credit.objects.exists()
    assert by.name not in Client().get(reverse("story", args=[matter.pk])).content.decode()


def test_only_who_was_part_of_it(decided: Scene) -> None:
    def credit(by: Any) -> Any:
        return changes.be_credited(Matter.objects.get(), shown_as="name", by=by)

    for role in decided.people:
        with transaction.atomic():
            if role in CREDITED:
                credit(decided.who(role))
            else:
                with refused(PermissionDenied):
                    credit(decided.who(role))
            transaction.set_rollback(True)


def test_the_story(decided: Scene) -> None:
    url = reverse("story", args=[decided.matter.pk])
    assert Client().get(url).status_code == 404  # There is no story before daily use.
    step(decided, "tried", text="Vi provar på en enhet.")
    step(decided, "in_use", text="Nu gör alla så.", evidence="Alla fick svar i tid.")
    html = Client().get(url).content.decode()
    told = [
        decided.voice.text,
        "Ja, det gör vi.",
        "Vi provar på en enhet.",
        "Nu gör alla så.",
        "Alla fick svar i tid.",
    ]
    places = [html.index(text) for text in told]
    assert places == sorted(places)
    listed = Client().get(reverse("stories")).content.decode()
    assert url in listed
    assert "Nu gör alla så." in listed
    group = Group.objects.get(pk=decided.parties.group.pk)
    [line] = led_to([group.pk])[group.pk]
    assert "Nu gör alla så." in line.html
    Matter.objects.update(visibility="hidden")
    assert Client().get(url).status_code == 404
    assert url not in Client().get(reverse("stories")).content.decode()
    assert led_to([group.pk]) == {}


def test_stories_cost_the_same_however_many(
    decided: Scene, django_assert_max_num_queries: Any
) -> None:
    step(decided, "in_use", text="Nu gör alla så.", evidence="Ja.")
    client = Client()
    for url, most in ((reverse("stories"), 4), (reverse("story", args=[decided.matter.pk]), 9)):
        client.get(url)
        with django_assert_max_num_queries(most):
            client.get(url)


def test_nothing_here_yet(scene: Scene) -> None:
    assert Client().get(reverse("stories")).status_code == 200
