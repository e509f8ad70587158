"""Out of a plan by its owner's hand: exactly what was shown leaves, and nothing leads back."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.core import serializers
from django.db import connections
from django.test import Client

from oppnasoc.careplan import drafts, writing
from oppnasoc.careplan.models import Kind, Piece, Plan
from oppnasoc.careplan.opening import Opened
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.models import Sitting
from oppnasoc.vault.router import TOWER as APPS
from oppnasoc.voices import actions
from oppnasoc.voices.models import Voice
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
    user_of,
)

pytestmark = pytest.mark.django_db(databases=TOWER)

WORDS = "Jag får vänta fyra månader på en tid.\n\nSå är det för många."


def at(plan: Plan) -> str:
    return f"/min-plan/{plan.pk}/sag-det-offentligt/"


def field(page: str, name: str) -> str:
    """What stands in a field of the form."""
    area = re.search(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.S)
    line = re.search(rf'<input type="\w+" name="{name}"(?: value="([^"]*)")?', page)
    found = area or line
    assert found, name
    return html.unescape(found[1] or "")


def filled(page: str) -> dict[str, str]:
    return {name: field(page, name) for name in ("text", "speaker", "once", "shown")}


def look(client: Client, plan: Plan, **more: str) -> str:
    answer = client.post(at(plan), {"text": WORDS, **more})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def send(client: Client, plan: Plan, page: str, **more: str) -> str:
    answer = client.post(at(plan), {**filled(page), "send": "1", **more})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def civic() -> dict[tuple[str, Any], str]:
    """Every row of the open site's database, as text."""
    rows: dict[tuple[str, Any], str] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in APPS and model._meta.managed and not model._meta.proxy:
            for row in model._base_manager.all():
                rows[model._meta.label, row.pk] = serializers.serialize("json", [row])
    return rows


def test_she_copies_looks_changes_and_sends() -> None:
    plan = make_plan()
    goal = make_goal(plan, "Jag vill slippa vänta så länge")
    client = client_for(plan.owner)
    page = client.get(at(plan)).content.decode()
    assert "Jag vill slippa vänta" in page
    page = client.get(f"{at(plan)}?text={goal.pk}").content.decode()
    assert field(page, "text") == "Jag vill slippa vänta så länge"
    page = look(client, plan)
    assert not Voice.objects.exists(), "nothing leaves before she has seen it"
    page = look(client, plan, **{**filled(page), "text": "Vi vill slippa vänta.", "send": "1"})
    assert not Voice.objects.exists(), "what she changed is shown first"
    assert "<p>Vi vill slippa vänta.</p>" in page
    page = send(client, plan, page)
    voice = Voice.objects.get()
    assert voice.text == "Vi vill slippa vänta."
    code = re.search(r'class="code"><b>([^<]+)', page)
    assert code
    assert actions.find(code[1]) == voice


def test_what_leaves_is_what_was_shown_and_nothing_else() -> None:
    plan = make_plan(name="Kanarieflickan")
    siv = make_seat(plan, name="Siv Kanariesson")
    goal = make_goal(plan, "Kanariemålet")
    secret = make_piece(as_owner(plan), Kind.NOTE, {"words": "Kanariehemligt"}, section="private")
    client = client_for(plan.owner)
    before = civic()
    client.get(at(plan))
    client.get(f"{at(plan)}?text={goal.pk}")
    page = look(client, plan, speaker="en förälder")
    shown = re.search(r'id="leaves"[^>]*>(.*?)</section>', page, re.S)
    assert shown
    said = html.unescape(re.sub(r"</p>\s*<p[^>]*>", "\n\n", shown[1]))
    assert re.sub(r"<[^>]+>", "", said).strip() == f"{WORDS}\n\nSagt av en förälder"
    send(client, plan, page)
    voice = Voice.objects.get()
    assert (voice.text, voice.speaker) == (WORDS, "en förälder")
    assert (voice.channel, voice.tell_by, voice.kind, voice.about) == ("web", "code", "", "")
    assert voice.visibility == Voice.Visibility.HELD, "somebody looks at it first, as at all others"
    assert voice.entered_by is None
    after = civic()
    new = {key: row for key, row in after.items() if before.get(key) != row}
    assert ("voices.Voice", voice.pk) in new
    ids = [plan.pk, plan.owner, plan.key_id, siv.pk, siv.person, goal.pk, secret.pk]
    account = user_of(plan.owner)
    for (label, _pk), row in new.items():
        for each in ids:
            assert str(each) not in row and each.hex not in row, label  # type: ignore[union-attr]  # noqa: PT018
        assert not re.search(r"kanarie|min-plan|careplan|\bplan\b", row, re.I), label
        assert account.email not in row, label
        assert f'"actor": {account.pk}' not in row, label
        assert f'"user": {account.pk}' not in row, label


def test_the_tower_says_that_something_was_shared_and_no_more() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    page = send(client, plan, look(client, plan))
    shared = lines_of(plan.pk).filter(verb="share")
    assert [(line.who, line.section, line.purpose) for line in shared] == [(plan.owner, "", "")]
    voice, code = Voice.objects.get(), re.search(r'class="code"><b>([^<]+)', page)
    assert code
    with connections["vault"].cursor() as cursor:
        for table in connections["vault"].introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told = repr(cursor.fetchall())
            assert WORDS[:20] not in told and code[1] not in told, table  # noqa: PT018
            assert str(voice.code_digest) not in told, table


def test_sent_twice_it_is_said_once() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    page = look(client, plan)
    first, second = send(client, plan, page), send(client, plan, page)
    assert Voice.objects.count() == 1
    assert re.findall('class="code".*', first) == re.findall('class="code".*', second)
    assert lines_of(plan.pk).filter(verb="share").count() == 1


def test_names_and_numbers_are_pointed_out() -> None:
    plan = make_plan()
    page = look(client_for(plan.owner), plan, text="Ring Anna Andersson på 070-123 45 67.")
    assert "Det här ser ut som ett telefonnummer" in page
    assert "<mark>" in page


def test_what_others_wrote_is_not_hers_to_make_public() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals", level=3)
    goal = make_goal(plan)
    Piece.objects.filter(pk=goal.pk).update(author=siv)
    client = client_for(plan.owner)
    assert "sova hela natten" not in client.get(at(plan)).content.decode()
    page = client.get(f"{at(plan)}?text={goal.pk}").content.decode()
    assert field(page, "text") == ""


def test_nor_what_others_said_at_her_meeting_or_wrote_in_her_text() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "home", level=3)
    said = {"purpose": "Bostaden", "hers": "Jag vill bo kvar", "theirs": "Sivs ord",
            "dissent": "Nils ord", "decided": "Allas ord"}  # fmt: skip
    make_piece(as_owner(plan), Kind.MEETING, said)
    action = make_action(plan, siv, "Ring hyresvärden")
    client = client_for(plan.owner)
    page = client.get(at(plan)).content.decode()
    assert "Jag vill bo kvar" in page
    assert "Ring hyresvärden" in page
    assert not [words for words in ("Sivs ord", "Nils ord", "Allas ord") if words in page]
    writing.change(as_seat(siv), action.pk, {"what": "Ring inte alls"}, edition=1)
    assert "Ring inte alls" not in client.get(at(plan)).content.decode()
    page = client.get(f"{at(plan)}?text={action.pk}").content.decode()
    assert field(page, "text") == ""


def test_what_is_only_for_her_is_not_offered() -> None:
    plan = make_plan()
    made = writing.write(as_owner(plan), Kind.NOT_WANTED, {"people": "Inte min bror"})
    make_goal(plan, "Jag vill sova")
    client = client_for(plan.owner)
    page = client.get(at(plan)).content.decode()
    assert "Inte min bror" not in page
    assert "Jag vill sova" in page
    assert "Inte min bror" not in client.get(f"{at(plan)}?text={made.pk}").content.decode()


def test_nothing_leaves_without_a_line_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    client.raise_request_exception = False
    page = look(client, plan)
    sent = {**filled(page), "send": "1"}
    shared = lines_of(plan.pk).filter(verb="share")

    def stop(*_args: object, **_more: object) -> None:
        raise OSError

    for where, name in ((Opened, "log"), (actions, "say"), (drafts, "drop")):
        with monkeypatch.context() as broken:
            broken.setattr(where, name, stop)
            assert client.post(at(plan), sent).status_code == 500
        assert Voice.objects.count() <= shared.count(), name
    assert (Voice.objects.count(), shared.count()) == (1, 2), "the second got no further"
    send(client, plan, page)
    assert (Voice.objects.count(), shared.count()) == (1, 2)


@pytest.mark.parametrize(
    "said", [{"text": "Jag bor på Storgatan 5 nu."}, {"speaker": "070-1234567"}]
)
def test_nothing_tells_where_a_protected_person_is(said: dict[str, str]) -> None:
    plan = make_plan(protected=True)
    client = client_for(plan.owner)
    answer = client.post(at(plan), {"text": WORDS, **said})
    assert answer.status_code == 422
    assert "skydda" in answer.content.decode().lower()
    answer = client.post(at(plan), {"text": WORDS, "send": "1", "shown": "x", **said})
    assert answer.status_code == 422
    assert not Voice.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "a\x00b", "x" * 5001])
def test_wrong_input_is_told_and_kept(text: str) -> None:
    plan = make_plan()
    answer = client_for(plan.owner).post(at(plan), {"text": text, "speaker": "Kim", "send": "1"})
    assert answer.status_code == 422
    assert field(answer.content.decode(), "speaker") == "Kim"
    assert not Voice.objects.exists()


def test_script_is_text() -> None:
    plan = make_plan()
    page = look(client_for(plan.owner), plan, text="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


class TestWho:
    def test_nobody_but_the_owner(self) -> None:
        plan = make_plan()
        siv = make_seat(plan)
        show(siv, "goals", level=3)
        for client in (client_for(uuid.uuid4()), client_of(siv)):
            assert client.get(at(plan)).status_code == 404
            assert client.post(at(plan), {"text": WORDS, "send": "1"}).status_code == 404
        assert Client().get(at(plan))["Location"].startswith("/konto/logga-in/")
        locked = Client()
        locked.force_login(user_of(plan.owner))
        assert locked.get(at(plan))["Location"].startswith("/min-plan/las-upp/")

    @pytest.mark.parametrize("columns", [{"practice": True}, {"frozen_at": "2026-01-01T00:00Z"}])
    def test_neither_practice_nor_a_plan_that_rests(self, columns: dict[str, Any]) -> None:
        plan = make_plan(**columns)
        assert client_for(plan.owner).get(at(plan)).status_code == 404

    @pytest.fixture
    def stale(self) -> Iterator[tuple[Plan, Client]]:
        plan = make_plan()
        client = client_for(plan.owner)
        sitting = Sitting.objects.get(user=plan.owner)
        Sitting.objects.update(proved_at=sitting.proved_at - timedelta(minutes=6))
        yield plan, client
        assert not Voice.objects.exists()

    def test_she_proves_again_who_she_is_and_finds_her_words(
        self, stale: tuple[Plan, Client]
    ) -> None:
        plan, client = stale
        answer = client.post(at(plan), {"text": "Kanarietexten", "send": "1"})
        assert answer["Location"].startswith("/min-plan/las-upp/")
        assert "igen=1" in answer["Location"]
        page = client_for(plan.owner).get(at(plan)).content.decode()
        assert field(page, "text") == "Kanarietexten"

    def test_looking_too_asks_for_it(self, stale: tuple[Plan, Client]) -> None:
        plan, client = stale
        assert client.get(at(plan))["Location"].startswith("/min-plan/las-upp/")


def test_nothing_is_kept_by_the_browser() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    page = look(client, plan)
    answer = client.post(at(plan), {**filled(page), "send": "1"})
    for each in (client.get(at(plan)), answer):
        assert "no-store" in each["Cache-Control"]
        assert "strict-origin" in each["Referrer-Policy"]
    assert "receipt" not in client.session
    assert "_messages" not in client.session


def test_one_can_leave_quickly_from_every_page() -> None:
    """The style of the open site's door hides a field for robots, and must not hide the way out."""
    plan = make_plan()
    client = client_for(plan.owner)
    checked = look(client, plan)
    for page in (client.get(at(plan)).content.decode(), checked, send(client, plan, checked)):
        assert '<a class="btn leave"' in page
        for sheet in re.findall(r'href="/static/([^"]+\.css)"', page):
            path = finders.find(sheet)
            assert path, sheet
            rules = re.findall(r"([^{}]+)\{([^{}]*)\}", Path(path).read_text(encoding="utf-8"))
            hiding = [where for where, how in rules if "clip-path" in how or "display: none" in how]
            assert not [each for each in hiding if re.search(r"(?<!div)\.leave\b", each)], sheet
