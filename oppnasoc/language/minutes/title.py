"""The title, and where the head of the document ends and the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from oppnasoc.language import dates
from oppnasoc.language.minutes.attendance import value_of
from oppnasoc.language.minutes.model import Block, Guess
from oppnasoc.language.minutes.vocabulary import (
    ATTENDANCE,
    BODY_WORD,
    DOCUMENT,
    HEADER,
    MEETING,
    OTHER_DAY,
    SIGNING,
    USUAL_HEADING,
    label_kind,
)

_NUMBERED = frozenset({"numbered", "paragraph-sign"})
# The head of a document is never longer than this many blocks.
_HEAD = 16
# "Föregående protokoll" is an item on the agenda, not what this document is.
_EARLIER = re.compile(
    r"(?:föregående|förra|tidigare|genomgång|godkännande|justering|val)\b", re.IGNORECASE
)
# Who sent the paper, never what it is: a letterhead.
_AUTHORITY = re.compile(
    r"(?:region(?:en)?|landstinget|kommunen)(?:\s[\wåäöé-]+){0,2}"
    r"|[\wåäöé-]+(?:\s[\wåäöé-]+)?\s(?:kommun|stad|region|län)"
    r"|(?:[\wåäöé-]+[\s,]+(?:och\s)?){0,3}[\wåäöé-]*(?:förvaltning(?:en)?|kontor(?:et)?|"
    r"myndighet(?:en)?|avdelning(?:en)?)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:från|from|till|to|kopia|cc|skickat|sent|datum|date|ämne|subject)", re.I)
_SUBJECT = re.compile(r"(?:ämne|subject)", re.IGNORECASE)
_FORWARDED = re.compile(r"^(?:(?:vb|sv|fw|fwd|re)\s?:\s?)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The title, the indexes of the blocks it was read from, and where the body begins.

    ``mail``: indexes of the lines of a mail's head ("Från:", "Skickat:").
    """

    title: Guess[str]
    title_blocks: frozenset[int]
    body: int
    mail: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text that can be the title: a block, or one column of a head in two columns."""

    index: int
    text: str


def find_header(blocks: Sequence[Block]) -> Header:
    """Find the title and where the first section begins."""
    mail = _mail_head(blocks)
    title, used = _title(blocks, mail)
    return Header(title, used, max(_body_start(blocks, used), max(mail, default=-1) + 1), mail)


def is_date_only(text: str) -> bool:
    """Whether ``text`` is a date with at most a word or a time around it."""
    found = dates.find(text, compact=True)
    rest = text
    for mention in found:
        rest = rest.replace(mention.text, " ")
    for moment in dates.find_times(rest):
        rest = rest.replace(rest[moment.start : moment.end], " ")
    return bool(found) and len(re.sub(r"\W|kl|den|datum", "", rest)) <= 16


def _mail_head(blocks: Sequence[Block]) -> frozenset[int]:
    """The lines "Från: …", "Till: …", "Ämne: …" that open a mail."""
    found = []
    for index, block in enumerate(blocks[:_HEAD]):
        if block.kind == "separator":
            continue
        if block.label is None or not _MAIL.fullmatch(block.label.strip()):
            break
        found.append(index)
    named = any(_SUBJECT.fullmatch((blocks[i].label or "").strip()) for i in found)
    return frozenset(found) if named and len(found) >= 2 else frozenset()


def _title(blocks: Sequence[Block], mail: frozenset[int]) -> tuple[Guess[str], frozenset[int]]:
    for index in sorted(mail):
        if _SUBJECT.fullmatch((blocks[index].label or "").strip()):
            subject = _FORWARDED.sub("", value_of(blocks[index])).strip()
            sure = bool(DOCUMENT.search(subject) or MEETING.search(subject))
            guess = Guess(subject, sure, "mail_subject", (subject,), blocks[index].first_line)
            return guess, frozenset({index})
    order = [i for i, b in enumerate(blocks) if b.kind != "separator"]
    marked = [i for i in order if "markdown" in blocks[i].styles and blocks[i].kind == "heading"]
    if marked:
        first = marked[0]
        levels = [blocks[i].level for i in marked]
        top = blocks[first]
        alone = levels[0] == min(levels) and levels.count(levels[0]) == 1
        named = bool(DOCUMENT.search(top.text) or MEETING.search(top.text)) or bool(
            dates.find(top.text, compact=True)
        )
        if first <= 6 and ((alone and len(levels) > 1) or named):
            return Guess(top.text, True, "top_heading", line=top.first_line), frozenset({first})
    zone = _zone(blocks, order)
    for strength in (_is_document_line, _is_meeting_line, _is_body_line, _is_dated_line):
        for place in range(len(zone)):
            if strength(blocks, zone, place):
                return _joined_title(blocks, zone, place)
    own = [each for each in zone if not _AUTHORITY.fullmatch(each.text.strip(" ,."))]
    if own and _followed_by_facts(blocks, order, own[0].index):
        return _sure(blocks, own[0], "above_facts")
    heading = next((i for i in order if blocks[i].kind == "heading"), None)
    if heading is None:
        return Guess(None, False, "no_title"), frozenset()
    block = blocks[heading]
    candidates = tuple(
        b.text for b in blocks if b.kind == "heading" and label_kind(b.text) not in HEADER
    )[:3]
    return Guess(block.text, False, "first_heading", candidates, block.first_line), frozenset()


_Found = tuple[Guess[str], frozenset[int]]


def _sure(blocks: Sequence[Block], found: _Candidate, why: str) -> _Found:
    line = blocks[found.index].first_line
    return Guess(found.text, True, why, line=line), frozenset({found.index})


def _zone(blocks: Sequence[Block], order: Sequence[int]) -> list[_Candidate]:
    """The first few texts that can be a title: short, unlabelled, before any real text."""
    zone: list[_Candidate] = []
    for index in order[:9]:
        block = blocks[index]
        if block.kind == "row" and index <= 5:
            zone.extend(
                _Candidate(index, cell) for cell in reversed(block.cells)
                if cell and not _is_fact(cell)
            )  # fmt: skip
            continue
        if block.kind in ("bullet", "row") or block.styles & _NUMBERED:
            break
        if label_kind(block.label or block.text) in ATTENDANCE:
            break
        if block.kind == "label" or (block.label and label_kind(block.label) in HEADER):
            continue
        if SIGNING.match(block.text) or _EARLIER.match(block.text):
            break
        if len(block.text) > 220 or (zone and block.text.endswith(".") and len(block.text) > 60):
            break
        if not _is_fact(block.text):
            zone.append(_Candidate(index, block.text))
    return zone


def _is_fact(text: str) -> bool:
    """Whether ``text`` only says when: a date that names no meeting."""
    if label_kind(text) in ("date", "time", "place"):
        return True
    # "Möte 4, 22/5 2024" says no more than the day; "Husmöte 22/5 2024" does.
    meeting = MEETING.search(text)
    named = DOCUMENT.search(text) or BODY_WORD.search(text) or (meeting and len(meeting[0]) > 6)
    return is_date_only(text) and not named


def _is_document_line(blocks: Sequence[Block], zone: Sequence[_Candidate], place: int) -> bool:
    text = zone[place].text
    return bool(DOCUMENT.search(" ".join(text.split()[:3]))) and len(text) <= 200


def _is_meeting_line(blocks: Sequence[Block], zone: Sequence[_Candidate], place: int) -> bool:
    index, text = zone[place].index, zone[place].text
    if not MEETING.search(" ".join(text.split()[:5])) or len(text) > 200:
        return False
    if blocks[index].kind != "heading" and text.endswith(".") and not dates.find(text):
        return False
    following = next((b for b in blocks[index + 1 :] if b.kind != "separator"), None)
    return following is None or (
        following.kind in ("heading", "label") or following.label is not None
        or len(following.text) <= 70 or is_date_only(following.text) or bool(dates.find(text))
    )  # fmt: skip


def _is_body_line(blocks: Sequence[Block], zone: Sequence[_Candidate], place: int) -> bool:
    """ "Brukarrådet 4 mars 2025", or "Brukarrådet" with its date or attendance below."""
    index, text = zone[place].index, zone[place].text
    if len(text) > 110 or text.endswith((".", "!", "?")) or not BODY_WORD.search(text):
        return False
    if USUAL_HEADING.match(text.casefold()) or _AUTHORITY.fullmatch(text.strip(" ,.")):
        return False
    order = [i for i, b in enumerate(blocks) if b.kind != "separator"]
    return bool(dates.find(text, compact=True)) or _followed_by_facts(blocks, order, index)


def _is_dated_line(blocks: Sequence[Block], zone: Sequence[_Candidate], place: int) -> bool:
    """A first line with a full date and words of its own: "Trygghet i hamnen 3 maj 2024"."""
    text = zone[place].text
    if place > 1 or len(text) > 120 or text.endswith((".", "!", "?", ":")) or "," in text:
        return False
    found = [
        mention for mention in dates.find(text)
        if mention.value and not OTHER_DAY.search(text[: mention.start])
    ]  # fmt: skip
    return bool(found) and len(text) - len(found[0].text) >= 17


def _joined_title(
    blocks: Sequence[Block], zone: Sequence[_Candidate], place: int
) -> tuple[Guess[str], frozenset[int]]:
    """The title line; a single word ("Anteckningar") takes the next line with it."""
    found = zone[place]
    index = found.index
    if len(found.text.split()) == 1 and blocks[index].kind == "row":
        below = next((each for each in zone[place:] if _is_own_line(blocks, each)), None)
        if below is not None:
            text, line = f"{found.text} {below.text}", blocks[index].first_line
            return Guess(text, True, "document_word", line=line), frozenset({index, below.index})
    adjoins = place + 1 < len(zone) and zone[place + 1].index == index + 1
    if len(found.text.split()) == 1 and adjoins:
        after = blocks[index + 1]
        alone = not after.label and not dates.find(after.text) and not after.text.endswith(".")
        if (
            alone
            and len(after.text) <= 90
            and after.kind != "row"
            and (not after.blank_before or _date_follows(blocks, index))
        ):
            text = f"{found.text} {after.text}"
            line = blocks[index].first_line
            return Guess(text, True, "document_word", line=line), frozenset({index, index + 1})
    return _sure(blocks, found, "document_word")


def _is_own_line(blocks: Sequence[Block], each: _Candidate) -> bool:
    return blocks[each.index].kind != "row" and not _AUTHORITY.fullmatch(each.text.strip(" ,."))


def _date_follows(blocks: Sequence[Block], index: int) -> bool:
    return any(is_date_only(block.text) for block in blocks[index + 2 : index + 3])


def _followed_by_facts(blocks: Sequence[Block], order: Sequence[int], index: int) -> bool:
    """Whether date, place or attendance stand right below ``index``, before any section."""
    below = [i for i in order if i > index][:3]
    for i in below:
        block = blocks[i]
        kind = label_kind(block.label or block.text)
        if kind in HEADER and (block.label or block.kind in ("label", "heading")):
            return True
        if len(block.text) <= 110 and dates.find(block.text) and not block.text.endswith("."):
            return True
        if block.kind == "heading" and i == below[0] and block.blank_before:
            return False
        if block.kind in ("bullet", "row") or len(block.text) > 110:
            return False
    return False


def _body_start(blocks: Sequence[Block], title: frozenset[int]) -> int:
    """Index of the first block that belongs to the body."""
    after = max(max(title, default=-1), _last_fact(blocks)) + 1
    for index in range(after, len(blocks)):
        block = blocks[index]
        if block.kind == "heading" and not is_date_only(block.text):
            if label_kind(block.text) not in ATTENDANCE or block.styles & {"markdown", *_NUMBERED}:
                return index
        elif block.kind in ("paragraph", "bullet") and not block.label and len(block.text) > 140:
            return index
    return after if after and after < len(blocks) else len(blocks) if title else 0


def _last_fact(blocks: Sequence[Block]) -> int:
    """Index of the last line of facts in the head: date, place, attendance; -1 for none.

    Lines above it are a letterhead, not sections, unless they are marked or usual headings.
    """
    last = -1
    for index, block in enumerate(blocks[:_HEAD]):
        if block.kind == "separator":
            continue
        if block.kind == "bullet" or block.styles & {"markdown", *_NUMBERED}:
            break
        kind = label_kind(block.label or block.text)
        if block.kind != "paragraph" or block.label:
            if kind in ATTENDANCE:
                return index - 1
            if kind in HEADER and block.label:
                last = index
                continue
        if is_date_only(block.text):
            last = index
            continue
        sentence = len(block.text) > 110 or block.text.endswith((".", "?", "!"))
        if sentence or USUAL_HEADING.match(block.text.casefold()):
            break
    return last
