"""The groups drawn as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from .parts import Node


def drawings(nodes: Sequence[Node]) -> list[Node]:
    return list(nodes)
