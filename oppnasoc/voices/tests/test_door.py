"""The one door: a text, one page to check it, a receipt. Nothing is kept before it is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from time_machine import travel

from oppnasoc.groups.models import Group
from oppnasoc.people.limits import span
from oppnasoc.people.models import Tally
from oppnasoc.search.finding import Hit
from oppnasoc.trail.models import Entry
from oppnasoc.trail.tests.disk import at_once, on_disk
from oppnasoc.ui.html import fill
from oppnasoc.voices import actions, codes, looking, views
from oppnasoc.voices.models import Inquiry, Reach, Reception, Voice
from oppnasoc.voices.reception import reception_group
from tests.town import ROLES, make_matter, make_parties, make_people, make_voice

pytestmark = pytest.mark.django_db

SAY, RECEIPT, HELP = "/sag-nagot/", "/sag-nagot/tack/", "/hjalp-nu/"
SCRIPT = "<script>alert(1)</script>"


def checked(client: Client, text: str, url: str = SAY, **more: str) -> str:
    """The second page, after the first."""
    answer = client.post(url, {"text": text, **more})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def once(html: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', html)
    assert found
    return found[1]


def sent(client: Client, text: str, url: str = SAY, **more: str) -> Voice:
    """Said through both pages."""
    html = checked(client, text, url)
    data = {"text": text, "tell_by": "code", "once": once(html), "send": "1", **more}
    answer = client.post(url, data)
    if "_auth_user_id" in client.session:
        assert b"code" in answer.content  # The receipt itself: nothing of it in her session.
        assert set(client.session.keys()) <= {"_auth_user_id", "_auth_user_backend",
                                              "_auth_user_hash", "seen_at"}  # fmt: skip
        return Voice.objects.latest("pk")
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == RECEIPT
    return Voice.objects.latest("pk")


def test_three_pages_and_a_code() -> None:
    client = Client()
    first = client.get(SAY).content.decode()
    assert first.count("required") <= 2  # The text and nothing else.
    checked(client, f"Hissen står still. {SCRIPT}", kind="bad")
    assert not Voice.objects.exists()
    assert not client.session.keys()
    voice = sent(client, f"Hissen står still. {SCRIPT}", kind="bad", speaker=f"Kim {SCRIPT}")
    assert (voice.kind, voice.visibility, voice.tell_by) == ("bad", "held", "code")
    html = client.get(RECEIPT).content.decode()
    assert SCRIPT not in html
    shown = html.split('class="code"')[1].split("<b>")[1].split("</b>")[0]
    assert actions.find(shown) == voice
    assert shown.replace("-", "") not in str(dict(client.session))
    assert '<svg class="qr"' in html
    assert shown not in html.split("<svg")[1].split("</svg>")[0]  # Only as dots.
    assert client.get(RECEIPT).status_code == 200  # It may be looked at again …
    assert client.post(RECEIPT)["Location"] == "/"  # … and taken away.
    assert client.get(RECEIPT)["Location"] == SAY
    assert Client().get(RECEIPT)["Location"] == SAY


def test_a_receipt_is_shown_for_an_hour() -> None:
    client = Client()
    sent(client, "Hissen.")
    with travel(timezone.now() + timedelta(minutes=59)):
        assert client.get(RECEIPT).status_code == 200
    with travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(RECEIPT)["Location"] == SAY


def test_the_code_stands_behind_the_sign_that_is_sent_to_nobody() -> None:
    address = views.follow_address("ABCDEFGH12")
    assert address.endswith("/min-kod/#ABCDE-FGH12")


def test_sent_twice_is_one_voice() -> None:
    client = Client()
    html = checked(client, "Hissen.")
    data = {"text": "Hissen.", "once": once(html), "send": "1"}
    client.post(SAY, data)
    first = client.get(RECEIPT).content
    client.post(SAY, data)
    assert client.get(RECEIPT).content.count(b"code") == first.count(b"code")
    assert Voice.objects.count() == 1
    assert Entry.objects.filter(kind="voices.said").count() == 1
    client.post(SAY, {**data, "once": once(checked(client, "Hissen."))})
    assert Voice.objects.count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 5001},
        {"text": "y" * 100_000},
        {"text": "Hej", "kind": "x"},
        {"text": "Hej", "kind": "same"},
        {"text": "a\x00b"},
    ],
)
def test_an_error_keeps_what_was_written(data: dict[str, str]) -> None:
    answer = Client().post(SAY, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in html
    assert data["text"].strip().replace("\x00", "") in html or "\x00" in data["text"]
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"speaker": "x" * 81}, "speaker"),
        ({"tell_by": "email", "email": "kim"}, "email"),
        ({"tell_by": "email"}, "email"),
        ({"tell_by": "sms", "phone": "12345"}, "phone"),
        ({"tell_by": "letter", "postal": "Storgatan 1"}, "postal"),
        ({"tell_by": "organisation"}, "tell_by"),
        ({"tell_by": "pigeon"}, "tell_by"),
        ({"same": "999"}, "same"),
    ],
)
def test_an_error_on_the_second_page(more: dict[str, str], field: str) -> None:
    data = {"text": "Hissen står still.", "send": "1", **more}
    answer = Client().post(SAY, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}' in html or field == "same"
    assert "Hissen står still." in html
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"tell_by": "email", "email": " kim@example.org "}, "kim@example.org"),
        ({"tell_by": "sms", "phone": "070-123 45 67"}, "0701234567"),
        ({"tell_by": "sms", "phone": "+46 (0)70 123 45 67"}, "+46701234567"),
        ({"tell_by": "letter", "postal": "Kim Ek\nStorgatan 1\n234 56 Sundhamn"},
         "Kim Ek\nStorgatan 1\n234 56 Sundhamn"),
        ({"tell_by": "letter", "postal": "Kim Ek, Storgatan 1, 23456 Sundhamn"},
         "Kim Ek\nStorgatan 1\n23456 Sundhamn"),
        ({"tell_by": "code", "email": "kvar@example.org", "phone": "0701234567"}, None),
        ({"tell_by": "not", "postal": "x"}, None),
    ],
)  # fmt: skip
def test_an_address_only_for_the_way_that_needs_it(more: dict[str, str], kept: str | None) -> None:
    voice = sent(Client(), "Hissen.", **more)
    assert voice.tell_by == more["tell_by"]
    assert Reach.objects.filter(voice=voice).values_list("address", flat=True).first() == kept


def test_told_at_a_group_s_meeting() -> None:
    parties = make_parties()
    voice = sent(Client(), "Hissen.", tell_by="meeting", meeting=str(parties.other_group.pk))
    assert (voice.tell_by, voice.group) == ("meeting", parties.other_group)


@pytest.mark.parametrize("grupp", ["", "brukargruppen", "finns-inte", "%00", "%F0%9F", "x" * 500])
def test_which_group_looks_first(grupp: str) -> None:
    parties = make_parties()
    voice = sent(Client(), "Hissen.", f"{SAY}?grupp={grupp}")
    expected = parties.group if grupp == "brukargruppen" else reception_group()
    assert voice.group == expected
    assert expected is not None
    assert Client().get(f"{SAY}?grupp={grupp}").status_code == 200


def test_what_belongs_to_no_group_goes_to_the_reception() -> None:
    assert reception_group() is None
    parties = make_parties()
    top = Group.objects.get(name="Rådet")
    assert reception_group() == top
    Reception.objects.create(group=parties.other_group)
    assert sent(Client(), "Hissen.").group == parties.other_group
    Group.objects.filter(pk=parties.other_group.pk).update(status="closed", status_reason="Klar.")
    assert reception_group() == top


@pytest.mark.parametrize("role", ["administrator", "editor", "secretary"])
def test_who_chooses_the_reception(role: str) -> None:
    parties = make_parties()
    client = Client()
    client.force_login(make_people(parties)[role])
    answer = client.get("/redaktion/settings/voices/reception/", follow=True)
    url = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
    assert ("/settings/voices/reception/" in url) == (role == "administrator")
    if role == "administrator":
        client.post(url, {"group": parties.other_group.pk})
        assert reception_group() == parties.other_group


@pytest.mark.parametrize("fraga", ["x", "0", "99999999999999999999", "\u00b2", "-1"])
def test_a_question_that_is_not_there(fraga: str) -> None:
    make_parties()
    assert sent(Client(), "Hissen.", f"{SAY}?fraga={fraga}").inquiry is None


def test_an_answer_to_an_open_question() -> None:
    parties = make_parties()
    today = timezone.localdate()
    asked = Inquiry.objects.create(
        group=parties.group, question="Vad vill ni?", why="Därför.", closes_on=today
    )
    voice = sent(Client(), "Kaffe.", f"{SAY}?fraga={asked.pk}")
    assert (voice.inquiry, voice.group) == (asked, parties.group)
    day_before = today - timedelta(days=1)
    Inquiry.objects.update(opens_on=day_before, closes_on=day_before)
    late = Client().post(f"{SAY}?fraga={asked.pk}", {"text": "Te.", "send": "1"})
    assert late.status_code == 422  # She is told; the form then goes to the group.
    to_the_group = sent(Client(), "Te.", f"{SAY}?grupp={parties.group.slug}")
    assert (to_the_group.inquiry, to_the_group.group) == (None, parties.group)
    with pytest.raises(ValidationError):
        actions.say("Te.", inquiry=Inquiry.objects.get())


def test_prefilled_from_the_search_and_not_kept() -> None:
    html = Client().get(f"{SAY}?text=N%C3%A4r+%C3%B6ppnar+ni%3F{SCRIPT}").content.decode()
    assert "När öppnar ni?" in html
    assert SCRIPT not in html
    assert f'action="{SAY}"' in html  # The form's own address holds no text.
    assert "När öppnar ni?" in checked(Client(), "När öppnar ni?")
    assert not Voice.objects.exists()


def test_back_keeps_the_text() -> None:
    html = Client().post(SAY, {"text": "Hissen.", "kind": "bad", "back": "1"}).content.decode()
    assert "Hissen." in html
    assert re.search(r'value="bad"[^>]*checked', html)
    assert "no-store" not in Client().get(SAY)["Cache-Control"]  # Nothing is in it yet.


def test_personal_data_is_shown_in_place_and_blocks_nothing() -> None:
    text = f"Elvira Snöborg på Storgatan 5 bor där. {SCRIPT} Ring 070-123 45 67."
    html = checked(Client(), text)
    assert "<mark>Elvira Snöborg</mark>" in html
    assert "<mark>070-123 45 67</mark>" in html
    assert SCRIPT not in html
    assert sent(Client(), text).text == text


def test_urgent_need_is_met_before_and_after() -> None:
    client = Client()
    assert "90101" in checked(client, "Jag orkar inte leva längre.")
    voice = sent(client, "Jag orkar inte leva längre.")
    assert voice.visibility == "held"
    assert "90101" in client.get(RECEIPT).content.decode()
    assert not [e for e in Entry.objects.all() if e.kind != "voices.said"]
    assert "90101" not in checked(client, "Projektet har nått en död punkt.")


def test_the_page_of_help() -> None:
    answer = Client().get(HELP)
    html = answer.content.decode()
    assert all(number in html for number in ("112", "90101", "020-50 50 50", "116 111", "1177"))
    assert not answer.cookies
    assert HELP in Client().get("/").content.decode()


def test_similar_matters_are_offered_and_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    parties = make_parties()
    matter = make_matter("Varför står hissen still?", parties.group, parties.unit)
    hidden = make_matter("Dold?", parties.group, parties.unit, visibility="hidden")
    hits = [
        Hit("matter", m.pk, fill("{} <mark>x</mark>", m.title), fill(""), "/", None, None)
        for m in (matter, hidden)
    ]
    monkeypatch.setattr(views, "similar", lambda text, kind, limit: hits)
    assert "Varför står hissen still?" in checked(Client(), "Hissen.")
    voice = sent(Client(), "Hissen.", same=str(matter.pk))
    assert [ground.matter for ground in voice.grounds.all()] == [matter]
    assert voice.visibility == "held"
    assert "Hissen." not in Client().get(matter.get_absolute_url()).content.decode()
    assert not sent(Client(), "Annat.", same="").grounds.exists()
    assert not sent(Client(), "Dolt.", same=str(hidden.pk)).grounds.exists()


def test_a_browser_says_only_what_the_form_asks() -> None:
    parties = make_parties()
    more = {"organisation": str(parties.organisation.pk), "channel": "paper", "public": "on",
            "visibility": "public", "people_count": "900", "protect": "on"}  # fmt: skip
    voice = sent(Client(), "Hissen.", **more)
    assert (voice.organisation, voice.channel, voice.visibility, voice.people_count) == (
        None,
        "web",
        "held",
        1,
    )


def test_a_relative_who_writes_for_somebody() -> None:
    voice = sent(Client(), "Min son väntar.", for_somebody="on")
    assert (voice.yes_on, voice.entered_by) == (timezone.localdate(), None)


@pytest.mark.parametrize("role", ROLES)
def test_public_at_once_for_those_who_may_sort(role: str) -> None:
    people: dict[str, Any] = {**make_people(make_parties()), "anonymous": None}
    sorts = role in {"facilitator", "other_facilitator", "secretary", "editor"}
    client = Client()
    if people[role]:
        client.force_login(people[role])
    assert ('name="public"' in checked(client, "Hissen.")) == sorts
    assert sent(client, "Hissen.").visibility == "held"
    assert sent(client, "Hissen.", public="on").visibility == ("public" if sorts else "held")
    if not sorts:
        with pytest.raises(PermissionDenied):
            actions.say("Hissen.", by=people[role], public=True)


def test_a_robot_is_held_in_the_pile() -> None:
    voice = sent(Client(), "Köp nu.", website="https://spam.example")
    assert (voice.in_flood, voice.visibility) == (True, "held")


@pytest.mark.usefixtures("same_hour")
def test_a_flood_is_held_and_never_refused() -> None:
    for _time in range(views.PER_HOUR):
        assert not sent(Client(), "Hissen.").in_flood
    client = Client()
    assert sent(client, "Hissen.").in_flood
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert not sent(other, "Hissen.").in_flood
    assert Tally.objects.filter(since=span(timezone.now(), 1)).count() == 2
    staff = make_people(make_parties())["staff"]
    client = Client()
    client.force_login(staff)
    assert not sent(client, "Hissen.").in_flood  # Who writes for others is not counted.


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment(tmp_path: Path) -> None:
    make_parties()

    def post(number: int) -> int:
        data = {"text": f"Hissen {number}.", "once": f"{number:032x}", "send": "1"}
        return Client().post(SAY, data).status_code

    with on_disk(tmp_path):
        answers = at_once(*[lambda number=n: post(number // 2) for n in range(24)])
        assert answers == [302] * 24
        assert Voice.objects.count() == 12  # Each was sent twice.


def test_a_forged_post_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(SAY, {"text": "Hissen.", "send": "1"}).status_code == 403
    assert client.post(RECEIPT).status_code == 403


def test_how_long_it_usually_takes() -> None:
    editor = make_people(make_parties())["editor"]
    now = timezone.now()
    assert looking.usual_time() is None
    for days in (1, 2, 2, 3, 30):
        voice = make_voice("X", visibility="held", created_at=now - timedelta(days=days))
        assert looking.usual_time() is None
        actions.publish_voice(voice, by=editor)
    usual = looking.usual_time()
    assert usual is not None
    assert round(usual / timedelta(days=1)) == 2
    assert "två" in looking.in_words(usual)
    for many in (None, timedelta(hours=2), timedelta(days=1), usual):
        assert looking.in_words(many)
    make_voice("Möte", channel="meeting", created_at=now - timedelta(days=80))
    assert looking.usual_time() == usual


def test_the_code_of_a_sending_needs_the_key(settings: Any) -> None:
    code = codes.of_sending("a" * 32)
    assert codes.read(code) == code == codes.of_sending("a" * 32)
    assert codes.of_sending("b" * 32) != code
    settings.SECRET_KEY = "en annan nyckel"
    assert codes.of_sending("a" * 32) != code


@pytest.mark.parametrize("url", [RECEIPT])
def test_nothing_of_it_is_kept_by_the_browser(url: str) -> None:
    assert "no-store" in Client().get(url)["Cache-Control"]


def test_other_methods_are_refused() -> None:
    for url in (SAY, RECEIPT):
        assert Client().put(url).status_code == 405
    assert Client().post(HELP).status_code == 405
