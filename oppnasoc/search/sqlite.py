"""Tokens in SQLite: an FTS5 table without text of its own, kept by triggers.

``detail=none`` keeps only which documents have a token, a fifth of a full index.
A migration that makes the table ``search_document`` anew has to run ``create`` again, since the
triggers go with the old table.
"""

from __future__ import annotations

from collections.abc import Iterable

_KEPT = "INSERT INTO search_tokens(rowid, tokens) VALUES (new.id, new.tokens);"
_GONE = (
    "INSERT INTO search_tokens(search_tokens, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
)


class SQLite:
    """See ``tokens.Backend``."""

    create: tuple[str, ...] = (
        """CREATE VIRTUAL TABLE search_tokens USING fts5(
            tokens, content='search_document', content_rowid='id', detail=none, columnsize=0,
            tokenize="ascii tokenchars '_-:@'")""",
        f"CREATE TRIGGER search_document_in AFTER INSERT ON search_document BEGIN {_KEPT} END",
        f"CREATE TRIGGER search_document_out AFTER DELETE ON search_document BEGIN {_GONE} END",
        f"""CREATE TRIGGER search_document_new AFTER UPDATE OF id, tokens ON search_document
            BEGIN {_GONE} {_KEPT} END""",
    )
    remove: tuple[str, ...] = (
        "DROP TRIGGER IF EXISTS search_document_in",
        "DROP TRIGGER IF EXISTS search_document_out",
        "DROP TRIGGER IF EXISTS search_document_new",
        "DROP TABLE IF EXISTS search_tokens",
    )
    newest = (
        "SELECT rowid FROM search_tokens WHERE search_tokens MATCH %s ORDER BY rowid DESC LIMIT %s"
    )
    gathered = f"SELECT %s, group_concat(rowid, ' ') FROM ({newest})"
    begins = "term >= %s AND term < %s"
    lock = ""

    def one(self, token: str) -> str:
        return f'"{token}"'

    def any(self, expressions: Iterable[str]) -> str:
        return f"({' OR '.join(expressions)})"

    def all(self, expressions: Iterable[str]) -> str:
        return f"({' AND '.join(expressions)})"

    def beginning(self, prefix: str) -> list[str]:
        return [prefix, prefix + "{"]  # The sign after z.
