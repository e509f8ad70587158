"""What stands at the top: title, date, group, place – and when the next meeting is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oppnasoc.language import dates
from oppnasoc.language.minutes.attendance import value_of
from oppnasoc.language.minutes.model import Block, Guess, Moment
from oppnasoc.language.minutes.vocabulary import (
    ATTENDANCE,
    DOCUMENT,
    HEADER,
    MEETING,
    SIGNING,
    label_kind,
)

_NUMBERED = frozenset({"numbered", "paragraph-sign"})


@dataclass(frozen=True, slots=True)
class Header:
    """The title, the indexes of the blocks it was read from, and where the body begins."""

    title: Guess[str]
    title_blocks: frozenset[int]
    body: int


# "Föregående protokoll" is an item on the agenda, not what this document is.
_EARLIER = re.compile(
    r"(?:föregående|förra|tidigare|genomgång|godkännande|justering|val)\b", re.IGNORECASE
)


def find_header(blocks: Sequence[Block]) -> Header:
    """Find the title and where the first section begins."""
    title, used = _title(blocks)
    return Header(title, used, _body_start(blocks, used))


def is_date_only(text: str) -> bool:
    """Whether ``text`` is a date with at most a word or a time around it."""
    found = dates.find(text, compact=True)
    rest = text
    for mention in found:
        rest = rest.replace(mention.text, " ")
    for moment in dates.find_times(rest):
        rest = rest.replace(rest[moment.start : moment.end], " ")
    return bool(found) and len(re.sub(r"\W|kl|den|datum", "", rest)) <= 16


def _title(blocks: Sequence[Block]) -> tuple[Guess[str], frozenset[int]]:
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
    for strength in (_is_document_line, _is_meeting_line):
        for place, _index in enumerate(zone):
            if strength(blocks, zone, place):
                return _joined_title(blocks, zone, place)
    if zone and _followed_by_facts(blocks, order, zone[0]):
        block = blocks[zone[0]]
        return Guess(block.text, True, "above_facts", line=block.first_line), frozenset({zone[0]})
    heading = next((i for i in order if blocks[i].kind == "heading"), None)
    if heading is None:
        return Guess(None, False, "no_title"), frozenset()
    block = blocks[heading]
    candidates = tuple(
        b.text for b in blocks if b.kind == "heading" and label_kind(b.text) not in HEADER
    )[:3]
    return Guess(block.text, False, "first_heading", candidates, block.first_line), frozenset()


def _zone(blocks: Sequence[Block], order: Sequence[int]) -> list[int]:
    """The first few blocks that can be a title: short, unlabelled, before any real text."""
    zone: list[int] = []
    for index in order[:9]:
        block = blocks[index]
        if block.kind == "row" and index <= 4:
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
        if not is_date_only(block.text):
            zone.append(index)
    return zone


def _is_document_line(blocks: Sequence[Block], zone: Sequence[int], place: int) -> bool:
    text = blocks[zone[place]].text
    return bool(DOCUMENT.search(" ".join(text.split()[:3]))) and len(text) <= 200


def _is_meeting_line(blocks: Sequence[Block], zone: Sequence[int], place: int) -> bool:
    index = zone[place]
    text = blocks[index].text
    if not MEETING.search(" ".join(text.split()[:5])) or len(text) > 200:
        return False
    if blocks[index].kind != "heading" and text.endswith(".") and not dates.find(text):
        return False
    following = next((b for b in blocks[index + 1 :] if b.kind != "separator"), None)
    return following is None or (
        following.kind in ("heading", "label") or following.label is not None
        or len(following.text) <= 70 or is_date_only(following.text) or bool(dates.find(text))
    )  # fmt: skip


def _joined_title(
    blocks: Sequence[Block], zone: Sequence[int], place: int
) -> tuple[Guess[str], frozenset[int]]:
    """The title line; a single word ("Anteckningar") takes the next line with it."""
    index = zone[place]
    block = blocks[index]
    if len(block.text.split()) == 1 and place + 1 < len(zone) and zone[place + 1] == index + 1:
        below = blocks[index + 1]
        alone = not below.label and not dates.find(below.text) and not below.text.endswith(".")
        if (
            alone
            and len(below.text) <= 90
            and (not below.blank_before or _date_follows(blocks, index))
        ):
            text = f"{block.text} {below.text}"
            return Guess(text, True, "document_word", line=block.first_line), frozenset(
                {index, index + 1}
            )
    return Guess(block.text, True, "document_word", line=block.first_line), frozenset({index})


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
    after = max(title, default=-1) + 1
    for index in range(after, len(blocks)):
        block = blocks[index]
        if block.kind == "heading" and not is_date_only(block.text):
            if label_kind(block.text) not in ATTENDANCE or block.styles & {"markdown", *_NUMBERED}:
                return index
        elif block.kind in ("paragraph", "bullet") and not block.label and len(block.text) > 140:
            return index
    return after if after and after < len(blocks) else len(blocks) if title else 0


def find_date(blocks: Sequence[Block], header: Header, *, today: date) -> Guess[date]:
    """The meeting's date; sure only with a year, from a place that states it."""
    labelled = [
        (dates.find(value_of(b), compact=True), b.first_line)
        for b in blocks[: max(header.body, 12)]
        if b.label and label_kind(b.label) in ("date", "time")
    ]
    title_text = header.title.value if header.title.sure else None
    titled = [(dates.find(title_text or "", compact=True), header.title.line or 1)]
    loose = [
        (dates.find(b.text, compact=True), b.first_line)
        for i, b in enumerate(blocks[: header.body])
        if i not in header.title_blocks and not b.label and len(b.text) <= 140
        and not SIGNING.match(b.text) and label_kind(b.text) != "next_meeting"
    ]  # fmt: skip
    for why, found in (("labelled", labelled), ("title", titled), ("header", loose)):
        mentions = [(each, line) for several, line in found for each in several]
        if mentions:
            return _judged(mentions[0][0], mentions[0][1], why, blocks, today)
    full = [v for b in blocks for m in dates.find(b.text) if (v := m.value) and v <= today]
    return Guess(None, False, "no_meeting_date", tuple(dict.fromkeys(full))[:5])


def _judged(
    mention: dates.DateMention, line: int, why: str, blocks: Sequence[Block], today: date
) -> Guess[date]:
    if mention.value is not None and mention.consistent:
        return Guess(mention.value, True, why, (mention.value,), line)
    if mention.value is not None:
        return Guess(None, False, "weekday_conflict", (mention.value,), line)
    candidates = dates.candidate_dates(mention, today=today)
    written = {m.year for b in blocks for m in dates.find(b.text) if m.year}
    likely = tuple(day for day in candidates if day.year in written)
    return Guess(None, False, "year_missing", tuple(dict.fromkeys((*likely, *candidates))), line)


def find_place(blocks: Sequence[Block], header: Header, known_places: Sequence[str]) -> Guess[str]:
    """Where the meeting was held: a label, a known place in the header, or the date line's rest."""
    zone = blocks[: max(header.body, 1)]
    for block in zone:
        kind = label_kind(block.label or "") if block.label else "other"
        combined = kind == "date" and "plats" in (block.label or "").casefold()
        if kind == "place" or combined:
            value = _without_dates(value_of(block)) if combined else value_of(block).strip(" .*")
            if value:
                return Guess(value, True, "labelled", (value,), block.first_line)
    texts = [(b.text, b.first_line) for b in zone if len(b.text) <= 220]
    if header.title.value and header.title.line:
        texts.insert(0, (header.title.value, header.title.line))
    for text, line in texts:
        for place in sorted(known_places, key=len, reverse=True):
            if place and re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text, re.IGNORECASE):
                return Guess(place, True, "known_place", (place,), line)
    for block in zone:
        if block.label is None and len(block.text) <= 120 and dates.find_times(block.text):
            rest = _without_dates(block.text)
            if len(rest) > 3:
                return Guess(rest, False, "beside_date", (rest,), block.first_line)
    return Guess(None, False, "not_found")


def _without_dates(text: str) -> str:
    for mention in reversed(dates.find(text)):
        text = text[: mention.start] + text[mention.end :]
    for moment in reversed(dates.find_times(text)):
        text = text[: moment.start] + text[moment.end :]
    weekdays = "|".join(dates.WEEKDAYS)
    pieces = [p.strip(" .–-") for p in re.split(r"[,;]|\s{2,}", text)]
    kept = (
        re.sub(rf"^(?:kl\.?|klockan|den|(?:{weekdays})(?:en)?)\b", "", p, flags=re.I).strip(" .")
        for p in pieces
    )
    return ", ".join(p for p in kept if p)


_GROUP_IN_TITLE = re.compile(
    r"\b(?:från|med|för|i|av|vid)\s(?P<group>(?:[\w-]+\s){0,4}?[\w-]*(?:grupp|råd|nämnd|styrelse|"
    r"utskott|förening|forum|nätverk|kommitté|förbund|klubb|sällskap)\w*(?:\s(?:på|för|"
    r"i)\s[A-ZÅÄÖ]\w+|\s[A-ZÅÄÖ]\w+)?)",
    re.IGNORECASE,
)
_GROUP_LINE = re.compile(
    r"^(?=.{3,80}$)[\w\s.,&-]*(?:grupp|råd|nämnd|styrelse|utskott|förening|forum|nätverk|kommitté|"
    r"sällskap|klubb)\w*(?:[\w\s.,&-]*)$",
    re.IGNORECASE,
)


_AFTER_PREPOSITION = re.compile(r"^\w*möte\w* (?:i|för|med|av) ", re.IGNORECASE)
_MEETING_WORD = re.compile(
    r"^\w*(?:möte|protokoll|sammanträde|anteckningar)\w*\s(?:i |för |med |från )?", re.IGNORECASE
)


def find_group(blocks: Sequence[Block], header: Header, known_groups: Sequence[str]) -> Guess[str]:
    """Which group met: a known one is sure, one read out of the title is only proposed."""
    zone = [b for i, b in enumerate(blocks[: max(header.body, 1)]) if len(b.text) <= 220]
    title = header.title.value or ""
    for text, line in [(title, header.title.line), *((b.text, b.first_line) for b in zone)]:
        for group in sorted(known_groups, key=len, reverse=True):
            if group and re.search(rf"(?<!\w){re.escape(group)}", text, re.IGNORECASE):
                return Guess(group, True, "known_group", (group,), line)
    for block in zone:
        if block.label and label_kind(block.label) == "group":
            return Guess(value_of(block), True, "labelled", (value_of(block),), block.first_line)
    match = _GROUP_IN_TITLE.search(title)
    if match:
        group = _AFTER_PREPOSITION.sub("", match["group"])
        return Guess(group, False, "in_title", (group,), header.title.line)
    for text, line in [
        *((b.text, b.first_line) for b in zone if not b.label),
        (title, header.title.line),
    ]:
        if _GROUP_LINE.match(text) and not dates.find(text):
            group = _MEETING_WORD.sub("", text)
            return Guess(group, False, "header_line", (group,), line)
    return Guess(None, False, "not_found")


_NEXT = re.compile(
    r"\b(?:nästa|kommande) (?:\w+)?(?:möte|träff|apt|sammanträde|gång|mötestillfälle)\w*\b",
    re.IGNORECASE,
)


def find_next_meeting(
    blocks: Sequence[Block], meeting: Guess[date], *, today: date
) -> Guess[Moment]:
    """When the next meeting is: under its heading, after its label, or in a sentence."""
    best: Guess[Moment] | None = None
    for text, line in _next_texts(blocks):
        found = [m for m in dates.find(text) if m.value is None or m.value != meeting.value]
        if not found:
            continue
        guess = _moment(found[0], text, line, meeting)
        if guess.sure:
            return guess
        best = best or guess
    return best or Guess(None, False, "not_found")


def _next_texts(blocks: Sequence[Block]) -> Iterable[tuple[str, int]]:
    for index, block in enumerate(blocks):
        bare = block.kind in ("heading", "label")
        if bare and label_kind(re.split(r"\d|:", block.text, maxsplit=1)[0]) == "next_meeting":
            yield block.text, block.first_line
            for below in blocks[index + 1 : index + 3]:
                if below.kind == "heading":
                    break
                yield below.text, below.first_line
        elif block.label and label_kind(block.label) == "next_meeting":
            yield block.text, block.first_line
        elif not bare:
            match = _NEXT.match(block.text) or re.search(
                r"(?:^|[.!?]\s)(?:Nästa|Kommande) (?:\w+)?(?:möte|träff|sammanträde)\w*\s"
                r"(?:är|blir|hålls|äger)", block.text
            )  # fmt: skip
            if match:
                yield block.text[match.start() :], block.first_line


def _moment(
    mention: dates.DateMention, text: str, line: int, meeting: Guess[date]
) -> Guess[Moment]:
    day = mention.value if mention.consistent else None
    moment = Moment(day, mention.starts, mention.ends, text.strip())
    if day is not None:
        return Guess(moment, True, "written", (moment,), line)
    if meeting.value is None or mention.value is not None:
        return Guess(moment, False, "year_missing", (), line)
    likely = []
    for year in (meeting.value.year, meeting.value.year + 1):
        for day in dates.candidate_dates(mention, today=date(year, 12, 31), back=1):
            if meeting.value < day and (day - meeting.value).days <= 366:
                likely.append(Moment(day, mention.starts, mention.ends, text.strip()))
    return Guess(moment, False, "year_missing", tuple(likely), line)
