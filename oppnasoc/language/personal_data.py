"""Personal data in text that is about to be published: find it, propose what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from oppnasoc.language.organisations import KnownOrganisation

Severity = Literal["blocking", "warning", "info"]
Choice = Literal["keep", "first_name", "role", "remove"]
Kind = Literal[
    "personal_number", "phone", "email", "address", "health_person", "health_organisation",
    "party", "lone_first_name", "name", "official",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that may be personal data.

    ``start``/``end`` index characters of the text searched: the point with ``point_key``, or the
    written form of the attendee with index ``attendee``; ``line`` is the source line.
    ``suggestions``: allowed choices, the recommended first; ``replacements``: what each puts
    instead (for "role" the text "{role}" stands where :func:`redact` writes the role word).
    """

    kind: Kind
    severity: Severity
    text: str
    start: int
    end: int
    suggestions: tuple[Choice, ...]
    replacements: Mapping[str, str] = field(hash=False)
    point_key: str | None = None
    attendee: int | None = None
    line: int | None = None


def find(
    text: str,
    *,
    people: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
) -> list[Finding]:
    """Find personal data in ``text``; ``people`` are full names already known."""
    return []


def redact(text: str, finding: Finding, choice: Choice, *, role_word: str = "deltagare") -> str:
    """Return ``text`` with ``finding`` replaced as ``choice`` says."""
    return text
