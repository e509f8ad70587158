"""The JSON form of parsed minutes: plain dicts, lists, strings, numbers and None."""

from __future__ import annotations

from typing import Any

from oppnasoc.language.minutes.model import ParsedMinutes


def to_json(parsed: ParsedMinutes) -> dict[str, Any]:
    """Return ``parsed`` as JSON-ready data; dates are ISO strings."""
    return {"title": parsed.title.value}
