"""Rows whose words are sealed with the key of their plan.

In clear stand ids, states, days and which part of a plan a row belongs to: what must be known
without reading. docs/dpia.md lists every such column, and a test compares.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.db import models

from oppnasoc.vault import sealing
from oppnasoc.vault.models import DataKey

#: What is written in a row: names of fields → texts, numbers, yes or no, lists of them.
Words = dict[str, Any]


def sealed(key: DataKey, place: str, words: Words) -> bytes:
    """Some words, sealed to a place of their own."""
    plain = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sealing.seal(key, place, plain.encode())


def unsealed(key: DataKey, place: str, body: bytes) -> Words:
    """What was sealed to a place; no words where nothing was. Raises Broken."""
    if not body:
        return {}
    read: Words = json.loads(sealing.unseal(key, place, body))
    return read


class Sealed(models.Model):
    """A row with sealed words. Sealed to its own table, id and edition: moved to another row, or
    back to another edition, it cannot be read."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.BinaryField(default=bytes)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    def place(self, edition: int = 0) -> str:
        return f"{self._meta.label}:{self.pk}:{edition}"

    def put(self, key: DataKey, words: Words, edition: int = 0) -> None:
        """Seal the words into the row; saving is the caller's."""
        self.body = sealed(key, self.place(edition), words)

    @property
    def mark(self) -> str:
        """How the row reads now, for whoever saves it anew: another one each time it is sealed."""
        return hashlib.sha256(bytes(self.body)).hexdigest()[:20] if self.body else ""

    def words(self, key: DataKey, edition: int = 0) -> Words:
        """What is written here. Raises Broken when the key or the row is not the right one."""
        return unsealed(key, self.place(edition), bytes(self.body))
