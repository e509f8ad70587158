"""What stands in clear is named in the impact assessment, every column of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[3]
CLEAR, CLOSED = "## What stands in clear", "What is not in clear, and how:"
Columns = dict[str, set[str]]


def named(text: str) -> Columns:
    """Table → its columns, as the rows of a table of the document name them."""
    found: Columns = {}
    tables: list[str] = []
    for row in re.findall(r"^\| (.*) \|$", text, re.M):
        first, columns, why = (
            row.split(" | ") if not row.startswith("| ") else ("", *row[2:].split(" | "))
        )
        tables = re.findall(r"`(\w+)`", first) or tables
        for table in tables:
            new = re.findall(r"`(\w+)`", columns)
            assert why.strip(), row
            assert not found.setdefault(table, set()) & {*new}, f"{table}: named twice"
            found[table] |= {*new}
    return found


def tables() -> dict[str, type[models.Model]]:
    return {
        model._meta.db_table: model
        for app in ("careplan", "vault")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


@pytest.fixture(scope="module")
def told() -> tuple[Columns, Columns]:
    """What the document says is in clear, and what it says is not."""
    text = (ROOT / "docs" / "dpia.md").read_text(encoding="utf-8")
    clear, _heading, rest = text.partition(CLEAR)[2].partition(CLOSED)
    return named(clear), named(rest.partition("\n## ")[0])


def test_every_column_is_named_as_clear_or_closed(told: tuple[Columns, Columns]) -> None:
    clear, closed = told
    for table, model in tables().items():
        there = {field.column for field in model._meta.local_concrete_fields}
        is_clear, is_closed = clear.get(table, set()), closed.get(table, set())
        assert there - is_clear - is_closed == set(), f"{table}: say in docs/dpia.md how it stands"
        assert (is_clear | is_closed) - there == set(), f"{table}: is not there any more"
        assert is_clear & is_closed == set(), table
    assert {*clear, *closed} == {*tables()}


def test_no_words_are_in_clear(told: tuple[Columns, Columns]) -> None:
    """A column in clear is an id, a day, a number, yes or no, or a word of ours."""
    clear, _closed = told
    ours = {"careplan_outcome.quarter", "careplan_outcome.happened", "careplan_quarter.name",
            "careplan_quarter.numbers", "careplan_ask.support", "vault_datakey.master",
            "vault_line.section", "vault_line.purpose"}  # fmt: skip
    for table, model in tables().items():
        for field in model._meta.local_concrete_fields:
            texts = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
            if field.column in clear[table] and isinstance(field, texts) and not field.choices:
                assert f"{table}.{field.column}" in ours, "a text of its own is sealed"
