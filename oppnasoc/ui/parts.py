"""The data that components show; the templates under ``ui/parts/`` draw it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


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
