"""The plans in figures: what is not signed, whole and safe is refused; what was shown stays."""

from __future__ import annotations

import base64
import csv
import json
import logging
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.careplan import figures as tower
from oppnasoc.careplan.tests.test_figures import save
from oppnasoc.reports import checks, daily, plan_figures
from oppnasoc.reports.aggregate import FORMAT, NAMES, Refused, read
from oppnasoc.reports.models import PlanFigures
from oppnasoc.ui.registry import Look
from tests.planned import TOWER

KEY = Ed25519PrivateKey.from_private_bytes(b"en hemlighet som bara proven har")
OTHER = Ed25519PrivateKey.from_private_bytes(b"en annan hemlighet, inte sajtens")
LATER = date(2027, 7, 1)
PAGE = "/vad-har-hant/planer/"


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def make_row(quarter: str = "2026Q4", **numbers: Any) -> dict[str, Any]:
    some = {"rounds": 40, "met": 30, "in_force": 30, "followed_up_in_time": 20,
            "happened_yes": 20, "happened_partly": 10, "happened_no": None,
            "median_days": 20, "on_time_percent": 70}  # fmt: skip
    return {"quarter": quarter, **some, **numbers}


def make_file(*rows: Any, key: Ed25519PrivateKey = KEY, content: str | None = None) -> str:
    """A signed file as docs/aggregate.md describes it."""
    if content is None:
        content = json.dumps({"format": FORMAT, "quarters": list(rows)})
    signature = key.sign(f"{FORMAT}\n{content}".encode())
    public = key.public_key().public_bytes_raw()
    return json.dumps({"content": content, "key": text(public), "signature": text(signature)})


class TestReading:
    def test_what_is_right_is_read(self) -> None:
        nothing = make_row("2027Q1", **dict.fromkeys(NAMES))
        told = read(make_file(make_row(), nothing), today=LATER)
        assert [quarter.name for quarter in told.quarters] == ["2026Q4", "2027Q1"]
        assert told.quarters[0].numbers["median_days"] == 20

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "rounds"])
    @pytest.mark.parametrize("number", [*range(1, 10), 11, 29, -10, 4000, 10.0, "10", True, [10]])
    def test_no_number_but_tens_is_shown(self, name: str, number: Any) -> None:
        with pytest.raises(Refused):
            read(make_file(make_row(**{name: number})), today=LATER)

    @pytest.mark.parametrize(
        "numbers", [{"rounds": 0}, {"met": 0}, {"met": 50}, {"rounds": None}, {"rounds": 7},
                    {"on_time_percent": 110}, {"note": "Vera"}])  # fmt: skip
    def test_no_number_that_cannot_be(self, numbers: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            read(make_file(make_row(**numbers)), today=LATER)

    @pytest.mark.parametrize(
        "content",
        [
            "", "[]", "null", "{}", '{"format":"annat","quarters":[]}', '{"quarters":[]}',
            json.dumps({"format": FORMAT, "quarters": []}),
            json.dumps({"format": FORMAT, "quarters": [make_row()], "who": "Vera"}),
            json.dumps({"format": FORMAT, "quarters": "2026Q4"}),
            json.dumps({"format": FORMAT, "quarters": [make_row("2026Q5")]}),
            json.dumps({"format": FORMAT, "quarters": [make_row("2026Q4\n")]}),
            json.dumps({"format": FORMAT, "quarters": [make_row(met=float("nan"))]}),
            json.dumps({"format": FORMAT, "quarters": [make_row(), make_row()]}),
            json.dumps({"format": FORMAT, "quarters": [make_row("2026Q2"), make_row("2026Q4")]}),
            json.dumps({"format": FORMAT, "quarters": [make_row("2027Q3")]}),
            json.dumps({"format": FORMAT, "quarters": [make_row()]})
            .replace('"met": 30', '"met": 30, "met": 30'),
            "[" * 100_000,
        ],
    )  # fmt: skip
    def test_what_is_signed_but_not_whole_is_refused(self, content: str) -> None:
        with pytest.raises(Refused):
            read(make_file(content=content), today=LATER)

    def test_the_key_of_before_is_asked_for(self) -> None:
        ours = text(KEY.public_key().public_bytes_raw())
        assert read(make_file(make_row()), key=ours, today=LATER).key == ours
        with pytest.raises(Refused, match=r"annan nyckel|another key"):
            read(make_file(make_row(), key=OTHER), key=ours, today=LATER)

    @given(st.data())
    def test_any_other_letter_is_refused(self, data: st.DataObject) -> None:
        file = make_file(make_row())
        at = data.draw(st.integers(0, len(file) - 1))
        letter = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
        changed = file[:at] + letter + file[at + 1 :]
        try:
            told = read(changed, today=LATER)
        except Refused:
            return
        # Another way to write the same: what is read is what was signed.
        assert told.quarters == read(file, today=LATER).quarters

    @pytest.mark.parametrize(
        "junk",
        [
            "",
            "{",
            "[]",
            '{"content":1,"key":2,"signature":3}',
            '{"content":"","key":"å","signature":"å"}',
            "x" * 1_000_001,
        ],
    )
    def test_junk_is_refused(self, junk: str) -> None:
        with pytest.raises(Refused):
            read(junk, today=LATER)


@pytest.mark.django_db
class TestTakenIn:
    @pytest.fixture
    def file(self, settings: Any) -> Path:
        path: Path = settings.PLAN_FIGURES
        path.write_text(make_file(make_row()))
        assert daily.take_in_plan_figures(LATER) == 1
        return path

    def faults(self) -> list[str]:
        night = timezone.make_aware(datetime.combine(LATER, time(3)))
        return [fault.says for fault in checks.signed(Look(night))]

    def shown(self) -> list[str]:
        found = plan_figures.kept(LATER)
        return [quarter.name for quarter in found.quarters] if found else []

    def test_no_file_is_no_fault(self) -> None:
        assert daily.take_in_plan_figures(LATER) == 0
        assert self.shown() == self.faults() == []

    def test_once(self, file: Path) -> None:
        assert self.shown() == ["2026Q4"]
        assert daily.take_in_plan_figures(LATER) == 0
        assert self.faults() == []

    def test_one_quarter_more(self, file: Path) -> None:
        file.write_text(make_file(make_row(), make_row("2027Q1")))
        assert daily.take_in_plan_figures(LATER) == 1
        assert self.shown() == ["2026Q4", "2027Q1"]

    @pytest.mark.parametrize(
        "arrives",
        [
            make_file(make_row(met=40)),  # other numbers for a time already shown
            make_file(make_row("2027Q1")),  # without it
            make_file(make_row("2026Q3")),  # older
            make_file(make_row(), make_row("2027Q1"), key=OTHER),
            make_file(make_row(), make_row("2027Q1", met=9)),
            make_file(make_row()).replace("40", "50"),
            "",
            "å" * 10,
        ],
    )
    def test_what_is_wrong_is_refused_loudly(
        self, file: Path, arrives: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        before = PlanFigures.objects.get().signed
        file.write_text(arrives)
        with caplog.at_level(logging.ERROR, "oppnasoc.reports.plan_figures"):
            assert daily.take_in_plan_figures(LATER) == 0
        [fault] = self.faults()
        assert fault in caplog.text
        assert PlanFigures.objects.get().signed == before
        file.write_text(before)
        assert self.faults() == []

    def test_what_cannot_be_read_is_told(self, file: Path) -> None:
        file.write_bytes(b"\xff\xfe")
        assert len(self.faults()) == 1
        file.unlink()
        file.mkdir()
        assert len(self.faults()) == 1

    def test_a_row_that_somebody_altered_is_not_shown(self, file: Path, client: Client) -> None:
        row = PlanFigures.objects.get()
        PlanFigures.objects.update(signed=row.signed.replace("40", "90"))
        assert len(self.faults()) == 1
        assert plan_figures.shown() is None
        assert "Inga siffror" in client.get(PAGE).content.decode()
        assert client.get("/vad-har-hant/planer.json").status_code == 404

    def test_a_key_that_is_named_beforehand(self, settings: Any) -> None:
        settings.PLAN_FIGURES_KEY = text(KEY.public_key().public_bytes_raw())
        settings.PLAN_FIGURES.write_text(make_file(make_row(), key=OTHER))
        assert daily.take_in_plan_figures(LATER) == 0
        settings.PLAN_FIGURES.write_text(make_file(make_row()))
        assert daily.take_in_plan_figures(LATER) == 1

    def test_a_process_without_the_open_site_takes_nothing(self, settings: Any) -> None:
        settings.PARTS = ("plan",)
        settings.PLAN_FIGURES.write_text(make_file(make_row()))
        assert daily.take_in_plan_figures(LATER) == 0


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def _in(self, settings: Any) -> None:
        settings.PLAN_FIGURES.write_text(
            make_file(make_row("2025Q3"), make_row("2025Q4", median_days=None, met=None))
        )
        assert plan_figures.take_in(LATER) == 1

    def test_figures_pictures_and_a_dash_with_its_reason(self, client: Client) -> None:
        page = client.get(PAGE).content.decode()
        assert "Gemensamma planer i siffror" in page
        assert page.count('<svg class="chart"') == 4
        assert "oktober–december 2025" in page
        assert "<td>20 dagar</td>" in page
        assert "<td>–</td>" in page
        assert "färre än tio planer" in page

    def test_as_data(self, client: Client) -> None:
        answer = client.get("/vad-har-hant/planer.csv")
        head, first, second = csv.reader(answer.content.decode().splitlines())
        assert head == ["quarter", *NAMES]
        assert first == ["2025Q3", "40", "30", "30", "20", "20", "10", "", "20", "70"]
        assert second[2] == ""
        signed = client.get("/vad-har-hant/planer.json").content.decode()
        assert len(read(signed, today=LATER).quarters) == 2

    def test_no_filter_gives_other_numbers(self, client: Client) -> None:
        whole = client.get("/vad-har-hant/planer.csv").content
        for more in ("?grupp=1", "?fran=2025-07-01&till=2025-08-01", "?kvartal=2025Q3"):
            assert client.get("/vad-har-hant/planer.csv" + more).content == whole


@pytest.mark.django_db(databases=TOWER)
def test_from_the_tower_to_the_page(client: Client) -> None:
    """What the plans write is what the open site reads; neither knows the other's code."""
    save(23, "2026Q1")
    save(9, "2026Q2")
    assert tower.publish(date(2026, 7, 1)) == 1
    assert plan_figures.take_in(LATER) == 1
    found = plan_figures.kept(LATER)
    assert found is not None
    assert [{"quarter": q.name, **q.numbers} for q in found.quarters] == tower.told()
