"""What differs between databases, as small as it can be; another search engine would be one more.

A backend keeps the tokens of documents beside the table of documents by itself (by triggers or a
computed column), and lists the newest documents that an expression of tokens matches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Backend(Protocol):
    """How a database indexes tokens. An expression is a text in the backend's own language."""

    #: Statements that make what the models do not, and that remove it.
    create: tuple[str, ...]
    remove: tuple[str, ...]
    #: Ids of documents that match, newest first; parameters: the expression, how many at most.
    newest: str
    #: The same as one row: a number, and the ids as text, a space between; parameters: number,
    #: expression, how many.
    gathered: str
    #: A condition on ``term``; parameters from ``beginning``.
    begins: str
    #: Lets one writer at a time change the index until its transaction ends; may be empty.
    lock: str

    def one(self, token: str) -> str:
        """Documents with a token of ``analysing``: a–z, 0–9 and a mark before."""
        ...

    def any(self, expressions: Iterable[str]) -> str: ...

    def all(self, expressions: Iterable[str]) -> str: ...

    def beginning(self, prefix: str) -> list[str]: ...


def backend(vendor: str) -> Backend:
    """The backend of a database: "sqlite" or "postgresql"."""
    from . import postgres, sqlite

    return sqlite.SQLite() if vendor == "sqlite" else postgres.PostgreSQL()
