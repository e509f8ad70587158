"""The pages of notes: proposing, the code, the queue, the list, the panel beside a matter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oppnasoc.comparison import note_proposing, noting
from oppnasoc.comparison.models import Elsewhere
from oppnasoc.comparison.note_panels import beside
from oppnasoc.matters.tests.scene import Scene
from oppnasoc.voices import codes

from .scene import make_note, propose, told

State = Elsewhere.State
GIVEN = {
    "who": "Nordvikens kommun",
    "does": "De har en lots.",
    "true_on": "2026-01-02",
    "source": "Ett möte.",
    "once": "en gång",
}


def new(scene: Scene) -> str:
    return reverse("elsewhere_new", args=["fraga", scene.matter.pk])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def editor(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.who("editor"))
    return client


def test_without_an_account_to_the_receipt_and_back_by_the_code(
    scene: Scene, client: Client
) -> None:
    answer = client.post(new(scene), GIVEN, follow=True)
    code = codes.spell(codes.of_sending("en gång"))
    assert code in text_of(answer)
    note = Elsewhere.objects.get()
    assert (note.state, note.kind, note.thing) == (State.HELD, "matter", scene.matter.pk)
    assert "Nordviken" not in text_of(client.get(reverse("elsewheres")))

    noting.decline(note, "Vi hittar ingen källa.", by=scene.who("editor"))
    shared = Client()
    answer = shared.post(reverse("code"), {"code": code}, follow=True)
    assert "Vi hittar ingen källa." in text_of(answer)
    answer = shared.post(reverse("elsewhere_own"), {**GIVEN, "source": "Deras hemsida."})
    assert answer.status_code == 302
    note.refresh_from_db()
    assert (note.state, note.source) == (State.HELD, "Deras hemsida.")
    shared.post(reverse("elsewhere_own"), {"take_back": "1"})
    note.refresh_from_db()
    assert (note.state, note.does) == (State.WITHDRAWN, "")


def test_what_may_be_a_name_is_shown_first(scene: Scene, client: Client) -> None:
    given = {**GIVEN, "does": "Anna Bergström ringer samma dag."}
    answer = client.post(new(scene), given)
    assert answer.status_code == 200
    assert "<mark>Anna Bergström</mark>" in text_of(answer)
    assert Elsewhere.objects.count() == 0
    assert client.post(new(scene), {**given, "seen": "1"}).status_code == 302


def test_errors_keep_what_was_written(scene: Scene, client: Client) -> None:
    answer = client.post(new(scene), {**GIVEN, "source": "", "role": "Anna Bergström"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"source", "role"}
    assert "De har en lots." in text_of(answer)


def test_a_robot_and_a_flood_are_held_together(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_proposing, "PER_HOUR", 1)
    for n in range(2):
        client.post(new(scene), {**GIVEN, "once": f"gång {n}"})
    client.post(new(scene), {**GIVEN, "once": "robot", "website": "x"})
    flags = list(Elsewhere.objects.order_by("pk").values_list("in_flood", flat=True))
    assert flags == [False, True, True]
    desk, queue = editor(scene), reverse("elsewhere_queue")
    pile = list(Elsewhere.objects.filter(in_flood=True).order_by("pk"))
    assert desk.post(queue, {"note": [], "out": "1"}).status_code == 422
    desk.post(queue, {"note": [pile[0].pk], "out": "1"})
    answer = desk.post(queue, {"note": [pile[1].pk], "reason": "Det är reklam."})
    assert answer.status_code == 302
    states = list(Elsewhere.objects.order_by("pk").values_list("state", "in_flood"))
    assert states == [("held", False), ("held", False), ("declined", False)]


def test_an_editor_changes_and_shows_it(scene: Scene) -> None:
    note, _code = propose(scene)
    desk = editor(scene)
    assert "Ekviks kommun" in text_of(desk.get(reverse("elsewhere_queue")))
    url = reverse("elsewhere_look", args=[note.pk])
    assert desk.get(url).status_code == 200
    given = {**GIVEN, "does": "Ändrat.", "seen": "0", "theme": str(scene.parties.theme.pk)}
    assert desk.post(url, {**given, "seen": "7"}).status_code == 422  # The words are newer.
    assert desk.post(url, {"decline": "1", "reason": ""}).status_code == 422
    assert desk.post(url, given).status_code == 302
    note.refresh_from_db()
    assert (note.state, note.does, note.theme) == (State.SHOWN, "Ändrat.", scene.parties.theme)
    assert desk.get(url).status_code == 404


def test_correcting_shows_the_versions_in_words(scene: Scene, client: Client) -> None:
    note = make_note(scene)
    url = reverse("elsewhere_correct", args=[note.pk])
    given = {**GIVEN, "does": "De ringer nästa dag.", "what": "Dagen var fel"}
    assert editor(scene).post(url, given).status_code == 302
    page = text_of(client.get(reverse("elsewhere_versions", args=[note.pk])))
    assert "Dagen var fel" in page
    assert "<ins>" in page
    assert "<del>" in page
    editor(scene).post(url, {"withdraw": "1"})
    assert client.get(note.get_absolute_url()).status_code == 404


def test_the_list_by_theme_and_by_thing(scene: Scene, client: Client) -> None:
    note = make_note(scene)
    Elsewhere.objects.filter(pk=note.pk).update(theme=scene.parties.theme)
    old = make_note(scene, who="Fyrbyns kommun", true_on=timezone.localdate() - timedelta(days=900))
    page = text_of(client.get(reverse("elsewheres")))
    assert page.index("Ekviks") < page.index("Fyrbyns")
    assert "två år" in page
    themed = text_of(client.get(reverse("elsewheres"), {"tema": scene.parties.theme.slug}))
    assert "Ekviks" in themed
    assert "Fyrbyns" not in themed
    url = reverse("elsewheres")
    assert "Fyrbyns" in text_of(client.get(url, {"om": f"fraga-{scene.matter.pk}"}))
    for wrong in ("fraga-999999", "strunt-1", "fraga-x", "fraga-" + "9" * 30):
        assert client.get(url, {"om": wrong}).status_code == 404
    assert "mer än två år sedan" in text_of(client.get(old.get_absolute_url()))


def test_the_list_asks_the_same_however_long(scene: Scene, client: Client) -> None:
    url = reverse("elsewheres")
    make_note(scene)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _n in range(12):
        make_note(scene)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 8


def test_beside_a_matter_within_its_budget(scene: Scene, client: Client) -> None:
    url = scene.matter.get_absolute_url()
    page = text_of(client.get(url))
    assert new(scene) in page
    with CaptureQueriesContext(connection) as without:
        client.get(url)
    make_note(scene)
    beside.forget()
    assert "Ekviks kommun" in text_of(client.get(url))
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    assert len(with_one) <= len(without) + 1


def test_what_is_not_there(scene: Scene, client: Client) -> None:
    note, _code = propose(scene)
    assert client.get(note.get_absolute_url()).status_code == 404
    for args in (["fraga", 999999], ["strunt", 1], ["sa-gor-andra", 1], ["fraga", 2**63]):
        assert client.get(reverse("elsewhere_new", args=args)).status_code == 404
    shown = make_note(scene)
    moved = reverse("elsewhere", args=[shown.pk, "fel"])
    assert client.get(moved).headers["Location"] == shown.get_absolute_url()


def test_ones_own_with_an_account(scene: Scene) -> None:
    note, _code = noting.propose(
        "matter", scene.matter.pk, told(), by=scene.who("participant"), once="x"
    )
    url = reverse("elsewhere_mine", args=[note.pk])
    other, mine = Client(), Client()
    other.force_login(scene.who("member"))
    mine.force_login(scene.who("participant"))
    assert other.get(url).status_code == 404
    assert "Ingen annan kan läsa det" in text_of(mine.get(url))
    assert mine.post(url, {**GIVEN, "who": ""}).status_code == 422
