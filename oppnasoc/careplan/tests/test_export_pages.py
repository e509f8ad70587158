"""The pages where a plan goes out and comes in: for whom, how, and with what left behind."""

from __future__ import annotations

import json
import tempfile
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from oppnasoc.careplan import owning
from oppnasoc.careplan.export.as_json import as_json
from oppnasoc.careplan.export.read import MOST_BYTES
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.models import Draft, Plan, Seat, SeatKind
from oppnasoc.vault.log import lines_of
from tests.exported import make_eventful, make_full
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_goal,
    make_plan,
    make_seat,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
SOON = timezone.localdate() + timedelta(days=40)
PDFS, FILES = ("plan", "easy", "card", "list", "story"), ("json", "r5", "r4b")
TYPES = {"json": "application/json", "r5": "application/fhir+json", "r4b": "application/fhir+json"}


def out(plan: Plan) -> str:
    return reverse("plan_take_out", args=[plan.pk])


def seat_of(plan: Plan, **which: str) -> Seat:
    return plan.seats.get(**which)


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.json", content, "application/json")


@pytest.mark.parametrize("what", [*PDFS, *FILES])
def test_the_owner_takes_out_everything(what: str) -> None:
    plan = make_full()
    answer = client_for(plan.owner).post(out(plan), {"what": what, "parts": ["goals", "home"]})
    assert answer.status_code == 200
    assert answer["Content-Type"] == TYPES.get(what, "application/pdf")
    assert answer["Content-Disposition"] in {
        f'attachment; filename="{name}"'
        for name in ("plan.pdf", "kort.pdf", "lista.pdf", "text.pdf", "plan.json")
    }
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    verb = "export" if what in FILES else "print"
    assert verb in {line.verb for line in lines_of(plan.pk)}
    assert b"Hemlige Hans" not in answer.content


def test_the_page_tells_what_happens() -> None:
    plan = make_full()
    answer = client_for(plan.owner).get(out(plan))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(f'value="{what}"' in text for what in (*PDFS, *FILES))
    assert 'name="private"' in text
    assert 'value="private"' not in text


def test_only_for_me_only_when_ticked() -> None:
    plan = make_full()
    with_it = client_for(plan.owner).post(
        out(plan), {"what": "json", "parts": "goals", "private": "on"}
    )
    assert "Hemlige Hans" in with_it.content.decode()
    assert {line.section for line in lines_of(plan.pk)[:3]} >= {"private"}


def test_proof_must_be_fresh() -> None:
    plan = make_full()
    client = client_for(plan.owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        for ask in (client.get, client.post):
            answer = ask(out(plan), {"what": "json", "parts": "goals"})
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith(reverse("plan_unlock"))


@pytest.mark.parametrize("what", ["plan", "card", "list", "story"])
def test_to_print_asks_again_and_leads_back_to_the_same_sheet(what: str) -> None:
    plan = make_full()
    client = client_for(plan.owner)
    address = f"{reverse('plan_print', args=[plan.pk])}?vad={what}"
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = client.get(address)
        assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [address], "igen": ["1"]}
    assert client.get(address).status_code == 200, "who has just proved it is not asked"


@pytest.mark.parametrize(
    "data", [{}, {"what": "plan"}, {"what": "x", "parts": "goals"}, {"parts": "goals"}]
)
def test_wrong_answers_are_named(data: dict[str, str]) -> None:
    plan = make_full()
    answer = client_for(plan.owner).post(out(plan), data)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()


def test_a_nurse_with_goals_gets_goals_whatever_she_tries() -> None:
    """Scenario 6: by address, paper, JSON, FHIR and print page."""
    plan = make_full()
    nils = seat_of(plan, side="region")
    show(nils, "goals")
    client = client_of(nils)
    page = client.get(out(plan)).content.decode()
    assert 'value="goals"' in page
    assert 'value="money"' not in page
    assert 'value="card"' not in page
    hidden = ("budgetrådgivaren", "boendestöd", "Majken", "penicillin", "Skolan")
    for what in ("plan", "easy", *FILES):
        answer = client.post(out(plan), {"what": what, "parts": "goals"})
        assert answer.status_code == 200
        pdf = answer["Content-Type"] == "application/pdf"
        text = read_paper(answer.content).text if pdf else answer.content.decode()
        assert "sova hela natten" in text
        assert not [word for word in hidden if word in text]
        assert (
            client.post(out(plan), {"what": what, "parts": ["goals", "money"]}).status_code == 404
        )
        assert client.post(out(plan), {"what": what, "parts": "garden"}).status_code == 404
    for what in ("card", "list", "story"):
        assert client.post(out(plan), {"what": what, "parts": "goals"}).status_code == 404
    assert (
        client.post(out(plan), {"what": "json", "parts": "goals", "private": "on"}).status_code
        == 404
    )
    address = reverse("plan_print", args=[plan.pk])
    assert client.get(address, {"del": "money"}).status_code == 404
    assert client.get(address, {"vad": "card"}).status_code == 404
    assert not [word for word in hidden if word in client.get(address).content.decode()]
    assert "refused" in {line.verb for line in lines_of(plan.pk)}


def test_somebody_close_prints_what_she_sees_and_gets_no_file() -> None:
    plan = make_full()
    mother = seat_of(plan, kind=SeatKind.RELATIVE)
    show(mother, "goals")
    client = client_of(mother)
    assert client.post(out(plan), {"what": "plan", "parts": "goals"}).status_code == 200
    for what in FILES:
        assert client.post(out(plan), {"what": what, "parts": "goals"}).status_code == 404
    assert not any(f'value="{what}"' in client.get(out(plan)).content.decode() for what in FILES)


def test_whoever_is_shown_nothing_gets_an_empty_paper() -> None:
    plan = make_full()
    client = client_of(seat_of(plan, side="region"))
    answer = client.post(out(plan), {"what": "plan"})
    assert answer.status_code == 200
    assert "sova" not in read_paper(answer.content).text


def test_whoever_has_no_place_finds_nothing() -> None:
    plan = make_full()
    stranger = client_for(uuid.uuid4())
    for name in ("plan_take_out", "plan_print", "plan_take_in", "plan_take_in_look"):
        assert stranger.get(reverse(name, args=[plan.pk])).status_code == 404
        answer = Client().get(reverse(name, args=[plan.pk]))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("what", ["plan", "card", "list", "story"])
def test_pages_to_print_from_the_browser(what: str) -> None:
    plan = make_full()
    answer = client_for(plan.owner).get(reverse("plan_print", args=[plan.pk]), {"vad": what})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Hemlige Hans" not in text
    assert "<script>alert(1)" not in text
    assert "print" in {line.verb for line in lines_of(plan.pk)}


def test_a_print_page_that_is_not_there() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    address = reverse("plan_print", args=[plan.pk])
    assert client.get(address, {"vad": "json"}).status_code == 404
    assert client.get(address, {"del": "private"}).status_code == 404
    assert client.get(address).status_code == 200


def test_when_no_sheet_can_be_made_the_page_leads_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    from oppnasoc.ui import paper

    def fails(*given: object) -> bytes:
        raise paper.Unprintable

    monkeypatch.setattr(paper, "_press", fails)
    plan = make_full()
    answer = client_for(plan.owner).post(out(plan), {"what": "plan", "parts": "goals"})
    assert answer.status_code == 503
    assert reverse("plan_print", args=[plan.pk]) in answer.content.decode()


def test_bring_in_look_and_say_yes() -> None:
    """Scenario 29, through the pages; what waits is sealed, and nothing of it lies on disk."""
    before = as_json(picture(as_owner(make_full())))
    plan = make_plan()
    client = client_for(plan.owner)
    address = reverse("plan_take_in", args=[plan.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"file": upload(before)}, follow=True)
    text = answer.content.decode()
    assert "Mina katter" not in text
    assert "Söka boendestöd" in text
    assert plan.pieces.count() == 0
    row = Draft.objects.get(plan=plan)
    assert "boendestöd".encode() not in bytes(row.body)
    look = reverse("plan_take_in_look", args=[plan.pk])
    said = client.post(look, {"yes": "1", "others": "1"})
    assert said.headers["Location"] == reverse("plan", args=[plan.pk])
    assert plan.pieces.count() == len(json.loads(before)["pieces"])
    assert not Draft.objects.filter(plan=plan).exists()
    assert "import" in {line.verb for line in lines_of(plan.pk)}


def test_what_stays_in_the_file_is_said_before_she_says_yes() -> None:
    plan = make_eventful()
    owning.protect(as_owner(plan), True)
    whole = as_json(picture(as_owner(plan)))
    part = as_json(picture(as_owner(plan), sections=["goals"]))
    new = make_plan()
    client = client_for(new.owner)
    with override("sv"):
        stays, first = gettext("This stays in the file"), gettext(
            "The file says that you have protected data. That is turned on here first."
        )  # fmt: skip
    for content, tells in ((whole, True), (part, False)):
        where = reverse("plan_take_in", args=[new.pk])
        text = client.post(where, {"file": upload(content)}, follow=True).content.decode()
        assert (stays in text) is tells
        assert first in text
        assert "Inga behov" not in text
    client.post(reverse("plan_take_in_look", args=[new.pk]), {"yes": "1"})
    new.refresh_from_db()
    assert new.protected


@pytest.mark.parametrize("what", ["plan", "easy", *FILES])
def test_some_parts_tell_nothing_of_the_rest(what: str) -> None:
    """What is missing, why the plan was closed and the days of her own are of the whole of it."""
    plan = make_plan(grown_up_on=SOON, discharge_on=SOON)
    make_goal(plan)
    owning.close(as_owner(plan), "Jag flyttar från Kalle")
    gap = owning.standing(as_owner(plan)).gaps[0].text
    client, told = client_for(plan.owner), {}
    every = [str(part) for part in as_owner(plan).sections if part != "private"]
    for parts in (every, ["goals"]):
        answer = client.post(out(plan), {"what": what, "parts": parts})
        pdf = answer["Content-Type"] == "application/pdf"
        told[len(parts)] = read_paper(answer.content).text if pdf else answer.content.decode()
    hidden = (gap, "Kalle", SOON.isoformat())
    assert gap in told[len(every)]
    assert not [word for word in hidden if word in told[1]]


def test_bring_in_and_say_no() -> None:
    before = as_json(picture(as_owner(make_full())))
    plan = make_plan()
    client = client_for(plan.owner)
    client.post(reverse("plan_take_in", args=[plan.pk]), {"file": upload(before)})
    look = reverse("plan_take_in_look", args=[plan.pk])
    client.post(look, {"no": "1"})
    assert plan.pieces.count() == 0
    assert not Draft.objects.exists()
    assert client.get(look).headers["Location"] == reverse("plan_take_in", args=[plan.pk])


def test_what_waits_is_forgotten_after_an_hour() -> None:
    plan = make_plan()
    make_goal(plan)
    client = client_for(plan.owner)
    content = as_json(picture(as_owner(plan)))
    client.post(reverse("plan_take_in", args=[plan.pk]), {"file": upload(content)})
    Draft.objects.update(saved_at=timezone.now() - timedelta(minutes=61))
    answer = client.get(reverse("plan_take_in_look", args=[plan.pk]))
    assert answer.status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x", b"{}", b" " * (MOST_BYTES + 5)], ids=range(4))
def test_what_is_no_plan_is_told(content: bytes) -> None:
    plan = make_plan()
    answer = client_for(plan.owner).post(
        reverse("plan_take_in", args=[plan.pk]), {"file": upload(content)}
    )
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()


def test_a_file_that_comes_is_never_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: object, **more: object) -> None:
        raise AssertionError("a file of the plan was put on disk")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", never)
    monkeypatch.setattr(tempfile, "mkstemp", never)
    plan = make_plan()
    make_goal(plan)
    content = as_json(picture(as_owner(plan))) + b" " * (4 * 1024 * 1024)
    address = reverse("plan_take_in", args=[plan.pk])
    assert client_for(plan.owner).post(address, {"file": upload(content)}).status_code == 302


def test_a_form_of_another_site_brings_nothing_in() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("plan_take_in", args=[plan.pk]), {"file": upload(b"{}")})
    assert answer.status_code == 403


def test_only_the_owner_brings_in() -> None:
    plan = make_full()
    client = client_of(seat_of(plan, side="municipality"))
    for name in ("plan_take_in", "plan_take_in_look"):
        assert client.get(reverse(name, args=[plan.pk])).status_code == 404


def test_into_a_closed_plan_nothing_comes() -> None:
    plan = make_plan()
    content = as_json(picture(as_owner(plan)))
    owning.close(as_owner(plan))
    client = client_for(plan.owner)
    answer = client.post(reverse("plan_take_in", args=[plan.pk]), {"file": upload(content)})
    assert answer.status_code == 422
    assert client.post(out(plan), {"what": "plan", "parts": "goals"}).status_code == 200


def test_support_gets_paper_only() -> None:
    plan = make_full()
    friend = make_seat(plan, SeatKind.SUPPORT, side="none", name="Bo Stöd")
    show(friend, "goals")
    assert client_of(friend).post(out(plan), {"what": "r5", "parts": "goals"}).status_code == 404
