"""Tables: rows of cells where they are short, running text where a table only arranges a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from oppnasoc.language.documents.paragraphs import Paragraph
from oppnasoc.language.minutes.vocabulary import HEADER, label_kind

Cell: TypeAlias = list[Paragraph]
Rows: TypeAlias = list[list[Cell]]

_NUMBER = re.compile(r"^§?\s*\d{1,3}(?:\.\d{1,2})*\s*[.)§]?$")
LONG = 240  # characters in one cell: the table holds text, not facts
SHORT = 60


def told(rows: Rows) -> list[Paragraph]:
    """What a table says, as paragraphs in the order of reading."""
    rows = [[_filled(cell) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    if max(len(row) for row in rows) == 1:
        return [paragraph for row in rows for cell in row for paragraph in cell]
    if any(_is_rich(cell) for row in rows for cell in row) and not _is_labels(rows):
        return _running(rows)
    return [paragraph for row in rows for paragraph in _row(row)]


def _filled(cell: Cell) -> Cell:
    return [paragraph for paragraph in cell if paragraph.text.strip()]


def _joined(cell: Cell, sign: str = "; ") -> str:
    return " ".join(sign.join(p.text for p in cell).split())


def _is_rich(cell: Cell) -> bool:
    listed = any(p.shape == "bullet" for p in cell)
    return len(cell) > 2 or sum(len(p.text) for p in cell) > LONG or (listed and len(cell) > 1)


def _label(row: Sequence[Cell]) -> str:
    """The first cell of a row of two, when it says what the second holds ("Datum")."""
    if len(row) != 2 or not row[0]:
        return ""
    text = _joined(row[0]).rstrip(": ")
    return text if len(text) <= SHORT and label_kind(text) in HEADER else ""


def _is_labels(rows: Rows) -> bool:
    return all(_label(row) or not any(_is_rich(cell) for cell in row) for row in rows)


def _row(row: list[Cell]) -> list[Paragraph]:
    if label := _label(row):
        if len(row[1]) <= 1:
            return [Paragraph(f"{label}: {_joined(row[1])}")]
        return [Paragraph(f"{label}:", gap=True), *(replace(p, gap=False) for p in row[1])]
    cells = [_joined(cell).replace("|", "/") for cell in row]
    return [Paragraph(f"| {' | '.join(cells)} |", shape="row")]


def _running(rows: Rows) -> list[Paragraph]:
    """A row for each thing that was talked about: its name, what was said, then who and when."""
    heads: list[str] = []
    if len(rows) > 1 and all(len(_joined(cell)) <= 30 for cell in rows[0]) and len(rows[0]) > 1:
        heads = [_joined(cell) for cell in rows[0]]
        rows = rows[1:]
    found: list[Paragraph] = []
    for row in rows:
        number = ""
        named = False
        for at, cell in enumerate(row):
            text = _joined(cell)
            if not text:
                continue
            if at == 0 and _NUMBER.match(text) and len(row) > 1:
                number = text.rstrip(".) ") + ("" if "§" in text else ".")
            elif not named and len(cell) == 1 and len(text) <= SHORT and at < len(row) - 1:
                found.append(Paragraph(f"{number} {text}".strip(), loud=True, gap=True))
                named = True
            elif named and len(cell) == 1 and len(text) <= SHORT and at < len(heads) and heads[at]:
                found.append(Paragraph(f"{heads[at].rstrip(':')}: {text}", gap=True))
            else:
                opening = f"{number} " if number and not named else ""
                found.extend(
                    replace(p, text=opening * (n == 0) + p.text, gap=p.gap or n == 0)
                    for n, p in enumerate(cell)
                )
                named = True
    return found
