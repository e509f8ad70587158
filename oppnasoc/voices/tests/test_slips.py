"""Paper slips with codes: printed, typed in, photographed, on the noticeboard."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from PIL import Image

from oppnasoc.matters import actions as matter_actions
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.html import fill
from oppnasoc.ui.models import Municipality
from oppnasoc.ui.pictures import MAX_PICTURE
from oppnasoc.ui.registry import todos
from oppnasoc.voices import actions, cards, views, withdrawing
from oppnasoc.voices.daily import remove_old_slip_pictures
from oppnasoc.voices.models import Sheet, Slip, SlipPicture, Voice
from tests.town import ROLES, Parties, make_matter, make_parties, make_people

pytestmark = pytest.mark.django_db

LEADING = {"facilitator", "secretary", "editor"}
TYPE_IN = "/lappar/skriv-in/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def photo(name: str = "lapp.jpg", size: tuple[int, int] = (80, 60)) -> SimpleUploadedFile:
    out = BytesIO()
    picture = Image.new("RGB", size, "white")
    exif = picture.getexif()
    exif[0x010F] = "kanariekamera"
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_print_for_a_group(parties: Parties, people: dict[str, Any], role: str) -> None:
    if role in LEADING:
        sheet, printed = cards.make_sheet(parties.group, by=people[role])
        assert len(printed) == cards.PER_SHEET == sheet.slips.count()
        return
    with pytest.raises(PermissionDenied):
        cards.make_sheet(parties.group, by=people.get(role))  # type: ignore[arg-type]
    assert not Sheet.objects.exists()


def test_numbers_are_never_the_same_and_codes_are_not_kept(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["editor"]
    printed = [
        slip
        for group in (parties.group, parties.other_group, parties.group)
        for slip in cards.make_sheet(group, by=by)[1]
    ]
    assert len({slip.number for slip in printed}) == len({slip.code for slip in printed}) == 24
    stored = " ".join(str(value) for row in Slip.objects.values() for value in row.values())
    assert not [slip for slip in printed if slip.code in stored]


def test_printed_once_and_typed_in(
    parties: Parties, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(people["facilitator"])
    Municipality.objects.update_or_create(defaults={"help_phone": "040-628 04 10"})
    drawn: list[str] = []

    def draw(text: str, _title: object) -> SafeString:
        drawn.append(text)
        return fill("<svg/>")

    monkeypatch.setattr(views, "qr", draw)
    answer = client.post(reverse("sheet_new"), {"group": parties.group.pk})
    assert "no-store" in answer["Cache-Control"]
    html = answer.content.decode()
    codes = re.findall(r'class="secret">[^<]*<b>([\w-]+)</b>', html)
    assert len(codes) == 8
    assert drawn == [f"{settings.SITE_URL}/min-kod/#{code}" for code in codes]
    assert html.count("040-628 04 10") >= 8
    assert codes[0] not in client.get("/lappar/").content.decode()
    slip = Slip.objects.first()
    assert slip is not None
    data = {"slip": codes[0].lower(), "text": f"Det är mörkt. {SCRIPT}", "kind": "bad"}
    assert client.post(TYPE_IN, data)["Location"] == TYPE_IN
    voice = Voice.objects.get()
    assert (voice.channel, voice.group, voice.visibility) == ("paper", parties.group, "held")
    assert actions.find(codes[0]) == voice
    assert Slip.objects.get(pk=slip.pk).voice == voice
    again = client.post(TYPE_IN, {**data, "text": "Kvar i rutan"})
    assert again.status_code == 422
    assert "Kvar i rutan" in again.content.decode()
    number = Slip.objects.all()[1].number
    client.post(TYPE_IN, {"slip": f" {number} ", "text": "Två.", "public": "on"})
    assert Voice.objects.latest("pk").visibility == "public"
    assert "2 av 8" in client.get("/lappar/").content.decode()


@pytest.mark.parametrize("typed", ["", "1", "x" * 40, "ABCDE-FGH12", "²", "99999999999999", "\x00"])
def test_no_such_slip(people: dict[str, Any], typed: str) -> None:
    answer = client_of(people["editor"]).post(TYPE_IN, {"slip": typed, "text": "Hej"})
    assert answer.status_code == 422
    assert not Voice.objects.exists()


def test_of_two_who_type_in_one_is_told(parties: Parties, people: dict[str, Any]) -> None:
    _sheet, printed = cards.make_sheet(parties.group, by=people["editor"])
    mine, hers = (cards.find_slip(printed[0].code, [parties.group]) for _time in range(2))
    cards.type_in(mine, "Hej.", by=people["editor"])
    with pytest.raises(Stale):
        cards.type_in(hers, "Hej då.", by=people["secretary"])
    assert Voice.objects.get().text == "Hej."


def test_photos_are_made_anew_and_go_when_typed_in(
    parties: Parties, people: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(people["secretary"])
    data = {"pictures-group": parties.group.pk, "pictures-pictures": [photo(), photo("b.jpg")]}
    assert client.post(reverse("slip_pictures"), data)["Location"] == TYPE_IN
    first, second = SlipPicture.objects.all()
    with first.picture.open("rb") as kept:
        assert b"kanariekamera" not in kept.read()
    assert re.fullmatch(r"slips/[0-9a-f]{32}\.webp", str(first.picture))
    assert reverse("slip_picture", args=[first.pk]) in client.get(TYPE_IN).content.decode()
    later = client.get(f"{TYPE_IN}?efter={first.pk}").content.decode()
    assert reverse("slip_picture", args=[second.pk]) in later
    shown = client.get(reverse("slip_picture", args=[first.pk]))
    assert shown["Content-Type"] == "image/webp"
    assert "no-store" in shown["Cache-Control"]
    assert shown.getvalue()[8:12] == b"WEBP"
    _sheet, printed = cards.make_sheet(parties.group, by=people["secretary"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(TYPE_IN, {"slip": printed[0].code, "text": "Hej", "picture": first.pk})
        client.post(reverse("slip_picture_remove", args=[second.pk]))
    assert not SlipPicture.objects.exists()
    assert not storages["private"].exists(str(first.picture))
    assert not storages["private"].exists(str(second.picture))


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_a_photo(parties: Parties, people: dict[str, Any], role: str) -> None:
    found = cards.add_pictures([photo()], group=parties.group, by=people["secretary"])[0]
    client = Client()
    if role in people:
        client.force_login(people[role])
    answer = client.get(reverse("slip_picture", args=[found.pk]))
    expected = {"anonymous": 302, "other_facilitator": 404}.get(role, 403)
    assert answer.status_code == (200 if role in LEADING else expected)
    if role in LEADING:
        assert answer.getvalue()
        return
    client.post(reverse("slip_picture_remove", args=[found.pk]))
    assert SlipPicture.objects.exists()


def test_what_is_no_picture_is_refused_with_the_others(
    parties: Parties, people: dict[str, Any]
) -> None:
    client = client_of(people["secretary"])
    for bad in (SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>"), photo(size=(9000, 9000))):
        data = {"pictures-group": parties.group.pk, "pictures-pictures": [photo(), bad]}
        assert client.post(reverse("slip_pictures"), data).status_code == 422
    assert client.post(reverse("slip_pictures"), {}).status_code == 422
    huge = photo()
    huge.size = MAX_PICTURE + 1
    many = [photo() for _time in range(cards.MOST_PICTURES + 1)]
    for pictures in ([huge], many, []):
        with pytest.raises(ValidationError):
            cards.add_pictures(pictures, group=parties.group, by=people["secretary"])
    assert not SlipPicture.objects.exists()


def test_photos_go_after_thirty_days_with_a_warning_before(
    parties: Parties, people: dict[str, Any]
) -> None:
    found = cards.add_pictures([photo()], group=parties.group, by=people["secretary"])[0]

    def days_old(days: int) -> list[bool]:
        SlipPicture.objects.update(added_at=timezone.now() - timedelta(days=days))
        return [t.late for t in todos(people["secretary"]) if t.url == TYPE_IN]

    assert days_old(3) == [False]
    assert days_old(25) == [True]
    assert not [t for t in todos(people["other_facilitator"]) if t.url == TYPE_IN]
    assert remove_old_slip_pictures(timezone.localdate()) == 0
    days_old(31)
    assert remove_old_slip_pictures(timezone.localdate()) == 1
    assert not SlipPicture.objects.filter(pk=found.pk).exists()


def test_a_slip_of_another_groups_box_is_none_of_hers(
    parties: Parties, people: dict[str, Any]
) -> None:
    _sheet, printed = cards.make_sheet(parties.group, by=people["secretary"])
    for typed in (printed[0].code, str(printed[0].number)):
        answer = client_of(people["other_facilitator"]).post(
            TYPE_IN, {"slip": typed, "text": "Hej"}
        )
        assert answer.status_code == 422
    with pytest.raises(PermissionDenied):
        cards.type_in(Slip.objects.all()[0], "Hej", by=people["other_facilitator"])
    assert not Voice.objects.exists()


def test_what_was_typed_in_under_a_wrong_number_can_be_undone(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    _sheet, printed = cards.make_sheet(parties.group, by=by)
    client = client_of(by)
    client.post(TYPE_IN, {"slip": printed[0].number, "text": "Hissen står still.", "public": "on"})
    slip = Slip.objects.all()[0]
    undo = reverse("slip_undo", args=[slip.pk])
    assert undo in client.get(TYPE_IN).content.decode()
    for role, status in (("editor", 302), ("other_facilitator", 404), ("staff", 403)):
        other = client_of(people[role])
        assert undo not in other.get(TYPE_IN).content.decode()
        assert other.post(undo).status_code == status
    assert Voice.objects.get().text
    assert "Hissen står still." in client.post(undo).content.decode()
    gone = Voice.objects.get()
    assert (gone.text, gone.code_digest, gone.visibility) == ("", None, "withdrawn")
    assert actions.find(printed[0].code) is None
    assert client.post(undo).status_code == 302  # Twice does no harm.
    data = {"slip": printed[0].number, "text": "Det här stod där."}
    assert client.post(TYPE_IN, data).status_code == 302
    found = actions.find(printed[0].code)
    assert found is not None
    assert found.text == "Det här stod där."


def test_it_is_undone_within_an_hour_and_not_when_it_is_a_matter(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    cards.make_sheet(parties.group, by=by)
    old, taken = Slip.objects.all()[:2]
    cards.type_in(old, "Gammal.", by=by)
    Voice.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert cards.typed_last(by) is None
    voice = cards.type_in(taken, "Hissen.", by=by, public=True)
    matter = make_matter("Varför står hissen?", parties.group, parties.unit)
    matter_actions.ground(matter, voice, by=by)
    for slip in (old, taken):
        with pytest.raises(ValidationError):
            cards.undo_typing(slip, by=by)
    assert sorted(Voice.objects.values_list("text", flat=True)) == ["Gammal.", "Hissen."]


def test_a_name_on_a_slip_is_shown_before_it_is_saved(
    parties: Parties, people: dict[str, Any]
) -> None:
    _sheet, printed = cards.make_sheet(parties.group, by=people["secretary"])
    client = client_of(people["secretary"])
    data = {"slip": printed[0].code, "text": "Elvira Snöborg svarar inte.", "public": "on"}
    html = client.post(TYPE_IN, data).content.decode()
    assert "<mark>Elvira Snöborg</mark>" in html
    assert 'name="seen"' in html
    assert not Voice.objects.exists()
    assert client.post(TYPE_IN, {**data, "seen": "1"}).status_code == 302
    assert Voice.objects.get().text == "Elvira Snöborg svarar inte."


def test_what_was_taken_back_hangs_nowhere(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    _sheet, printed = cards.make_sheet(parties.group, by=by)
    voice = cards.type_in(Slip.objects.all()[0], "Hissen.", by=by, public=True)
    board = reverse("noticeboard", args=[parties.group.slug])
    line = f"Lapp {printed[0].number}"
    assert line in client_of(by).get(board).content.decode()
    withdrawing.withdraw(voice)
    assert line not in client_of(by).get(board).content.decode()
