"""How well the search finds: recall@5 and MRR of a file of passages and queries.

The passages are indexed in a scratch index by the same code as the site's, with the words that an
installation begins with; nothing of the site is read or written.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any
from uuid import uuid4

from django.db import connections
from django.db.utils import load_backend

from . import finding, wordlist
from .index import BATCH, put_into
from .models import Document, Gram, Word
from .sources import Found
from .storing import Store

KIND = "passage"
AT = 5
TABLES = (Document, Word, Gram)


class BadFile(Exception):
    """The file cannot be used, said in one sentence."""


@dataclass(frozen=True)
class Query:
    text: str
    relevant: frozenset[str]
    name: str


@dataclass
class Case:
    """What a file holds: passages by id, and queries."""

    passages: dict[str, str] = field(default_factory=dict)
    queries: list[Query] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What one query gave."""

    query: Query
    found: tuple[str, ...]
    recall: float
    reciprocal: float


def load(path: Path) -> Case:
    """Read a file. Raises BadFile naming the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadFile(f"there is no file {path}") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path} is not text in UTF-8") from None
    except OSError as why:
        raise BadFile(f"{path} cannot be read: {why.strerror}") from None
    case = Case()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                _take(case, json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as why:
                raise BadFile(f"{path}, line {number}: {_reason(why)}") from None
    if not case.queries or not case.passages:
        raise BadFile(f"{path} has {len(case.passages)} passages and {len(case.queries)} queries")
    for query in case.queries:
        if missing := query.relevant - case.passages.keys():
            raise BadFile(f"{path}: the query '{query.text}' names no passage: {min(missing)}")
    return case


def _reason(why: Exception) -> str:
    if isinstance(why, json.JSONDecodeError):
        return "not JSON"
    return f"{why} is missing" if isinstance(why, KeyError) else str(why)


def _take(case: Case, row: Any) -> None:
    if not isinstance(row, dict):
        raise ValueError("not an object")
    if row["type"] == "passage":
        key = str(row["id"])
        if key in case.passages:
            raise ValueError(f"the passage {key} is there twice")
        case.passages[key] = _text(row, "text")
    elif row["type"] == "query":
        relevant = row["relevant"]
        if not isinstance(relevant, list) or not relevant:
            raise ValueError("relevant must be a list of ids")
        name = str(row.get("class", ""))
        case.queries.append(Query(_text(row, "query"), frozenset(map(str, relevant)), name))
    else:
        raise ValueError("type must be passage or query")


def _text(row: dict[str, Any], name: str) -> str:
    if not isinstance(row[name], str):
        raise ValueError(f"{name} must be text")
    return str(row[name])


@contextmanager
def scratch(vendor: str) -> Iterator[Store]:
    """An index of its own that is gone afterwards: in memory, or as temporary tables.

    PostgreSQL is the one of the settings; raises BadFile when they name none.
    """
    alias = f"scratch-{uuid4().hex}"
    site = connections["default"]
    told = {**site.settings_dict, "OPTIONS": {}}
    if vendor == "sqlite":
        told |= {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    elif site.vendor == "postgresql":
        options = site.settings_dict["OPTIONS"]
        told["OPTIONS"] = {name: value for name, value in options.items() if name != "pool"}
    else:
        raise BadFile("PostgreSQL is measured when SOC_DATABASE names one")
    connection = load_backend(told["ENGINE"]).DatabaseWrapper(told, alias)
    connections[alias] = connection
    try:
        store = Store(connection)
        if vendor != "sqlite":
            store.run("SET search_path TO pg_temp")
        with connection.schema_editor() as editor:
            for model in TABLES:
                editor.create_model(model)
        for statement in store.backend.create:
            store.run(statement)
        yield store
    finally:
        connection.close()
        del connections[alias]


def fill(store: Store, passages: list[str]) -> None:
    """Index passages, numbered from 1."""
    for start in range(0, len(passages), BATCH):
        some = enumerate(passages[start : start + BATCH], start + 1)
        with store.writing():
            put_into(store, KIND, [Found(number, "", text, "") for number, text in some])


def measure(case: Case, vendor: str, noise: list[str] | None = None) -> list[Outcome]:
    """Ask every query of a case in a scratch index of its passages, and of others as noise."""
    keys = list(case.passages)
    with scratch(vendor) as store:
        fill(store, [*case.passages.values(), *(noise or [])])
        count = len(keys) + len(noise or [])
        things: dict[int, int] = dict(store.rows("SELECT id, thing FROM search_document"))
        return [_outcome(store, query, count, things, keys) for query in case.queries]


def _outcome(
    store: Store, query: Query, count: int, things: dict[int, int], keys: list[str]
) -> Outcome:
    _, ranked = finding.answer(store, wordlist.default(), query.text, count)
    places = [things[pk] for pk in ranked.ids[:50]]
    found = [keys[thing - 1] if thing <= len(keys) else "noise" for thing in places]
    hit = len(set(found[:AT]) & query.relevant)
    first = next((at for at, key in enumerate(found, 1) if key in query.relevant), 0)
    recall = hit / min(AT, len(query.relevant))
    return Outcome(query, tuple(found), recall, 1 / first if first else 0.0)


def report(outcomes: dict[str, list[Outcome]]) -> list[str]:
    """The figures as lines: over all first, then for each backend and class."""
    every = [each for found in outcomes.values() for each in found]
    lines = [
        f"recall@5 {mean(each.recall for each in every):.2f}",
        f"MRR {mean(each.reciprocal for each in every):.2f}",
    ]
    for vendor, found in outcomes.items():
        lines.append(_line(vendor, found))
        by_class: dict[str, list[Outcome]] = defaultdict(list)
        for each in found:
            by_class[each.query.name].append(each)
        if set(by_class) != {""}:
            lines += [_line(f"{vendor} {name}", some) for name, some in by_class.items()]
    return lines


def _line(name: str, found: list[Outcome]) -> str:
    recall, mrr = mean(e.recall for e in found), mean(e.reciprocal for e in found)
    return f"{name}: recall@5 {recall:.2f}, MRR {mrr:.2f} ({len(found)} queries)"
