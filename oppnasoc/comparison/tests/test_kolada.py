"""Reading and fetching Kolada's API v3, against a server of ours that speaks it as documented."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.comparison import daily, updating
from oppnasoc.comparison.kolada import Page, Rubbish, is_there, read_page
from oppnasoc.comparison.models import KeyFigure, Peer, Value
from oppnasoc.trail.models import Entry

from .scene import (
    COUNTRY,
    KPI,
    OTHER,
    OWN,
    YEAR,
    Service,
    client_of,
    make_figure,
    make_peers,
    row,
    serving,
)

ROWS = [
    row(OWN, YEAR - 1, 12.5),
    row(OWN, YEAR - 2, 14),
    row(OTHER, YEAR - 1, 9),
    row(COUNTRY, YEAR - 1, 11, status="Preliminary"),
]
ODD = "aå09N\x00\ud800"  # letters that a database may refuse are among them
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(ODD, max_size=4),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["values", "kpi", "municipality", "period", "gender", "value", "status", "isdeleted",
             "next_url", "id"]
        )
        | st.text(ODD, max_size=2),
        inner,
        max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip


def values() -> dict[tuple[str, int], float]:
    found = Value.objects.values_list("peer__code", "year", "value")
    return {(code, year): value for code, year, value in found}


@given(ANY)
def test_any_json_is_read_or_refused(found: Any) -> None:
    for whole in (
        found,
        {"values": [found]},
        {"values": [{**row(OWN, YEAR, 1), "values": [found]}]},
    ):
        body = json.dumps(whole).encode()
        try:
            page = read_page(body)
        except Rubbish:
            continue
        assert isinstance(page, Page)
        for each in page.rows:
            assert each.value is None or abs(each.value) <= 1e15
            each.status.encode()
        try:
            assert is_there(body, KPI) in (True, False)
        except Rubbish:
            continue


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read_page(body)
    except Rubbish:
        return


def test_a_row_as_it_is_documented() -> None:
    told = {"values": [row(OWN, 2024, 12.5, status="Preliminary")], "next_url": None}
    page = read_page(json.dumps(told).encode())
    assert [(r.municipality, r.year, r.value, r.status) for r in page.rows] == [
        (OWN, 2024, 12.5, "Preliminary")
    ]
    assert page.next_url == ""


@pytest.mark.parametrize("value", ["12", True, [], 1e300, float("nan")])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(Rubbish):
        read_page(json.dumps({"values": [row(OWN, 2024, value)]}).encode())


@pytest.fixture
def figure(db: None) -> KeyFigure:
    make_peers()
    return make_figure()


def fetch(service: Service, **given: Any) -> str:
    """Update everything once; what went wrong with our figure."""
    with serving(service) as base:
        client = client_of(base, **given)
        return updating.update(updating.to_fetch(), client)[KPI]


@pytest.mark.parametrize("per_page", [1000, 1])
def test_values_of_all_people_page_by_page(figure: KeyFigure, per_page: int) -> None:
    service = Service(rows=ROWS, per_page=per_page)
    assert fetch(service, name="OppnaSoc (+https://soc.example)") == ""
    assert values() == {
        (OWN, YEAR - 1): 12.5, (OWN, YEAR - 2): 14, (OTHER, YEAR - 1): 9, (COUNTRY, YEAR - 1): 11
    }  # fmt: skip
    figure.refresh_from_db()
    assert figure.fetched_at is not None
    assert set(service.names) == {"OppnaSoc (+https://soc.example)"}
    assert len(service.asked) == (2 if per_page == 1000 else 5)
    years = service.asked[1].split("?")[0].rpartition("/")[2].split(",")
    assert len(years) == 11
    assert Entry.objects.filter(kind="comparison.figure_fetched").count() == 1


def test_what_is_deleted_stays_and_is_marked(figure: KeyFigure) -> None:
    fetch(Service(rows=ROWS))
    before = values()
    gone = [row(OWN, YEAR - 1, None, isdeleted=True), row(OTHER, YEAR - 1, None), *ROWS[1:2]]
    assert fetch(Service(rows=gone)) == ""
    assert values() == before
    marked = Value.objects.exclude(gone_at=None).values_list("peer__code", "year")
    assert set(marked) == {(OWN, YEAR - 1), (OTHER, YEAR - 1), (COUNTRY, YEAR - 1)}
    fetch(Service(rows=ROWS))
    assert not Value.objects.exclude(gone_at=None).exists()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"known": False}, "gone"),
    ({"broken": [500, 503, 502]}, "away"),
    ({"broken": [302, 302, 302]}, "away"),
    ({"body": b"<html>Down</html>"}, "rubbish"),
    ({"body": b'{"values": [{"kpi": "N00945"}]}'}, "rubbish"),
    ({"body": b'{"values": "' + b"a" * 6_000_000 + b'"}'}, "rubbish"),
    ({"cut": True}, "away"),
    ({"elsewhere": "http://127.0.0.1:1/v3/data"}, "rubbish"),
    ({"elsewhere": "https://example.org/"}, "rubbish"),
    ({"elsewhere": "http://[::1"}, "rubbish"),
    ({"rows": [{**row(OWN, YEAR - 1, 1), "municipality": OTHER, "period": "x"}]}, "rubbish"),
]


@pytest.mark.parametrize(("wrong", "fault"), WRONG)
def test_whatever_is_wrong_old_values_stay(
    figure: KeyFigure, wrong: dict[str, Any], fault: str
) -> None:
    fetch(Service(rows=ROWS))
    before = list(Value.objects.order_by("pk").values())
    service = Service(**{"rows": ROWS, **wrong})
    if "period" in str(wrong.get("rows", "")):
        service.body = json.dumps({"values": wrong["rows"]}).encode()
    assert fetch(service) == fault
    assert list(Value.objects.order_by("pk").values()) == before
    figure.refresh_from_db()
    assert (figure.fault, figure.fault_at is not None) == (fault, True)


def test_half_of_the_pages_is_nothing(figure: KeyFigure) -> None:
    """The second page is rubbish: nothing of the first is kept either."""
    service = Service(rows=[*ROWS[:1], {**ROWS[1], "values": "?"}], per_page=1)
    assert fetch(service) == "rubbish"
    assert values() == {}


def test_a_loop_of_pages_ends(figure: KeyFigure) -> None:
    service = Service(rows=ROWS)
    service.body = json.dumps({"values": [], "next_url": "?page=1"}).encode()
    assert fetch(service) == "rubbish"
    assert len(service.asked) < 10


def test_tries_again_with_longer_pauses(figure: KeyFigure) -> None:
    pauses: list[float] = []
    service = Service(rows=ROWS, broken=[503, 429])
    with serving(service) as base:
        assert updating.update([figure], client_of(base, pauses)) == {KPI: ""}
    assert pauses == [2.0, 4.0]


def test_a_slow_answer_is_given_up(figure: KeyFigure) -> None:
    assert fetch(Service(slow=True), seconds=0.1) == "away"


def test_nobody_there(figure: KeyFigure) -> None:
    with serving(Service()) as base:
        pass
    assert updating.update([figure], client_of(base)) == {KPI: "away"}


def test_the_command_and_the_day(figure: KeyFigure, settings: Any, capsys: Any) -> None:
    settings.KOLADA_URL = ""
    assert daily.renew_figures(timezone.localdate()) == 0
    with pytest.raises(CommandError, match="SOC_KOLADA_URL"):
        call_command("compare", "update")
    make_figure("N99999", source=KeyFigure.Source.MADE_UP)
    service = Service(rows=ROWS)
    with serving(service) as base:
        settings.KOLADA_URL = base
        call_command("compare", "update")
        assert "N00945: fetched" in capsys.readouterr().out
        asked = len(service.asked)
        assert daily.renew_figures(timezone.localdate()) == 0
        assert len(service.asked) == asked  # At most weekly.
        KeyFigure.objects.update(fetched_at=timezone.now() - timedelta(days=8))
        assert daily.renew_figures(timezone.localdate()) == 1
        service.known = False
        with pytest.raises(CommandError):
            call_command("compare", "update")
        asked = len(service.asked)
        assert daily.renew_figures(timezone.localdate()) == 0
        assert len(service.asked) == asked
    assert not any("N99999" in path for path in service.asked)


def test_no_peers_no_question(db: None) -> None:
    figure = make_figure()
    service = Service(rows=ROWS)
    with serving(service) as base:
        assert updating.update([figure], client_of(base)) == {KPI: ""}
    assert service.asked == []
    assert Peer.objects.count() == 0
