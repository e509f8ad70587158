"""What an organisation can be asked for, as rows: what sort of help, a sentence, how to ask.

The rows are kept as JSON on the organisation, so that a version of its page holds all of it
(``versions.py``). A row is ``{"kind": "talks", "text": "…", "how": "…"}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

TEXT_LENGTH = 240  # characters
HOW_LENGTH = 160
MOST_ROWS = 12


class Kind(models.TextChoices):
    """Sorts of help that one looks for in the list of organisations."""

    TALKS = "talks", _("Gives talks")
    READS = "reads", _("Reads texts")
    ACCOMPANIES = "accompanies", _("Comes along")
    TEACHES = "teaches", _("Teaches")
    OTHER = "other", _("Something else")


@dataclass(frozen=True)
class Competence:
    """One thing that an organisation can be asked for."""

    kind: str
    text: str
    how: str = ""

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label) if self.kind in Kind.values else str(Kind.OTHER.label)

    def as_row(self) -> dict[str, str]:
        return asdict(self)


def read(rows: Iterable[Mapping[str, Any]]) -> list[Competence]:
    """The rows as they are kept, in the order of the kinds."""
    order = list(Kind.values)
    found = [
        Competence(str(row.get("kind", "")), str(row.get("text", "")), str(row.get("how", "")))
        for row in rows
    ]
    return sorted(
        found, key=lambda each: order.index(each.kind) if each.kind in order else len(order)
    )


def split_languages(text: str) -> list[str]:
    """The languages of 'arabiska, svenska', each once, in small letters."""
    named = (part.strip().lower() for part in text.replace("\n", ",").split(","))
    return list(dict.fromkeys(name for name in named if name))
