"""Tables: whole, safe in a spreadsheet, and only of what is public."""

from __future__ import annotations

import csv
import io
import json
from datetime import time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from oppnasoc.matters.models import Matter
from oppnasoc.opendata.register import settle
from oppnasoc.opendata.tables import TABLES, safe
from tests.town import Town, make_matter, make_town


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def rows(name: str) -> list[dict[str, str]]:
    answer = Client().get(f"/oppna-data/{name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_both_forms_say_the_same(name: str, town: Town) -> None:
    found = rows(name)
    answer = Client().get(f"/oppna-data/{name}.json")
    data = json.loads(b"".join(answer))["data"]
    assert len(found) == len(data) > 0
    for row, thing in zip(found, data, strict=True):
        assert {k: v for k, v in row.items() if v} == {k: str(v) for k, v in thing.items()}


def test_only_what_is_public(town: Town) -> None:
    titles = {row["fraga"] for row in rows("fragor")}
    assert titles == set(Matter.objects.published().values_list("title", flat=True))
    assert {row["mote"] for row in rows("moten")} == {"Brukargruppen i mars", "Nästa möte"}
    assert {row["svarat_av"] for row in rows("svar")} == {"Enhetschef Mottagningen"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str, town: Town) -> None:
    assert safe(f"{start}2+5") == f"'{start}2+5"
    assert safe("Hur = nu?") == "Hur = nu?"
    title = f"{start}HYPERLINK(1)"
    make_matter(title, town.parties.group, town.parties.unit)
    assert f"'{title}" in {row["fraga"] for row in rows("fragor")}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_is_a_few_queries_however_long(
    name: str, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_matter(f"Fråga {number}?", town.parties.group, town.parties.unit)
    settle()
    with django_assert_max_num_queries(8):
        assert rows(name)


def test_days_and_times_as_they_are_written(town: Town) -> None:
    town.planned.starts_at = time(13, 5)
    town.planned.save()
    row = next(row for row in rows("moten") if row["mote"] == "Nästa möte")
    assert row["borjar"] == "13:05"
    assert row["dag"] == town.planned.held_on.isoformat()
