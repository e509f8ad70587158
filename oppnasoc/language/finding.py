"""One finding of personal data, and how a text reads when a person has decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["blocking", "warning", "info"]
Choice = Literal["keep", "first_name", "role", "remove"]
Kind = Literal[
    "personal_number", "phone", "email", "address", "health_person", "health_organisation",
    "party", "lone_first_name", "name", "official",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that may be personal data.

    ``start``/``end`` index characters of the text searched: the point with ``point_key``, or the
    written form ("Name, organisation, role") of the attendee with index ``attendee``; ``line`` is
    the source line. ``suggestions``: allowed choices, the recommended first; ``replacements``:
    what each choice puts instead ("{role}" stands where :func:`redact` writes the role word).
    ``absent``: as ``attendee``, for the list of those who were not there (never published).
    """

    kind: Kind
    severity: Severity
    text: str
    start: int
    end: int
    suggestions: tuple[Choice, ...]
    replacements: Mapping[Choice, str] = field(hash=False)
    point_key: str | None = None
    attendee: int | None = None
    line: int | None = None
    absent: int | None = None


def redact(text: str, finding: Finding, choice: Choice, *, role_word: str = "deltagare") -> str:
    """Return ``text`` with ``finding`` replaced as ``choice`` says.

    ``role_word``: what a person is called instead ("en deltagare"). Apply findings of one text
    from the last to the first, since a replacement moves what follows. ValueError when ``choice``
    is not among the finding's suggestions or the text has changed since it was searched.
    """
    if choice not in finding.suggestions:
        raise ValueError(f"{choice!r} is not offered for a {finding.kind} finding")
    if text[finding.start : finding.end] != finding.text:
        raise ValueError("the text has changed since the finding was made")
    if choice == "keep":
        return text
    new = finding.replacements[choice].replace("{role}", role_word)
    before, after = text[: finding.start], text[finding.end :]
    if not new:
        # No double space, no space before a comma, no empty brackets.
        if before.endswith("(") and after.startswith(")"):
            before, after = before[:-1].rstrip(), after[1:]
        if before.endswith(" ") and (not after or after[0] in " ,.;:!?)"):
            before = before[:-1]
        return before + after
    if new[0].islower() and (not before.strip() or before.rstrip()[-1:] in ".!?"):
        new = new[0].upper() + new[1:]
    return before + new + after
