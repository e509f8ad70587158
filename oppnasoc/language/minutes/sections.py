"""Blocks to sections, and what each section is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oppnasoc.language.contacts import only_links
from oppnasoc.language.minutes.model import Block, Section, SectionRole
from oppnasoc.language.minutes.title import Header, is_date_only
from oppnasoc.language.minutes.vocabulary import ATTENDANCE, HEADER, SIGNING, label_kind

_ROLE_OF: dict[str, SectionRole] = {
    "present": "attendance",
    "absent": "absence",
    "invited": "absence",
    "action": "actions",
    "next_meeting": "next_meeting",
    "agenda": "agenda",
}
_GATHERING = frozenset({"övrigt", "övriga frågor", "övriga punkter", "rapporter"})
# How far from the end a signature may stand, in blocks.
_TAIL = 9


@dataclass(frozen=True, slots=True)
class Division:
    """Sections, and for each block its section's index (-1: header, attendance or signature)."""

    sections: tuple[Section, ...]
    section_of: tuple[int, ...]


def divide(blocks: Sequence[Block], header: Header, attendance: frozenset[int]) -> Division:
    """Divide ``blocks`` into sections; header facts and plain attendance lists are left out."""
    signed = _signature_start(blocks)
    groups: list[tuple[int | None, list[int]]] = []
    for index, block in enumerate(blocks):
        if index in header.title_blocks or index >= signed or block.kind == "separator":
            continue
        if index in header.mail or (index < header.body and _is_header_fact(block)):
            continue
        if block.kind == "heading" and _opens_section(block, index, attendance, header):
            groups.append((index, []))
        elif block.kind == "heading" and not is_date_only(block.text):
            continue
        elif groups and index not in _plain(attendance, groups[-1][0], blocks):
            groups[-1][1].append(index)
        elif not groups and index not in attendance and _is_content(block):
            groups.append((None, [index]))
    section_of = [-1] * len(blocks)
    sections: list[Section] = []
    for number, (head, members) in enumerate(groups):
        for index in [*([] if head is None else [head]), *members]:
            section_of[index] = number
        sections.append(_section(blocks, head, members, sections))
    return Division(tuple(sections), tuple(section_of))


def _plain(attendance: frozenset[int], head: int | None, blocks: Sequence[Block]) -> frozenset[int]:
    """Attendance blocks that do not belong to the section opened by ``head``."""
    if head is not None and label_kind(blocks[head].text) in ATTENDANCE:
        return frozenset()
    return attendance


def _opens_section(block: Block, index: int, attendance: frozenset[int], header: Header) -> bool:
    if index in attendance or label_kind(block.text) in ATTENDANCE:
        # A marked heading is a section even when it lists people; a plain word is a label.
        return bool(block.styles)
    early = index < max(header.body, 4)
    return not (early and is_date_only(block.text))


def _is_header_fact(block: Block) -> bool:
    if block.label is not None and label_kind(block.label) in HEADER:
        return True
    if block.kind in ("paragraph", "row", "heading") and block.label is None:
        if label_kind(block.text) in ATTENDANCE:
            return not block.styles
        # A letterhead in capitals is no section either.
        unmarked = not block.styles & {"markdown", "numbered", "paragraph-sign"}
        return unmarked and len(block.text) <= 140 and not block.text.endswith((".", "?", "!"))
    return False


def _is_content(block: Block) -> bool:
    return block.kind in ("paragraph", "bullet", "row", "label")


def _section(
    blocks: Sequence[Block], head: int | None, members: Sequence[int], earlier: Sequence[Section]
) -> Section:
    inside = tuple(blocks[i] for i in members)
    top = blocks[head] if head is not None else None
    whole = (top, *inside) if top is not None else inside
    heading = top.text if top is not None else None
    return Section(
        heading=heading,
        level=_level(top, earlier),
        role=_role(heading),
        number=top.number if top is not None else None,
        first_line=whole[0].first_line,
        last_line=whole[-1].last_line,
        blocks=inside,
        bullets=sum(1 for block in inside if block.kind == "bullet"),
        paragraphs=sum(1 for block in inside if is_text_paragraph(block)),
    )


def _level(top: Block | None, earlier: Sequence[Section]) -> int:
    if top is None:
        return 1
    if not top.styles and earlier:
        above = earlier[-1]
        gathering = (above.heading or "").casefold() in _GATHERING
        if (gathering and not above.blocks) or (above.level == 2 and above.number is None):
            return 2
    return top.level


def _role(heading: str | None) -> SectionRole:
    if heading is None:
        return "content"
    kind = label_kind(heading.split("–")[0]) if len(heading) <= 90 else "other"
    return _ROLE_OF.get(kind, "content")


def is_text_paragraph(block: Block) -> bool:
    """Whether ``block`` counts as a paragraph of text."""
    if block.kind != "paragraph" or only_links(block.text):
        return False
    return block.label is None or label_kind(block.label) not in HEADER


def _signature_start(blocks: Sequence[Block]) -> int:
    """Index where names, dates and greetings close the document; len(blocks) when none do."""
    for index in range(max(1, len(blocks) - _TAIL), len(blocks)):
        block = blocks[index]
        short = len(block.text) <= 90 and block.kind != "bullet"
        if short and SIGNING.match(block.text) and block.kind != "heading":
            rest = blocks[index:]
            if all(len(b.text) <= 90 and b.kind != "bullet" for b in rest):
                return index
    return len(blocks)
