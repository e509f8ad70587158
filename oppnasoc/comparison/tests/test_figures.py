"""The pages of key figures: what stands there, in which order, and what they truthfully say."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oppnasoc.comparison.figure_panels import figures_beside
from oppnasoc.comparison.models import BesideFigure, KeyFigure, Peer, Value
from oppnasoc.matters.tests.scene import Scene
from oppnasoc.trail.models import Entry

from .scene import COUNTRY, OTHER, OWN, YEAR, make_figure, make_peers


@pytest.fixture
def figure(scene: Scene) -> KeyFigure:
    """Ours is the worst, and Östby the best: neither is why they stand where they stand."""
    peers = make_peers()
    peers["9003"] = Peer.objects.create(code="9003", name="Östby")
    made = make_figure(decimals=1, fetched_at=timezone.now())
    for code, value in ((OWN, 30.25), (OTHER, 20), ("9003", 5), (COUNTRY, 12)):
        for year in (YEAR - 2, YEAR - 1):
            Value.objects.create(figure=made, peer=peers[code], year=year, value=value,
                                 fetched_at=timezone.now())  # fmt: skip
    return made


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_never_sorted_by_value(figure: KeyFigure, client: Client) -> None:
    page = text_of(client.get(figure.get_absolute_url()))
    body = page[page.index("<tbody>") :]
    places = [body.index(name) for name in ("Sundhamn", "Ekvik", "Östby", "Hela landet")]
    assert places == sorted(places)
    drawn = page[page.index("<svg") : page.rindex("</svg>")]
    second = drawn[drawn.rindex("<svg") :]
    places = [second.index(name) for name in ("Sundhamn", "Ekvik", "Östby", "Hela landet")]
    assert places == sorted(places)
    assert "30,3" in body or "30,2" in body
    assert "Källa: Kolada" in page


def test_made_up_figures_never_say_kolada_is_the_source(figure: KeyFigure, client: Client) -> None:
    KeyFigure.objects.update(source=KeyFigure.Source.MADE_UP)
    page = text_of(client.get(figure.get_absolute_url()))
    assert "Källa: Kolada" not in page
    assert "påhittade" in page


def test_what_is_gone_says_so(figure: KeyFigure, client: Client) -> None:
    KeyFigure.objects.update(fault="gone", fault_at=timezone.now())
    Value.objects.filter(peer__code=OTHER).update(gone_at=timezone.now())
    page = text_of(client.get(figure.get_absolute_url()))
    assert "finns inte längre hos Kolada" in page
    assert page.count("<abbr") == 2
    KeyFigure.objects.update(fault="away")
    assert "gick inte" in text_of(client.get(figure.get_absolute_url()))


def test_csv_and_json_say_the_same(figure: KeyFigure, client: Client) -> None:
    rows = list(
        csv.DictReader(io.StringIO(text_of(client.get(f"{figure.get_absolute_url()}csv/"))))
    )
    told = client.get(f"{figure.get_absolute_url()}json/").json()
    assert len(rows) == len(told["values"]) == 8
    assert rows[0]["name"] == told["values"][0]["name"] == "Sundhamn"
    assert float(rows[0]["value"]) == told["values"][0]["value"] == 30.25
    assert {row["source"] for row in rows} == {"kolada"}


def test_a_figure_that_is_not_shown_is_not_there(figure: KeyFigure, client: Client) -> None:
    KeyFigure.objects.update(shown=False)
    for more in ("", "csv/", "json/"):
        assert client.get(f"{figure.get_absolute_url()}{more}").status_code == 404
    assert figure.title not in text_of(client.get(reverse("figures")))
    assert figure.title not in text_of(client.get(reverse("comparison")))


def test_pages_ask_little(figure: KeyFigure, client: Client) -> None:
    for url in (reverse("comparison"), reverse("figures"), figure.get_absolute_url()):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 8, url


def test_an_editor_shows_it_beside_a_question(
    figure: KeyFigure, scene: Scene, client: Client
) -> None:
    url = reverse("figure_beside", args=[figure.slug])
    matter = scene.matter.get_absolute_url()
    client.force_login(scene.who("facilitator"))
    assert client.post(url, {"address": matter}).status_code == 403
    client.force_login(scene.who("editor"))
    assert client.post(url, {"address": "/grupper/"}).status_code == 422
    for _twice in range(2):
        with CaptureQueriesContext(connection):
            assert client.post(url, {"address": f"https://soc.example{matter}"}).status_code == 302
    assert BesideFigure.objects.count() == 1
    assert Entry.objects.filter(kind="comparison.figure_beside").count() == 1
    figures_beside.forget()
    assert figure.get_absolute_url() in text_of(Client().get(matter))
    client.post(url, {"address": matter, "away": "1"})
    assert BesideFigure.objects.count() == 0


def test_a_comment_gets_its_day_and_a_negative_value_no_bar(figure: KeyFigure) -> None:
    figure.comment = "Vi ser att det går åt rätt håll."
    figure.full_clean()
    assert figure.comment_on == timezone.localdate()
    figure.comment_on = timezone.localdate().replace(year=YEAR + 1)
    with pytest.raises(ValidationError):
        figure.full_clean()


def test_a_value_below_nothing_stands_in_the_table(figure: KeyFigure, client: Client) -> None:
    Value.objects.filter(peer__code=OWN).update(value=-2.5)
    page = text_of(client.get(figure.get_absolute_url()))
    assert "-2,5" in page[page.index("<tbody>") :]


def test_no_values_at_all(scene: Scene, client: Client) -> None:
    made = make_figure()
    page = text_of(client.get(made.get_absolute_url()))
    assert "<svg" not in page[page.index("<main") : page.index("</main>")]
    assert "Källa: Kolada" not in page


def test_editors_choose_under_redaktion(scene: Scene, client: Client) -> None:
    client.force_login(scene.who("editor"))
    url = reverse("figures")
    given = {"kpi": "N12345", "title": "Väntan", "meaning": "Dagar.", "cannot_say": "Varför.",
             "unit": "dagar", "decimals": "0", "better": "none", "position": "0", "shown": "on",
             "comment": "", "comment_on": "", "theme": ""}  # fmt: skip
    answer = client.post("/redaktion/snippets/comparison/keyfigure/add/", given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = KeyFigure.objects.get()
    assert (made.kpi, made.source) == ("N12345", "kolada")
    assert Entry.objects.filter(kind="comparison.figure_saved", about_id=made.pk).count() == 1
    assert "Väntan" in text_of(client.get(url))
    client.post("/redaktion/snippets/comparison/peer/add/", {"code": "9001", "name": "Sundhamn"})
    assert Peer.objects.get().name == "Sundhamn"
    assert Entry.objects.filter(kind="comparison.peer_saved").count() == 1


def test_the_database_holds_it_too(figure: KeyFigure) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Peer.objects.filter(code=OTHER).update(is_own=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyFigure.objects.update(comment="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Value.objects.all().update(year=3)
