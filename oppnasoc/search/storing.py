"""The tables of an index: the site's own, or those of a scratch index on another connection.

Plain SQL, since a whole batch is one statement and both databases know ``ON CONFLICT``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection as site_connection
from django.db import transaction

from oppnasoc.language.words import fold, stem

from .analysing import vocabulary
from .tokens import Backend, backend

MANY = 500  # parameters of a statement
SHORTEST_GRAMMED, LONGEST_GRAMMED = 3, 30  # letters of words that may be misspelt
COLUMNS = (
    "id", "kind", "thing", "title", "text", "url", '"on"', "party",
    "tokens", "terms", "cuts", "digest",
)  # fmt: skip
_UPSERT = (
    f"INSERT INTO search_document ({', '.join(COLUMNS)}) "
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))}) ON CONFLICT (kind, thing) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name not in ("kind", "thing"))
)
_MORE = (
    "INSERT INTO search_word (term, shown, stem, documents, anywhere) "
    "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (term) DO UPDATE SET "
    "documents = search_word.documents + excluded.documents, "
    "anywhere = search_word.anywhere + excluded.anywhere"
)
_FEWER = (
    "UPDATE search_word SET documents = documents - %s, anywhere = anywhere - %s WHERE term = %s"
)


def grams(term: str) -> list[str]:
    """Every three letters in a row of a term, its ends marked; none of numbers and long words."""
    if not SHORTEST_GRAMMED <= len(term) <= LONGEST_GRAMMED or not term.isalpha():
        return []
    marked = f"^{term}$"
    return sorted({marked[at : at + 3] for at in range(len(marked) - 2)})


def places(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


class Store:
    """One index in one database. The site's is ``Store()``."""

    def __init__(self, connection: Any = site_connection) -> None:
        self.connection = connection

    @property
    def backend(self) -> Backend:
        return backend(self.connection.vendor)

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def run(self, sql: str, params: Sequence[object] = ()) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)

    def run_many(self, sql: str, rows: list[Any]) -> None:
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction in which nobody else changes the index."""
        with transaction.atomic(using=self.connection.alias):
            if self.backend.lock:
                self.rows(self.backend.lock)
            yield

    def kept(self, kind: str, things: Sequence[int]) -> dict[int, str]:
        """The tokens of those things of a kind that are in the index."""
        found: dict[int, str] = {}
        for some in (things[at : at + MANY] for at in range(0, len(things), MANY)):
            sql = (
                "SELECT thing, tokens FROM search_document "
                f"WHERE kind = %s AND thing IN ({places(some)})"
            )
            found.update((thing, tokens) for thing, tokens in self.rows(sql, [kind, *some]))
        return found

    def write(
        self, kind: str, rows: list[tuple[Any, ...]], gone: list[int], shown: dict[str, str]
    ) -> None:
        """Put rows of ``COLUMNS``, drop things, and count their words; inside ``writing``."""
        before = self.kept(kind, [*(row[2] for row in rows), *gone])
        words: Counter[str] = Counter()
        anywhere: Counter[str] = Counter()
        for tokens, sign in (*((t, -1) for t in before.values()), *((row[8], 1) for row in rows)):
            own, all_of_them = vocabulary(tokens)
            for counter, found in ((words, own), (anywhere, all_of_them)):
                for term in found:
                    counter[term] += sign
        self.run_many(_UPSERT, rows)
        gone = [thing for thing in gone if thing in before]
        for some in (gone[at : at + MANY] for at in range(0, len(gone), MANY)):
            sql = f"DELETE FROM search_document WHERE kind = %s AND thing IN ({places(some)})"
            self.run(sql, [kind, *some])
        self._count(words, anywhere, shown)

    def _count(self, words: Counter[str], anywhere: Counter[str], shown: dict[str, str]) -> None:
        changed = sorted({term for each in (words, anywhere) for term, n in each.items() if n})
        known = self._known(changed)
        more = [
            (
                term,
                shown.get(term, term)[:60],
                kin(shown.get(term, term)),
                max(words[term], 0),
                max(anywhere[term], 0),
            )
            for term in changed
            if words[term] > 0 or anywhere[term] > 0
        ]
        fewer = [
            (max(-words[term], 0), max(-anywhere[term], 0), term)
            for term in changed
            if words[term] < 0 or anywhere[term] < 0
        ]
        self.run_many(_MORE, more)
        self.run_many(_FEWER, fewer)
        fresh = [term for term in changed if term not in known]
        self.run_many(
            "INSERT INTO search_gram (gram, length, term) VALUES (%s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [(gram, len(term), term) for term in fresh for gram in grams(term)],
        )
        self._forget([term for _, _, term in fewer])

    def _known(self, terms: list[str]) -> set[str]:
        known: set[str] = set()
        for some in (terms[at : at + MANY] for at in range(0, len(terms), MANY)):
            sql = f"SELECT term FROM search_word WHERE term IN ({places(some)})"
            known.update(term for (term,) in self.rows(sql, some))
        return known

    def _forget(self, terms: list[str]) -> None:
        """Words that no document has any longer are gone, and so is how to find them."""
        for some in (terms[at : at + MANY] for at in range(0, len(terms), MANY)):
            sql = f"SELECT term FROM search_word WHERE anywhere = 0 AND term IN ({places(some)})"
            empty = [term for (term,) in self.rows(sql, some)]
            self.run_many("DELETE FROM search_word WHERE term = %s", [[term] for term in empty])
            self.run_many(
                "DELETE FROM search_gram WHERE gram = %s AND length = %s AND term = %s",
                [(gram, len(term), term) for term in empty for gram in grams(term)],
            )


def kin(shown: str) -> str:
    """What a word has in common with its relatives: "ansökan" and "ansöka" have "ansok"."""
    return fold(stem(shown.lower()))[:60]
