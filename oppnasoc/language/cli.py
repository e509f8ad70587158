"""The command line of the language room: ``python -m oppnasoc.language parse FILE [--json]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from oppnasoc.language.documents import Refused, read
from oppnasoc.language.minutes import Guess, ParsedMinutes, parse, to_json

BAD_INPUT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0, or 2 with one sentence on standard error."""
    parser = argparse.ArgumentParser(
        prog="oppnasoc.language", description="Read Swedish meeting notes."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("parse", help="show what is read from a document of minutes")
    reading.add_argument("file", type=Path, help="docx, odt, pdf or plain text")
    reading.add_argument("--json", action="store_true", help="print JSON instead of an outline")
    arguments = parser.parse_args(argv)
    try:
        text = read_document(arguments.file)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    parsed = parse(text)
    if arguments.json:
        print(json.dumps(to_json(parsed), ensure_ascii=False, indent=2))
    else:
        print("\n".join(outline(parsed)))
    return 0


def read_document(path: Path) -> str:
    """The text of the document at ``path``; ValueError in one sentence if unusable."""
    try:
        with path.open("rb") as file:
            return read(file).text
    except FileNotFoundError:
        raise ValueError(f"there is no file {path}") from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ValueError(f"cannot read {path}: {reason}") from None
    except Refused as refused:
        raise ValueError(f"{path}: {refused}") from None


def outline(parsed: ParsedMinutes) -> list[str]:
    """A readable outline, one line per fact."""
    lines = [
        f"Title: {_shown(parsed.title)}",
        f"Date:  {_shown(parsed.date)}",
        f"Group: {_shown(parsed.group)}",
        f"Place: {_shown(parsed.place)}",
    ]
    for person in parsed.attendees:
        told = [part for part in (person.name, person.organisation, person.role) if part]
        lines.append(f"Present: {', '.join(told)}")
    for section in parsed.sections:
        indent = "  " * (section.level - 1)
        heading = section.heading or "(no heading)"
        lines.append(
            f"{indent}# {heading}  [{section.bullets} bullets, {section.paragraphs} paragraphs]"
        )
    lines.extend(f"? {question}" for question in parsed.questions)
    lines.extend(
        f"! {c.kind}: {c.what} [{c.who or '-'}; {c.when or '-'}]" for c in parsed.commitments
    )
    lines.extend(
        f"{f.severity}: {f.kind}: {f.text} (line {f.line})"
        for f in parsed.findings
        if f.severity != "info"
    )
    return lines


def _shown(guess: Guess[Any]) -> str:
    if guess.sure:
        return str(guess.value)
    choices = ", ".join(str(each) for each in guess.candidates)
    proposed = f"{guess.value}?" if guess.value is not None else "not certain"
    return f"{proposed} ({guess.why}{': ' + choices if choices else ''})"
