"""What stands at the top besides the title: date, group and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from oppnasoc.language import dates
from oppnasoc.language.minutes.attendance import value_of
from oppnasoc.language.minutes.model import Block, Guess
from oppnasoc.language.minutes.title import Header
from oppnasoc.language.minutes.vocabulary import OTHER_DAY, SIGNING, label_kind


def find_date(blocks: Sequence[Block], header: Header, *, today: date) -> Guess[date]:
    """The meeting's date; sure only with a year, from a place that states it."""
    mail = {blocks[i].first_line for i in header.mail}
    labelled = [
        (dates.find(value_of(b), compact=True), b.first_line)
        for b in blocks[: max(header.body, 12)]
        if b.label and label_kind(b.label) in ("date", "time") and b.first_line not in mail
    ]
    title_text = header.title.value if header.title.sure else None
    titled = [(dates.find(title_text or "", compact=True), header.title.line or 1)]
    loose = [
        ([m for m in dates.find(b.text, compact=True) if not OTHER_DAY.search(b.text[: m.start])],
         b.first_line)
        for i, b in enumerate(blocks[: header.body])
        if i not in header.title_blocks and not b.label and len(b.text) <= 140
        and b.kind != "bullet"
        and not SIGNING.match(b.text) and label_kind(b.text) != "next_meeting"
    ]  # fmt: skip
    first = [(_stated(b.text), b.first_line) for b in _first_lines(blocks, header)]
    for why, found in (
        ("labelled", labelled), ("title", titled), ("header", loose), ("first_lines", first)
    ):  # fmt: skip
        mentions = [(each, line) for several, line in found for each in several]
        if mentions:
            return _judged(mentions[0][0], mentions[0][1], why, blocks, today)
    full = [v for b in blocks for m in dates.find(b.text) if (v := m.value) and v <= today]
    return Guess(None, False, "no_meeting_date", tuple(dict.fromkeys(full))[:5])


def _first_lines(blocks: Sequence[Block], header: Header) -> list[Block]:
    """The first three blocks that can state the day: short, and no signature or next meeting."""
    top = [b for i, b in enumerate(blocks[:12]) if b.kind != "separator" and i not in header.mail]
    return [
        b for b in top[:3]
        if len(b.text) <= 160 and b.kind in ("heading", "paragraph", "row")
        and not SIGNING.match(b.text) and label_kind(b.label or b.text) != "next_meeting"
    ]  # fmt: skip


def _stated(text: str) -> list[dates.DateMention]:
    return [
        m for m in dates.find(text, compact=True)
        if m.value is not None and not OTHER_DAY.search(text[: m.start])
    ]  # fmt: skip


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
    r"i)\s(?-i:[A-ZÅÄÖ])\w+|\s(?-i:[A-ZÅÄÖ])\w+)?)",
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
