"""The data that components show; the templates under ``ui/parts/`` draw it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import Model


@dataclass(frozen=True)
class Step:
    """A stepping stone on a path: trodden, where we stand, or still to come."""

    label: str
    state: Literal["done", "here", "ahead"]
    when: str = ""
    where: str = ""


@dataclass(frozen=True)
class Node:
    """A group in the tree, as list and as picture. ``tone`` colours its chip as ``{% chip %}``."""

    name: str
    url: str
    summary: str = ""
    tone: str = "go"
    status: str = ""
    meta: str = ""
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Origin:
    """Where something was said: ``text`` as a link (safe HTML), ``where`` in few words, the day,
    and the row it comes from, so that nobody reads it twice."""

    text: str
    where: str
    on: date
    thing: Model
