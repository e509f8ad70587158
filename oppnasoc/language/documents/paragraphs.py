"""Paragraphs as every reader delivers them, and the text that is written of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from oppnasoc.language.minutes.vocabulary import HEADER, label_kind

Shape = Literal["text", "heading", "bullet", "row"]

LARGER = 1.12  # times the size of most of the text
MAX_LOUD = 90  # characters: what is longer and bold is emphasis, no heading
_NO_HEADING = (".", ":", ",", ";", "!", "…")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_COUNTED = re.compile(r"^(\d{1,2})[.)]?\s+[A-ZÅÄÖ]")
_TYPED_BULLET = re.compile(r"^(\s*(?:[-–—*•·●○◦▪■□‣∙⁃►➢✓\uf0b7\uf0a7\uf0d8o]|\(?\w{1,3}[.)]))\t+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in the order of reading; ``text`` may hold line breaks, and links as markdown.

    ``level``: depth of a heading (0 is the title of the document, 1 the outermost heading) or of
    a list (0 is outermost). ``marker``: what stands before it in a list or numbered heading.
    ``loud``: all of it is bold, underlined or in capitals.
    ``gap``: space above it. ``size``: of its letters in points, 0 when not known. An empty text
    is an empty line.
    """

    text: str
    shape: Shape = "text"
    level: int = 0
    marker: str = ""
    loud: bool = False
    gap: bool = False
    size: float = 0.0


def tidy(text: str) -> str:
    """``text`` without what cannot be seen: soft hyphens, directions, control characters."""
    text = text.replace("\u2011", "-").replace("\u00a0", " ").replace("\u2028", "\n")
    text = _CONTROL.sub("", _UNSEEN.sub("", text.replace("\r", "\n").replace("\u0085", "\n")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def written(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs as text with just as much markup as the minutes parser needs.

    Headings are marked when they divide the document: by ``#`` when the document has headings of
    its own, by ``**`` when it only has loud lines. A lone title needs no mark, and one would
    make the parser look for no other headings.
    """
    whole = [replace(p, text=tidy(p.text)) for p in paragraphs]
    whole = _sized(whole)
    marks = _marks(whole)
    lines: list[str] = []
    above: Paragraph | None = None
    after_mark = False
    for paragraph, mark in zip(whole, marks, strict=True):
        if not paragraph.text.strip():
            if lines[-2:] != ["", ""] and lines:
                lines.append("")
            continue
        apart = after_mark or _blank_between(above, paragraph, marked=bool(mark))
        if apart and lines and lines[-1]:
            lines.append("")
        lines.extend(_lines(paragraph, mark))
        above, after_mark = paragraph, bool(mark)
    return "\n".join(lines).strip("\n") + "\n" if lines else ""


def _sized(whole: list[Paragraph]) -> list[Paragraph]:
    """What is larger than most of the text is loud too; where most of it is loud, nothing is."""
    texts = [p for p in whole if p.text.strip() and p.shape in ("text", "bullet")]
    letters: Counter[float] = Counter()
    for paragraph in texts:
        letters[paragraph.size] += len(paragraph.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    if sum(len(p.text) for p in texts if p.loud) * 2 > sum(letters.values()):
        whole = [replace(p, loud=False) for p in whole]
    larger = usual * LARGER
    return [replace(p, loud=True) if usual and p.size >= larger else p for p in whole]


def _marks(whole: Sequence[Paragraph]) -> list[str]:
    """For each paragraph the mark before it: "#"s, "**" or nothing."""
    explicit = [p for p in whole if p.shape == "heading" and p.text.strip()]
    dividing = [p for p in explicit if p.level > 0 and p is not _first(whole)]
    lowest = 0 if any(p.level == 0 for p in explicit) else 1
    loud = [p for p in whole if _is_loud_heading(p)]
    named = len(dividing) >= 2 or (len(dividing) == 1 and len(explicit) >= 2)
    hashes = named or _divides(whole)
    stars = not hashes and len(loud) + len(explicit) >= 2
    ranks = _ranks([p.size for p in (*loud, *explicit)])
    marks = []
    depth = 1
    for paragraph in whole:
        mark = ""
        if paragraph.shape == "heading" and paragraph.text.strip():
            depth = min(5, paragraph.level - lowest + 1) if named else ranks[paragraph.size]
            short = len(paragraph.text) <= MAX_LOUD
            mark = "#" * depth if hashes else "**" if stars and short else ""
        elif _is_loud_heading(paragraph):
            deeper = depth + 1 if named else ranks[paragraph.size]
            mark = "#" * min(6, deeper) if hashes else "**" if stars else ""
        marks.append(mark)
    return marks


def _ranks(sizes: Sequence[float]) -> dict[float, int]:
    """The depth that each size of letters stands for: the largest is 1, at most 3."""
    found: dict[float, int] = {}
    rank, largest = 1, max(sizes, default=0.0)
    for size in sorted(set(sizes), reverse=True):
        if size * LARGER < largest:
            rank, largest = min(rank + 1, 3), size
        found[size] = rank
    return found


def _divides(whole: Sequence[Paragraph]) -> bool:
    """Whether loud lines alone divide the document, so that nothing else need be a heading.

    They do when there are several, none of them far from the next, and when no numbered lines
    count through the document beside them.
    """
    told = [p for p in whole if p.text.strip()]
    at = [n for n, p in enumerate(told) if _is_loud_heading(p) or p.shape == "heading"]
    inside = [n for n in at if n > 0 and label_kind(told[n].text) not in HEADER]
    if len(inside) < 2:
        return False
    numbered = {m[1] for p in told if not p.loud and (m := _COUNTED.match(p.text))}
    numbered |= {p.marker.rstrip(".)") for p in told if p.shape == "bullet" and not p.level}
    if {"1", "2", "3"} <= numbered:
        return False
    letters = sum(len(p.text) for p in told)
    rest = sum(len(p.text) for p in told[inside[-1] :])
    first = sum(len(p.text) for p in told[: inside[0]])
    return first <= 0.6 * letters and rest <= 0.75 * letters


def _first(whole: Sequence[Paragraph]) -> Paragraph | None:
    return next((p for p in whole if p.text.strip()), None)


def _is_loud_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return (
        paragraph.loud
        and paragraph.shape == "text"
        and "\n" not in text
        and "\t" not in text
        and 2 < len(text) <= MAX_LOUD
        and not text.endswith(_NO_HEADING)
        and not re.match(r"[-–—*•·●]\s", text)
        and any(c.isalpha() for c in text)
    )


def _blank_between(above: Paragraph | None, paragraph: Paragraph, *, marked: bool) -> bool:
    if above is None:
        return False
    if marked or above.shape == "heading" or paragraph.shape == "heading":
        return True
    if paragraph.shape == above.shape and paragraph.shape in ("bullet", "row"):
        return False
    return paragraph.gap or paragraph.shape != above.shape


def _lines(paragraph: Paragraph, mark: str) -> list[str]:
    text = paragraph.text
    if mark or paragraph.shape == "heading":
        text = " ".join(f"{paragraph.marker} {text}".split())
        return [f"**{text}**" if mark == "**" else f"{mark} {text}".strip()]
    if paragraph.shape == "row":
        return [" ".join(text.split("\n"))]
    if paragraph.shape == "bullet":
        indent = "  " * paragraph.level
        first, *rest = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        deeper = " " * (len(indent) + len(paragraph.marker) + 1)
        return [f"{indent}{paragraph.marker} {first}", *(deeper + line for line in rest)]
    return [_TYPED_BULLET.sub(r"\1 ", line) for line in text.split("\n")]
