"""Tokens in PostgreSQL: a computed ``tsvector`` of exactly our tokens, with a GIN index.

No extension and no dictionary of the database is used, so that every installation finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable


class PostgreSQL:
    """See ``tokens.Backend``."""

    create: tuple[str, ...] = (
        r"""ALTER TABLE search_document ADD COLUMN listed tsvector GENERATED ALWAYS AS (
            array_to_tsvector(string_to_array(tokens, ' '))) STORED""",
        "CREATE INDEX search_document_listed ON search_document USING gin (listed)",
    )
    remove: tuple[str, ...] = ("ALTER TABLE search_document DROP COLUMN IF EXISTS listed",)
    newest = "SELECT id FROM search_document WHERE listed @@ %s::tsquery ORDER BY id DESC LIMIT %s"
    gathered = f"SELECT %s::int, string_agg(id::text, ' ') FROM ({newest}) AS listed"
    begins = "term LIKE %s"
    lock = "SELECT pg_advisory_xact_lock(7324071)"

    def one(self, token: str) -> str:
        return f"'{token}'"

    def any(self, expressions: Iterable[str]) -> str:
        return f"({' | '.join(expressions)})"

    def all(self, expressions: Iterable[str]) -> str:
        return f"({' & '.join(expressions)})"

    def beginning(self, prefix: str) -> list[str]:
        return [prefix + "%"]
