"""What stood on a page before, and what became of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Revision

from oppnasoc.language.compare import Piece, changed, words

from .models import Edited
from .publishing import public_versions


@dataclass(frozen=True)
class Version:
    """One version that everybody could read: its number from 1, since when, and its parts."""

    number: int
    at: datetime
    thing: Edited
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """A version and what it tells otherwise than the one before: (part, pieces)."""

    version: Version
    differences: list[tuple[str, list[Piece]]]


def versions(thing: Edited) -> list[Version]:
    """Every public version, the latest first. A text that is taken back has none.

    Three queries and what its children need.
    """
    if not thing.live:
        return []
    entries = public_versions(thing)
    kept = Revision.objects.in_bulk({e.data["revision"] for e in entries if e.data.get("revision")})
    found = []
    for back, entry in enumerate(entries):
        revision = kept.get(entry.data.get("revision"))
        if revision is not None:
            then = thing.with_content_json(revision.content)
            assert isinstance(then, Edited)
            found.append(Version(len(entries) - back, entry.at, then, list(then.told())))
    return found


def changes(found: Sequence[Version]) -> list[Change]:
    """Each version beside the one before it; the first has no differences."""
    result = []
    for index, version in enumerate(found):
        before = found[index + 1].parts if index + 1 < len(found) else None
        result.append(Change(version, differences(before, version.parts) if before else []))
    return result


def differences(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> list[tuple[str, list[Piece]]]:
    """The parts that differ: those of the later version in its order, then those that went."""
    old, new = _by_name(before), _by_name(after)
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        pieces = words(old.get(name, ""), new.get(name, ""))
        if changed(pieces):
            found.append((name, pieces))
    return found


def _by_name(parts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Parts of the same name, such as two steps called alike, are one after the other."""
    found: dict[str, str] = {}
    for name, text in parts:
        found[name] = f"{found[name]}\n{text}" if name in found else text
    return found
