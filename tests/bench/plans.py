"""Which queries of a page walk through a table that grows, after the database's own plan."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .workloads import Workload

#: Tables whose rows are counted in dozens however big the town is.
SMALL = {"groups_theme", "groups_party", "groups_group", "groups_unit", "groups_post"}
SMALL |= {
    "search_pending",
    "groups_organisation",
    "groups_place",
    "ui_municipality",
    "groups_outside",
}


def walks(page: Workload) -> list[str]:
    """Tables that a query of this page walks through from end to end, with the page's name."""
    browser = Client(SERVER_NAME="localhost", headers={"cookie": page.cookie})
    browser.get(page.path)
    with CaptureQueriesContext(connection) as asked:
        browser.get(page.path)
    find = in_sqlite if connection.vendor == "sqlite" else in_postgres
    selects = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    return [f"{page.name}: {table}" for sql in selects for table in find(sql) - SMALL]


def plan(explain: str, sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"{explain} {sql}")
        return list(cursor.cursor.fetchall())


def in_sqlite(sql: str) -> set[str]:
    """SCAN is a walk; one that follows an index in the order asked for stops after a page."""
    aliased = re.findall(r'(?:FROM|JOIN) "(\w+)" ([TUVW]\d+)', sql)
    named: dict[str, str] = {alias: table for table, alias in aliased}
    found: set[str] = set()
    for *_, what in plan("EXPLAIN QUERY PLAN", sql):
        if (
            scan := re.match(
                r"SCAN (\w+)\b(?! USING (?:COVERING )?INDEX| VIRTUAL TABLE INDEX)", what
            )
        ) and (scan[1] not in ("SUBQUERY", "CONSTANT")):
            found.add(named.get(scan[1], scan[1]))
    return found


def in_postgres(sql: str) -> set[str]:
    found = set()

    def look(node: dict[str, Any]) -> None:
        if node["Node Type"] == "Seq Scan":
            found.add(node["Relation Name"])
        for inner in node.get("Plans", ()):
            look(inner)

    shown = plan("EXPLAIN (FORMAT JSON)", sql)[0][0]
    look((json.loads(shown) if isinstance(shown, str) else shown)[0]["Plan"])
    return found
