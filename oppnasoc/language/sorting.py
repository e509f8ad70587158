"""Swedish alphabetical order as a plain string key."""

from __future__ import annotations


def sort_key(text: str) -> str:
    """A key such that comparing keys by code point gives Swedish order."""
    return text.casefold()
