"""The acceptance scenarios of a plan, 24 to 35, told in order as people meet them."""

from __future__ import annotations

import importlib
import itertools
import json
import re
import uuid
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from oppnasoc.careplan import figures
from oppnasoc.careplan.acute import discharge, ownlist
from oppnasoc.careplan.export.check import faults_of
from oppnasoc.careplan.export.fhir_codes import Release
from oppnasoc.careplan.kinds import SHAPES
from oppnasoc.careplan.models import (
    Ask,
    Kind,
    Level,
    Outcome,
    Piece,
    Plan,
    Purpose,
    Recording,
    SeatKind,
    Side,
)
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.turns import reminding
from oppnasoc.vault import knowing, log, triggers
from oppnasoc.vault.log import Sort
from oppnasoc.vault.models import DataKey, Known, Line
from oppnasoc.vault.router import ALIAS
from tests.exported import make_full
from tests.html.test_html import mistakes
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

from .pages import YES, html, owner, take_out, today, url
from .sounds import PLACE, mp4, udta
from .test_export_file import gist
from .test_export_paper import letters_of
from .test_figures import make_outcome
from .test_people_rules import make_trustee

pytestmark = pytest.mark.django_db(databases=TOWER)


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
    hers, relatives = owner(plan), client_of(mum, purpose=Purpose.SUPPORT)
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
        client_of(mum, purpose=Purpose.SUPPORT)


def test_26_erased_is_gone_and_who_has_a_copy_is_told() -> None:
    """Delete my data → private layer gone incl. index, files; page lists copies others hold."""
    plan = make_full()
    nils = plan.seats.get(side=Side.REGION)
    show(nils, "goals")
    take_out(client_of(nils), plan, "plan", "goals")
    knowing.know(plan.owner, Known.Kind.PHONE, "070-174 06 05", by=plan.owner)
    client, key = owner(plan), plan.key_id
    page = html(client.get(url(plan, "plan_erase")))
    assert "Nils Sjuksköterska, Psykiatrin i Sundhamn" in page
    assert "Siv" not in page
    lines = log.lines_of(plan.pk).count()
    assert client.post(url(plan, "plan_erase"), {"sure": "on"}).status_code == 302
    left = [each for each in apps.get_app_config("careplan").get_models() if each.objects.exists()]  # type: ignore[attr-defined]
    assert left == []
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


@pytest.mark.parametrize(("what", "release"), [("r5", Release.R5), ("r4b", Release.R4B)])
def test_29_fhir_is_sound_and_holds_only_what_is_shown(what: str, release: Release) -> None:
    """FHIR R4B and R5 validate, codes and references checked, unshared sections absent, re-import
    equal."""
    plan = make_full()
    nils = plan.seats.get(side=Side.REGION)
    show(nils, "goals")
    package = "fhir.resources.R4B" if release is Release.R4B else "fhir.resources"
    library = importlib.import_module(f"{package}.bundle").Bundle
    for client, parts in ((owner(plan), ["goals", "money"]), (client_of(nils), ["goals"])):
        content = take_out(client, plan, what, *parts)
        read = library.model_validate_json(content)
        assert library.model_validate_json(read.model_dump_json()) == read
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
    client.post(url(new, "plan_take_in_look"), {"yes": "1", "others": "1"})
    assert gist(take_out(client, new, "json", *every, private="on")) == gist(before)


def test_30_from_asking_to_paper_by_plain_forms() -> None:
    """Keyboard, screen reader, 400 % zoom complete request→print without JS. In a browser:
    tests/journeys/test_plan.py, test_from_the_right_to_a_plan_to_paper, test_by_the_keyboard_alone
    and test_axe_in_the_tower; zoom in test_accessibility.py. Here: forms that a browser sends by
    itself, on pages that a strict parser takes and where each field has its label."""
    client = client_for(uuid.uuid4())
    client.post("/min-plan/", {"name": "Vera"})
    plan = Plan.objects.get()
    write = url(plan, "plan_write", "goal")
    pages = [html(client.get(where)) for where in (write, url(plan, "plan_ask"))]
    client.post(write, {"words": "Jag vill sova", "span": "short"})
    asked = client.post(url(plan, "plan_ask"), {"to": "region", "words": "Vi behöver mötas"})
    pages += [html(client.get(asked["Location"])), html(client.get(url(plan, "plan_take_out")))]
    pages.append(html(client.get(url(plan, "plan_print"))))
    assert "Jag vill sova" in pages[-1]
    for page in pages:
        assert mistakes(page) == []
        assert page.count("<h1") == 1
        assert not re.search(r"\son\w+=|javascript:", page)
        fields = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*>', page)
        for each in fields:
            [name] = re.findall(r'\bid="([^"]+)"', each) or [""]
            assert f'for="{name}"' in page or "aria-label" in each, each


def test_31_a_large_tagged_paper_cuts_nothing() -> None:
    """16-pt PDF passes tag check; 20 goals do not clip."""
    plan = make_plan()
    for number in range(20):
        words = f"Mål {number} {'Socialpsykiatriboendestödjarsamordning' * 4} slut{number}."
        make_goal(plan, words)
    content = take_out(owner(plan), plan, "plan", "goals")
    made, signs = read_paper(content), letters_of(content)
    assert (made.language, made.marked, made.tags.count("H1")) == ("sv", True, 1)
    assert {"H2", "P"} <= set(made.tags)
    assert min(size for _, size, _ in signs) >= 15.99
    assert all(inside for *_, inside in signs)
    whole = re.sub(r"\s", "", made.text)
    assert all(f"slut{number}." in whole for number in range(20))
    begins = [page for page in made.pages if re.search(r"^Mål \d+\s", page)]
    assert len(begins) == 20, "one goal on a page"


def test_32_her_own_word_stays_beside_what_she_disputes() -> None:
    """Person disputes a text: own note stays beside it (cf. LSS 21 b); staff cannot delete it."""
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "health", level=Level.WRITE)
    staff, hers = client_of(siv), owner(plan)
    staff.post(f"{url(plan, 'plan_write', 'note')}?avsnitt=health", {"words": "Vägrar vård"})
    theirs = Piece.objects.get()
    beside = f"{url(plan, 'plan_write', 'note')}?vid={theirs.pk}"
    assert hers.post(beside, {"words": "Jag vägrade aldrig"}).status_code == 302
    note = Piece.objects.get(about=theirs)
    assert staff.get(url(plan, "plan_change", note.pk)).status_code == 404
    for name in ("plan_remove", "plan_change"):
        staff.post(url(plan, name, note.pk), {"words": "", "edition": 1})
    for client in (hers, staff):
        page = html(client.get(url(plan, "plan_piece", theirs.pk)))
        assert 0 < page.index("Vägrar vård") < page.index("Jag vägrade aldrig")
    staff.post(url(plan, "plan_remove", theirs.pk))
    page = html(hers.get(url(plan, "plan_section", "health")))
    assert "Jag vägrade aldrig" in page, "it stays when what it is about is taken away"


def test_33_no_bed_is_a_red_stop() -> None:
    """Discharge date set, "boende" empty → red stop to owner and (if consented) huvudansvarig."""
    plan = make_plan()
    siv, nils = make_whole(plan)  # Siv holds it together.
    owner(plan).post(url(plan, "plan_discharge"), {"day": today(2).isoformat()})
    stop, sleep = 'class="stop"', "Var sover jag i natt?"

    def sees(client: Client) -> bool:
        page = html(client.get(url(plan, "plan")))
        assert (stop in page) is (sleep in page)
        return stop in page

    assert [sees(each) for each in (owner(plan), client_of(siv))] == [True, False]
    for seat in (siv, nils):
        show(seat, "acute")
    assert [sees(client_of(each)) for each in (siv, nils)] == [True, False]
    ownlist.save(as_owner(plan), ownlist.NEEDED, {"what": "Hos min syster"}, edition=0)
    assert sleep not in discharge.discharge_stops(as_owner(plan))


def test_34_nine_people_are_no_number_and_no_two_numbers_tell_of_one() -> None:
    """Statistics on 9 people suppressed; differencing two filters yields nothing."""
    for shift in range(10):
        assert set(figures.numbers_of([make_outcome() for _ in range(9)], shift).values()) == {None}
    Outcome.objects.bulk_create(make_outcome("2026Q3") for _ in range(9))
    assert figures.publish(date(2026, 10, 2)) == 0
    assert figures.told() == []
    Outcome.objects.bulk_create(make_outcome("2026Q4", met=n > 3) for n in range(23))
    assert figures.publish(date(2027, 1, 2)) == 1
    [told] = figures.told()
    assert told.pop("quarter") == "2026Q4", "a quarter is the only filter that there is"
    shown = [0, *(number for number in told.values() if isinstance(number, int))]
    assert all((one - other) % 10 == 0 for one, other in itertools.combinations(shown, 2))


def test_35_a_line_that_was_tampered_with_is_seen() -> None:
    """Tampered audit row → verification fails visibly."""
    plan = make_plan()
    make_goal(plan)
    out = StringIO()
    call_command("vault", "verify", stdout=out)
    assert "The log is whole" in out.getvalue()
    line = log.lines_of(plan.pk)[0]
    triggers.lift(connections[ALIAS])  # Somebody who owns the database, and has no key.
    Line.objects.filter(pk=line.pk).update(section="money")
    triggers.put(connections[ALIAS])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("vault", "verify", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().startswith(f"{line.seq}\t{Sort.ALTERED}\t")
