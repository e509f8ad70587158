"""The acceptance scenarios of a plan, 24 to 29, told in order as people meet them."""

from __future__ import annotations

import importlib
import itertools
import json
import uuid

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oppnasoc.careplan import drafts, owning
from oppnasoc.careplan.export import held
from oppnasoc.careplan.export.as_json import as_json
from oppnasoc.careplan.export.check import faults_of
from oppnasoc.careplan.export.fhir_codes import Release
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.kinds import SHAPES
from oppnasoc.careplan.models import (
    Ask,
    Call,
    Draft,
    Edition,
    Grant,
    Kind,
    Outcome,
    Piece,
    Plan,
    Power,
    Recording,
    SeatKind,
    Share,
    Side,
    Stretch,
)
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.turns import reminding
from oppnasoc.vault import knowing, log
from oppnasoc.vault.models import DataKey, Known
from tests.exported import make_eventful, make_full
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_action,
    make_piece,
    make_plan,
    make_seat,
    show,
    user_of,
)

from .fhir_reading import assert_same
from .pages import YES, html, owner, take_out, today, url
from .sounds import PLACE, mp4, udta
from .test_export_file import gist
from .test_kept import FORMS, hidden, send_late, unlock
from .test_people_rules import make_trustee

pytestmark = pytest.mark.django_db(databases=TOWER)
MODELS = list(apps.get_app_config("careplan").get_models())


WHERE = ("Vi ses på Hamngatan 3", "Ring 070-174 06 05", "701063-2391", "63.12345, 18.54321")


def test_24_nothing_that_is_written_shows_where_a_protected_person_is() -> None:
    """Protected person: address typed in any field or GPS in a photo → warned/stripped; print
    carries alias. No form takes a photo; a sound that says where it was made is below."""
    plan = make_plan(name="Lo", protected=True)
    siv, eva = make_seat(plan), make_trustee(plan)
    forms: list[tuple[str, dict[str, str], list[str]]] = [
        (url(plan, "plan_ask"), {"to": "region"}, ["words"]),
        (url(plan, "plan_call"), {"day": today(9).isoformat()}, ["purpose", "time"]),
        (url(plan, "plan_name"), {}, ["name"]),
        (url(plan, "plan_close"), {}, ["why"]),
        (url(plan, "plan_person_new"), {"kind": "support", "name": "Bo"}, ["name", "role"]),
        (url(plan, "plan_person_ask", siv.pk), YES | {"part_goals": "on", "how": "spoken"},
         ["witness"]),
        (url(plan, "plan_power", eva.pk), {"decided_on": today().isoformat(), "property": "on"},
         ["evidence"]),
    ]  # fmt: skip
    client, texts = owner(plan), itertools.cycle(WHERE)
    for kind, shape in SHAPES.items():
        if kind in (Kind.MEETING, Kind.FOLLOW_UP):
            continue  # They are written where they happen.
        page = url(plan, "plan_write", kind)
        names = {each.form: each.name for each in shape.fields}
        fixed = {each.name: "Något" for each in shape.fields if each.required}
        fixed["section"] = shape.sections[0]
        forms.append((page, fixed, [f.name for f in shape.fields if f.form in ("text", "line")]))
        if "contact" in names:
            assert f'name="{names["contact"]}"' not in html(client.get(page)), kind
    for address, given, fields in forms:
        for name, text in zip(fields, texts, strict=False):
            page = html(client.post(address, given | {name: text}), 422)
            assert "Inget som visar var du finns sparas här" in page, (address, name)
    draft = {"form": "goal:goals:", "words": {"words": WHERE[0]}}
    kept = client.post(url(plan, "plan_draft"), draft, content_type="application/json")
    assert kept.json() == {"kept": False}
    assert not Piece.objects.exists()
    assert "Lo" in html(client.get(url(plan, "plan_print")))
    assert "Lo" in read_paper(take_out(client, plan, "plan", "goals")).text


def test_24_no_file_says_where_and_what_was_said_before_is_gone() -> None:
    """Protected person: address typed in any field or GPS in a photo → warned/stripped; print
    carries alias."""
    plan = make_plan()
    client = owner(plan)
    client.post(url(plan, "plan_ask"), {"to": "region", "words": WHERE[0]})
    part = make_piece(as_owner(plan), Kind.STORY, {"heading": "Då", "words": "Nian"})
    record = url(plan, "plan_story_record", part.pk)
    for content, status in ((b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00GPS", 422), (mp4(udta()), 302)):
        sound = SimpleUploadedFile("x.m4a", content, "audio/mp4")
        assert client.post(record, {"sound": sound}).status_code == status
    [kept] = Recording.objects.all()
    heard = client.get(url(plan, "plan_recording", kept.pk)).content
    assert b"sound" in heard
    assert PLACE not in heard
    client.post(url(plan, "plan_protect"), {"do": "on"})
    page = html(client.get(url(plan, "plan_asked", Ask.objects.get().pk)))
    assert "Vi ses på …" in page
    assert "Hamngatan" not in page


def test_25_death_freezes_everything() -> None:
    """Death recorded → links dead, reminders stopped, edits frozen, relative login denied."""
    plan = make_plan()
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    staff = [make_seat(plan, side=side) for side in (Side.MUNICIPALITY, Side.REGION)]
    make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Jag slutade nian"})
    make_action(plan, staff[0], due=today())
    show(mum, "story")
    link = sharing.make(as_owner(plan), "story")
    hers, relatives = owner(plan), client_of(mum)
    user_of(plan.owner)
    for seat in staff:
        assert client_of(seat).post(url(plan, "plan_death"), {"sure": "on"}).status_code == 302
    answer = Client().post(reverse("plan_shared", args=[link.token]), {"code": link.code})
    assert "Jag slutade" not in html(answer, 422)
    assert reminding.remind(today()) == 0
    assert hers.post(url(plan, "plan_write", "goal"), {"words": "Sova"}).status_code in (404, 422)
    assert not Piece.objects.filter(kind=Kind.GOAL).exists()
    assert relatives.get(url(plan, "plan_story")).status_code == 404
    with pytest.raises(AssertionError, match="404"):
        client_of(mum)


def test_26_erased_is_gone_and_who_has_a_copy_is_told() -> None:
    """Delete my data → private layer gone incl. index, files; page lists copies others hold."""
    plan = make_eventful()
    nils = plan.seats.get(side=Side.REGION)
    show(nils, "goals")
    take_out(client_of(nils), plan, "plan", "goals")
    held.hold(as_owner(plan), as_json(picture(as_owner(plan))))
    drafts.keep(as_owner(plan), "goal:goals:", {"words": "Jag hann inte"})
    there = {each for each in MODELS if each.objects.exists()}  # type: ignore[attr-defined]
    assert {Recording, Stretch, Share, Ask, Call, Draft, Grant, Power, Edition} <= there
    assert {row.form for row in Draft.objects.all()} == {
        held.FORM,
        drafts.marked(plan, "goal:goals:"),
    }
    [link] = Share.objects.all()
    [sound] = Recording.objects.all()
    knowing.know(plan.owner, Known.Kind.PHONE, "070-174 06 05", by=plan.owner)
    client, key = owner(plan), plan.key_id
    page = html(client.get(url(plan, "plan_erase")))
    assert "Nils Sjuksköterska, Psykiatrin i Sundhamn" in page
    assert "Siv" not in page
    lines = log.lines_of(plan.pk).count()
    assert client.post(url(plan, "plan_erase"), {"sure": "on"}).status_code == 302
    left = [each for each in MODELS if each.objects.exists()]  # type: ignore[attr-defined]
    assert left == [Outcome]  # Figures of a quarter, that lead to nobody.
    assert not Share.pieces.through.objects.exists()
    again = make_plan(plan.owner)
    assert owner(again).get(url(plan, "plan_recording", sound.pk)).status_code == 404
    assert owner(again).get(url(again, "plan_recording", sound.pk)).status_code == 404
    assert str(link.pk) not in html(owner(again).get(url(again, "plan_shares")))
    waiting = owner(again).get(url(again, "plan_take_in_look"))
    assert waiting.status_code == 302
    owning.erase(as_owner(again))
    assert DataKey.objects.get(pk=key).destroyed_at is not None
    assert not Known.objects.exists()
    assert log.lines_of(plan.pk).count() == lines + 1, "the log is without words, and stays"
    assert client.get(url(plan, "plan")).status_code == 302
    assert client_for(nils.person or uuid.uuid4()).get(url(plan, "plan")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("goal", {"words": "Jag vill\x00 sova"}),
        ("goal", {"words": "Jag vill" + " sova" * 40_000}),
        ("goal", {"words": "Jag vill sova", "span": "aldrig"}),
        ("action", {"what": "Jag vill", "due_on": "2026-02-30"}),
        ("action", {"what": "Jag vill", "starts_on": "2026-03-02", "due_on": "2026-03-01"}),
    ],
    ids=["null", "200 kB", "choice", "30 February", "end before start"],
)
def test_27_bad_input_is_told_and_kept(kind: str, wrong: dict[str, str]) -> None:
    """Bad input: `<script>`, RTL marks, null byte, 200 kB text, invalid
    personnummer/samordningsnummer, 2026-02-30, end before start → clear error, text kept."""
    plan = make_plan()
    answer = owner(plan).post(f"{url(plan, 'plan_write', kind)}?avsnitt=home", wrong)
    page = html(answer, 422)
    assert "Jag vill" in page
    assert 'class="errors"' in page
    assert not Piece.objects.exists()


def test_27_marks_are_text_and_a_name_is_held_to_the_same() -> None:
    """Bad input: `<script>`, RTL marks, null byte, 200 kB text, invalid
    personnummer/samordningsnummer, 2026-02-30, end before start → clear error, text kept. No form
    asks for a personal number; a protected person's texts hold none, right or wrong."""
    person = uuid.uuid4()
    client = client_for(person)
    assert "Börja min plan" in html(client.post("/min-plan/", {"name": "Ve\x1bra"}), 422)
    client.post("/min-plan/", {"name": "Ve\u202era"})
    plan = Plan.objects.get()
    assert plan.words(plan.key)["name"] == "Vera"
    sent = {"words": "<script>alert(1)</script> \u202eneffots\u202c\u200f"}
    assert client.post(url(plan, "plan_write", "goal"), sent).status_code == 302
    page = html(client.get(url(plan, "plan_section", "goals")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; neffots" in page
    assert "<script>alert" not in page
    Plan.objects.update(protected=True)
    for number in ("19701063-2391", "701063-0000", "700103-2391", "197001032391"):
        sent = {"words": f"Jag är {number}"}
        assert number in html(client.post(url(plan, "plan_write", "goal"), sent), 422)


def test_28_nothing_that_is_written_is_lost() -> None:
    """Connection lost on submit → draft restored; double-click → one request; old tab → conflict
    view, no overwrite. In a browser: tests/journeys/test_plan.py,
    test_what_is_begun_is_there_again_and_two_tabs_lose_nothing."""
    plan = make_plan()
    client, write = owner(plan), url(plan, "plan_write", "goal")
    draft = {"form": "goal:goals:", "words": {"words": "Jag hann inte"}}
    client.post(url(plan, "plan_draft"), draft, content_type="application/json")
    assert "Jag hann inte" in html(client.get(write))
    sent = {"words": "Jag hann", "token": str(uuid.uuid4())}
    for _click in range(2):
        assert client.post(write, sent).status_code == 302
        client.post(url(plan, "plan_ask"), {"to": "region", "words": "Jag sover inte"})
    assert "Jag hann inte" not in html(client.get(write))
    goal = Piece.objects.get(kind=Kind.GOAL)
    assert Ask.objects.count() == 1
    change = url(plan, "plan_change", goal.pk)
    assert client.post(change, {"words": "Ny flik", "edition": 1}).status_code == 302
    page = html(client.post(change, {"words": "Gammal flik", "edition": 1}), 409)
    assert "Ny flik" in page
    assert "Gammal flik" in page
    assert as_owner(plan).piece(goal.pk).words["words"] == "Ny flik"


@pytest.mark.parametrize("form", FORMS)
def test_28_it_had_locked_when_she_pressed_the_button(form: str) -> None:
    """Connection lost on submit → draft restored: of each form, without JavaScript too, and of
    the one that she meant."""
    make, field = FORMS[form]
    plan = make_plan()
    address, client = make(plan), owner(plan)
    send_late(client, address, hidden(html(client.get(address))) | {field: "Jag hann inte klart"})
    unlock(client, plan.owner)
    page = html(client.get(address))
    assert "Jag hann inte klart" in page
    assert "Du hade börjat skriva" in page
    assert "Jag hann inte klart" not in html(client.get(url(plan, "plan")))


@pytest.mark.parametrize(("what", "release"), [("r5", Release.R5), ("r4b", Release.R4B)])
def test_29_fhir_is_sound_and_holds_only_what_is_shown(what: str, release: Release) -> None:
    """FHIR R4B and R5 validate, codes and references checked, unshared sections absent, re-import
    equal."""
    plan = make_full()
    nils = plan.seats.get(side=Side.REGION)
    show(nils, "goals")
    package = "fhir.resources.R4B" if release is Release.R4B else "fhir.resources"
    library = importlib.import_module(f"{package}.bundle").Bundle
    for client, opened, parts in (
        (owner(plan), as_owner(plan), ["goals", "money"]),
        (client_of(nils), as_seat(nils), ["goals"]),
    ):
        content = take_out(client, plan, what, *parts)
        read = library.model_validate_json(content)
        for made in (json.loads(content), json.loads(read.model_dump_json())):
            assert_same(made, picture(opened, sections=parts))
        assert faults_of(json.loads(content), release) == []
        assert "sova hela natten" in content.decode()
        assert ("budgetrådgivaren" in content.decode()) is ("money" in parts)


def test_29_a_file_brought_in_is_an_equal_plan() -> None:
    """FHIR R4B and R5 validate, codes and references checked, unshared sections absent, re-import
    equal."""
    plan, new = make_full(), make_plan(name="")
    every = [str(part) for part in as_owner(plan).sections if part != "private"]
    before = take_out(owner(plan), plan, "json", *every, private="on")
    client = owner(new)
    file = SimpleUploadedFile("plan.json", before, "application/json")
    client.post(url(new, "plan_take_in"), {"file": file})
    look = html(client.get(url(new, "plan_take_in_look")))
    assert "Vi ringer på tisdag" in look
    assert not new.pieces.exists()
    client.post(url(new, "plan_take_in_look"), {"yes": "1", "others": "1"})
    assert gist(take_out(client, new, "json", *every, private="on")) == gist(before)
