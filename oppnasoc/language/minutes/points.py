"""Sections to the flat list of points that a person goes through, each with a modest proposal."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from oppnasoc.language.contacts import only_links
from oppnasoc.language.minutes.model import Block, Point, Proposal, Section
from oppnasoc.language.minutes.questions import (
    answer_indexes,
    answers_inside,
    is_answer,
    is_indirect,
    leaves_open,
    questions_in,
)
from oppnasoc.language.minutes.vocabulary import LabelKind, label_kind

# Order matters: the first table with a hit decides. (code, proposal, pattern, only in bullets)
_SIGNS: tuple[tuple[str, Proposal, re.Pattern[str], bool], ...] = (
    ("praise", "minutes", re.compile(
        r"^(?:(?:det (?:är|var|känns) )?(?:väldigt |mycket |jätte)?(?:bra|kul|roligt|fint|"
        r"trevligt|härligt|skönt|"
        r"positivt|fantastiskt)\b(?!.*\b(?:men|borde|bör|saknas|måste)\b)|tack\b|"
        r"kan bli (?:jätte)?bra|känns bra)",
        re.IGNORECASE), True),
    ("how_to", "good_to_know", re.compile(
        r"\b(?:det går (?:även |också )?att (?:få|låna|boka|ringa|söka|hämta|lämna|ansöka|läsa|"
        r"köpa|anmäla)"
        r"|går det att (?:få|låna|boka|ringa|söka|hämta|lämna|läsa)|(?:är|har|håller) öppe[nt]\b|"
        r"öppettid\w*"
        r"|(?:är|har) gratis|kostnadsfri\w*|gratis \w{4,}"
        r"|här kan (?:du|man)|läs mer|(?:du|man) kan (?:få|läsa|ringa|ansöka|boka|lämna|låna|"
        r"hämta|mejla|anmäla)"
        r"|den som (?:vill|har|behöver|söker)\b[^.]{3,80}\bkan\b|anmälan (?:till|görs|sker)|"
        r"ansökan (?:är öppen|görs|sker)"
        r"|anmäl (?:dig|er)|finns (?:på|att (?:hämta|läsa|se)) (?:https?|www|[\w-]+\.\w{2,})"
        r"|telefontid\w* är|tar emot (?:dem |besök )?på \w+dagar)",
        re.IGNORECASE), False),
    ("suggestion", "matter", re.compile(
        r"\b(?:bör|borde|förslag\b|föreslår|föreslog|önskar|önskemål(?! [^.]*\b(?:lämnas|"
        r"anmäls|skickas)\b)|efterlys\w+|vill (?:ha|att|"
        r"gärna)|"
        r"skulle (?:vilja|behöva|kunna)|behövs|behöver\b|måste (?:gå att|bli|skrivas|kunna|"
        r"finnas)|"
        r"gärna\b)", re.IGNORECASE), True),
    ("shortcoming", "matter", re.compile(
        r"\b(?:saknas|saknar|fungerar inte|funkar (?:inte|dåligt)|fungerar dåligt|"
        r"för (?:l[åä]ng\w*|kort\w*|få|lite|"
        r"svår\w*|dyr\w*|nära|sent|krånglig\w*)|svårt att|krånglig\w*|otydlig\w*|"
        r"det finns ing\w+|finns inga|"
        r"utestäng\w+|otrygg\w*|får inte\b|inte tillgänglig\w*|kommer inte fram)",
        re.IGNORECASE), True),
    ("participants_say", "matter", re.compile(
        r"\b(?:deltagar\w+|brukar\w*|föräldrar\w*|förälder|medlemmar\w*|anhörig\w*|någon|flera|"
        r"gruppen|rådet)\b[^.]{0,60}"
        r"\b(?:efterlys\w+|önska\w*|föresl\w+|är oroliga|vill (?:ha|att)|saknar|"
        r"tycker att [^.]{3,80}(?:bör|borde|för|krångl|saknas)"
        r"|tyckte att [^.]{3,80}(?:bör|borde|för |krångl|saknas))",
        re.IGNORECASE), False),
    ("need", "matter", re.compile(
        r"\b(?:det (?:saknas|behövs)|behöver (?:lagas|bytas|åtgärdas|fixas|bli|fler|bättre|"
        r"mer)|påtala(?:r|de)|"
        r"efterlys(?:er|te)|vill ha (?:fler|mer|en|ett|bättre)|(?:saknas|behövs)[.!]*$)",
        re.IGNORECASE), False),
    ("suggestion", "matter", re.compile(r"(?:^|[.!?]\s)Förslag(?:et)?:", re.IGNORECASE), False),
)  # fmt: skip


# A complaint or a wondering about opening hours is no advice.
_NO_HOW_TO = re.compile(
    r"\b(?:undra\w*|fråga(?:r|de)|för (?:kort\w*|få|lång\w*|sent|dyr\w*)|saknas|borde|"
    r"krångl\w+|svårt|"
    r"inte|önskar|vill ha)\b",
    re.IGNORECASE,
)
_HEAD_CELL = re.compile(
    r"(?:vad|vem|när|hur|åtgärd\w*|aktivitet\w*|uppgift\w*|ansvarig\w*|ansvar|klart?|"
    r"deadline|datum|"
    r"status|läge|kommentar\w*|del|namn|punkt|fråga|ärende|beslut|nr)",
    re.IGNORECASE,
)
_SHOWN = frozenset({"paragraph", "bullet", "row"})


@dataclass(frozen=True, slots=True)
class _Item:
    """A block that becomes a point, with its section and the label above it."""

    section: int
    block: Block
    label: LabelKind
    above: str
    role: str


def text_key(text: str) -> str:
    """Ten hex digits that stay the same when case, spacing or markup of ``text`` changes."""
    plain = " ".join(re.sub(r"[*_`]", "", text).casefold().split())
    return hashlib.blake2b(plain.encode(), digest_size=5).hexdigest()


def make_points(sections: Sequence[Section]) -> list[Point]:
    """Every paragraph, bullet and table row of ``sections`` as a point, in document order."""
    items = list(_items(sections))
    seen: Counter[str] = Counter()
    keys = []
    for item in items:
        digest = text_key(item.block.text)
        seen[digest] += 1
        keys.append(f"{digest}-{seen[digest]}")
    points = [_point(key, item) for key, item in zip(keys, items, strict=True)]
    blocks = [item.block for item in items]
    answers: set[int] = set()
    for index, item in enumerate(items):
        if not points[index].is_question or index in answers:
            continue
        same = next(
            (n for n in range(index, len(items)) if items[n].section != item.section), len(items)
        )
        replies = answer_indexes(blocks[:same], index)
        inside = answers_inside(item.block.text)
        answers.update(replies)
        open_still = any(leaves_open(blocks[reply].text) for reply in replies)
        if (replies or inside) and not open_still:
            points[index] = replace(
                points[index], has_answer=True, answer_points=tuple(keys[r] for r in replies),
                proposal="answered", why="answer_follows" if replies else "answer_inside",
            )  # fmt: skip
    return [
        replace(p, proposal="minutes", why="is_answer")
        if n in answers and not p.is_question and p.proposal == "matter" else p
        for n, p in enumerate(points)
    ]  # fmt: skip


def _items(sections: Sequence[Section]) -> Iterator[_Item]:
    for number, section in enumerate(sections):
        if section.role in ("attendance", "absence"):
            continue
        kind = label_kind(section.heading) if section.heading else "other"
        label: LabelKind = kind if kind in ("views", "question") else "other"
        above = section.heading or ""
        last = max((i for i, b in enumerate(section.blocks) if b.kind in _SHOWN), default=-1)
        for index, block in enumerate(section.blocks):
            if block.kind == "label" and index > last:
                # A lead-in with nothing below it would not be seen at all.
                yield _Item(number, block, "other", above, section.role)
            elif block.kind == "label":
                label, above = label_kind(block.label or block.text), block.text
            elif block.kind in _SHOWN and not _is_table_head(block):
                yield _Item(number, block, label, above, section.role)


def _is_table_head(block: Block) -> bool:
    """Whether ``block`` only names the columns: "Vad – Vem – När"."""
    cells = [cell.strip(" *_:") for cell in block.cells if cell.strip(" *_:")]
    return len(cells) >= 2 and all(_HEAD_CELL.fullmatch(cell) for cell in cells)


def _point(key: str, item: _Item) -> Point:
    block = item.block
    direct = bool(questions_in(block.text, written_as_list=block.kind == "bullet"))
    asked = direct or is_indirect(block.text)
    proposal, why = _proposal(item, direct=direct)
    return Point(
        key=key,
        kind="bullet" if block.kind == "bullet" else "row" if block.kind == "row" else "paragraph",
        level=block.level, text=block.text, section_index=item.section,
        first_line=block.first_line, last_line=block.last_line, is_question=asked,
        has_answer=False, answer_points=(), proposal=proposal, why=why,
    )  # fmt: skip


def _proposal(item: _Item, *, direct: bool) -> tuple[Proposal, str]:
    block = item.block
    if item.role in ("agenda", "next_meeting", "actions") or block.kind == "row":
        return "minutes", "default"
    if is_answer(block):
        return "minutes", "is_answer"
    if direct:
        return "matter", "open_question"
    if only_links(block.text):
        return "good_to_know", "link"
    for code, proposal, pattern, bullets_only in _SIGNS:
        spoken = block.kind == "bullet" or item.label in ("views", "question")
        if code == "how_to" and _NO_HOW_TO.search(block.text):
            continue
        if (spoken or not bullets_only) and pattern.search(block.text):
            return proposal, code
    return "minutes", "default"
