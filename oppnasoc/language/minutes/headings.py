"""Which lines are headings: explicit marks first, then numbering, then shape and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from oppnasoc.language import dates
from oppnasoc.language.minutes.lines import Line
from oppnasoc.language.minutes.numbering import CLOCK, numbered_headings, split_number
from oppnasoc.language.minutes.vocabulary import LIST_HEADING, SIGNING, USUAL_HEADING, label_kind
from oppnasoc.language.names import is_first_name, looks_like_name

MAX_HEADING = 75
_MARKDOWN = re.compile(r"^(#{1,6})\s*(?P<text>[^#\s].*?)\s*#*$")
_BOLD = re.compile(r"^(?P<sign>\*\*\*?|__?|\*)(?=\S)(?P<text>[^*_].{0,90}?)(?P=sign)$")
_PARAGRAPH_SIGN = re.compile(
    r"^(?:§+\s*(?P<a>\d{1,4}(?:[.:]\d{1,2})?)|(?P<b>\d{1,4})\s?§)\s*[.:)–-]?\s*(?P<text>.*)$"
)
_ITEM_WORD = re.compile(
    r"^(?:punkt|ärende|pkt|punkten)\s(?P<number>\d{1,2})\s*[.:)–-]\s*(?P<text>\S.*)$", re.IGNORECASE
)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})$")
_REPLY = re.compile(
    r"svar\b|(?:[\w-]+\s){1,3}(?:svarar|svarade|förklarade|menade)\b", re.IGNORECASE
)
# "Rådet beslutar" waits for what was decided; "Siv ringer kommunen" is a sentence.
_OPENS_CLAUSE = re.compile(
    r"\b(?:beslutar|beslutade|beslöt|föreslår|föreslog|att)$|^beslut\s[–—-]\s", re.IGNORECASE
)
_NAME_AND_VERB = re.compile(
    r"^(?P<name>[A-ZÅÄÖ][\wåäöé-]+)(?:\s[A-ZÅÄÖ][\wåäöé-]+){0,2}\s[a-zåäö]{2,}(?:ar|er|ör|"
    r"år|yr)(?:\s|$)"
)
_LIST_END = tuple(".:;,!…")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is a heading: its text without marks, depth from 1, number as written."""

    text: str
    level: int
    number: str | None
    styles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is true of the whole document, measured once before lines are read one by one.

    ``wrap``: the width that lines are broken at, 0 when lines are not hard-wrapped.
    ``dense``: paragraphs follow each other without blank lines. ``markdown``: has # headings.
    ``jotted``: a thought a line, mostly without capitals, as noted on a phone.
    ``headings``: line index to heading; one that wraps over two lines has both, the second
    with the style "continued".
    """

    wrap: int
    dense: bool
    markdown: bool
    headings: dict[int, Heading]
    jotted: bool = False

    def is_full(self, line: Line, following: Line) -> bool:
        """Whether ``line`` was broken only because the next word did not fit."""
        first_word = following.text.split(None, 1)[0]
        return bool(self.wrap) and line.width + 1 + len(first_word) >= self.wrap


def measure(lines: Sequence[Line]) -> Shape:
    """Measure the document and decide which of ``lines`` are headings."""
    content = [line for line in lines if not line.separator]
    close = sum(1 for line in content if line.blanks == 0 and not line.marker)
    plain = sum(1 for line in content if not line.marker)
    dense = plain > 12 and close >= 0.7 * plain
    jotted = _is_jotted(content)
    wrap = 0 if jotted else _wrap_width(lines)
    explicit = _explicit(lines)
    markdown = any("markdown" in heading.styles for heading in explicit.values())
    shape = Shape(wrap, dense, markdown, explicit, jotted)
    if not markdown:
        signs = any("paragraph-sign" in heading.styles for heading in explicit.values())
        for at, each in numbered_headings(lines, explicit, outer=signs).items():
            styles = frozenset({"numbered"})
            shape.headings[at] = Heading(each.text, each.level, each.number, styles)
        shape.headings.update(_implicit(lines, shape))
        shape.headings.update(_before_lists(lines, shape))
        shape.headings.update(_wrapped(lines, shape))
    return shape


def _is_jotted(content: Sequence[Line]) -> bool:
    """Whether what opens a paragraph starts with a small letter as often as not."""
    opens = [line for line in content[1:] if not line.marker and line.blanks]
    small = [line for line in content if not line.marker and line.text[0].islower()]
    first = sum(1 for line in opens if line.text[0].islower())
    return (
        len(content) >= 4 and first * 2 >= max(1, len(opens)) and len(small) >= 0.7 * len(content)
    )


def _wrap_width(lines: Sequence[Line]) -> int:
    sums = sorted(
        one.width + 1 + len(two.text.split(None, 1)[0])
        for one, two in pairwise(lines)
        if two.blanks == 0
        and not two.marker
        and 40 <= one.width <= 160
        and two.text[0].islower()
        and not one.text.endswith((".", "!", "?", ":", ";"))
    )
    return sums[len(sums) // 10] if len(sums) >= 2 else 0


def _explicit(lines: Sequence[Line]) -> dict[int, Heading]:
    found: dict[int, Heading] = {}
    depths = [len(m[1]) for line in lines if (m := _MARKDOWN.match(line.text))]
    top = min(depths, default=1)
    for index, line in enumerate(lines):
        if line.separator:
            continue
        if (match := _MARKDOWN.match(line.text)) is not None:
            text, number, _ = _split_number(_unbold(match["text"]))
            styles = frozenset({"markdown"})
            found[index] = Heading(text, len(match[1]) - top + 1, number, styles)
        elif (match := _PARAGRAPH_SIGN.match(line.text)) and len(line.text) <= 160:
            number = match["a"] or match["b"]
            sentence = match["text"].endswith(".") and len(match["text"]) > 60
            if not sentence and (line.blanks or index == 0 or len(match["text"]) <= 90):
                text = match["text"].strip() or line.text
                found[index] = Heading(text, 1, number, frozenset({"paragraph-sign"}))
        elif (match := _ITEM_WORD.match(line.text)) and len(line.text) <= 100:
            found[index] = Heading(match["text"], 1, match["number"], frozenset({"numbered"}))
        elif not depths and (match := _BOLD.match(line.text)) and not match["text"].endswith(":"):
            text, number, _ = _split_number(match["text"])
            found[index] = Heading(text, 1, number, frozenset({"bold"}))
        elif (match := CLOCK.match(line.text)) and _heads_block(lines, index):
            found[index] = Heading(match["text"], 1, match["number"], frozenset({"numbered"}))
        elif _is_underlined(lines, index):
            found[index] = Heading(_unbold(line.text), 1, None, frozenset({"underlined"}))
        elif _is_caps(line) and not _is_caps_part(lines, index):
            text, number, level = _split_number(line.text)
            found[index] = Heading(text, level, number, frozenset({"caps"}))
    return found


def _unbold(text: str) -> str:
    match = _BOLD.match(text)
    return match["text"] if match else text


def _split_number(text: str) -> tuple[str, str | None, int]:
    match = _PARAGRAPH_SIGN.match(text)
    if match and match["text"]:
        return match["text"], match["a"] or match["b"], 1
    return split_number(text)


def _heads_block(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line with a blank above has text right below it."""
    line = lines[index]
    return line.blanks > 0 and len(line.text) <= 90 and not line.text.endswith(_LIST_END)


def _is_underlined(lines: Sequence[Line], index: int) -> bool:
    if index + 1 >= len(lines):
        return False
    line, below = lines[index], lines[index + 1]
    return (
        below.blanks == 0
        and bool(_UNDERLINE.match(below.text))
        and not line.marker
        and (line.blanks > 0 or index == 0)
        and len(line.text) <= 90
    )


def _is_caps(line: Line) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    return (
        len(letters) >= 4
        and len(line.text) <= 80
        and all(c.isupper() for c in letters)
        and (not line.marker or line.ordinal is not None)
        and not line.text.endswith((".", ":", "!", ","))
        and not re.search(r"\d{3}|@", line.text)
        and not re.search(r"\t|\S {3,}\S", line.text)
    )


def _is_caps_part(lines: Sequence[Line], index: int) -> bool:
    """A single acronym in a list of names or in the middle of text is no heading."""
    line = lines[index]
    return " " not in line.text and len(line.text) <= 5 and line.blanks == 0


def _implicit(lines: Sequence[Line], shape: Shape) -> dict[int, Heading]:
    """Short lines without end mark that stand where a heading stands."""
    candidates = [i for i in range(len(lines)) if _may_be_heading(lines, i, shape)]
    single = [i for i in candidates if lines[i].blanks == 1]
    double = [i for i in candidates if lines[i].blanks >= 2 and i > 0]
    if shape.dense and double and len(single) >= 3 and len(single) > len(double):
        # In text out of a PDF two blank lines are a turned page, one is a new part.
        candidates = [i for i in candidates if i not in set(double)]
    return {i: Heading(lines[i].text.strip("_ "), 1, None, frozenset()) for i in candidates}


def _before_lists(lines: Sequence[Line], shape: Shape) -> dict[int, Heading]:
    """ "Övrigt:" or "Att göra före sommaren:" alone on a line with a list right below."""
    found: dict[int, Heading] = {}
    for index in range(len(lines) - 1):
        line, below = lines[index], lines[index + 1]
        if not line.text.endswith(":") or line.marker or index in shape.headings:
            continue
        text = line.text.rstrip(":").strip("*_ ")
        alone = (line.blanks > 0 or index == 0) and len(text) <= MAX_HEADING
        listed = bool(below.marker) and line.indent == 0
        if alone and listed and text and _announces_list(text):
            found[index] = Heading(text, 1, None, frozenset())
    return found


def _announces_list(text: str) -> bool:
    plain = text.casefold()
    kind = label_kind(text)
    whose = kind == "question" and " " in plain and LIST_HEADING.match(plain)
    if kind in ("views", "question", "answer", "decision", "present") and not whose:
        # Below a topic these are its parts.
        return False
    return (
        USUAL_HEADING.match(plain) is not None
        or LIST_HEADING.match(plain) is not None
        or kind in ("action", "next_meeting")
    )


def _wrapped(lines: Sequence[Line], shape: Shape) -> dict[int, Heading]:
    """Headings that run over two lines of a hard-wrapped document."""
    found: dict[int, Heading] = {}
    for index in range(len(lines) - 2):
        one, two, below = lines[index : index + 3]
        alone = (one.blanks > 0 or index == 0) and two.blanks == 0 and below.blanks > 0
        if not alone or not shape.wrap or index in shape.headings or index + 1 in shape.headings:
            continue
        if one.marker or two.marker or below.marker or one.separator or two.separator:
            continue
        text = f"{one.text} {two.text}"
        plain = not re.search(r"[.:;!?,]\s|\t|@|https?:|\S {3,}\S", text)
        shaped = one.text[0].isupper() and two.text[0].islower() and len(text) <= 110
        if plain and shaped and len(one.text) >= 40 and not text.endswith((*_LIST_END, "?", ")")):
            found[index] = Heading(one.text, 1, None, frozenset())
            found[index + 1] = Heading(two.text, 1, None, frozenset({"continued"}))
    return found


def _may_be_heading(lines: Sequence[Line], index: int, shape: Shape) -> bool:
    line = lines[index]
    if index in shape.headings or line.marker or line.separator or index + 1 >= len(lines):
        return False
    text, following = line.text, lines[index + 1]
    if following.page:
        over = next((each for each in lines[index + 1 : index + 8] if not each.page), following)
        if _low(over):
            return False
    room = MAX_HEADING if following.blanks else MAX_HEADING + 15
    if (
        len(text) > room
        or shape.is_full(line, following)
        or text.endswith(_LIST_END)
        or "\t" in text
        or "|" in text
    ):
        return False
    if re.search(r"https?:|www\.|@|\S {3,}\S", text) or text[0] in "([<–-_*":
        return False
    if label_kind(text) in ("absent", "invited", "signature", "official") or SIGNING.match(text):
        return False
    if re.match(r"[^:]{1,40}:\s", text) or _is_date_line(text) or _is_name(text):
        return False
    if _OPENS_CLAUSE.search(text) or _acts(text) or (len(text) > 60 and _low(following)):
        return False
    if re.search(r"[a-zåäö]{3}[.!?]\s[A-ZÅÄÖ]", text):
        return False
    if text.endswith("?") and _REPLY.match(following.text):
        return False
    after_title = shape.dense and 0 < index <= 3 and text.endswith("?") and not line.blanks
    usual = USUAL_HEADING.match(text.casefold()) is not None
    if not (line.blanks or index == 0 or usual or after_title):
        return False
    if text[0].islower():
        return len(text) <= 30 and bool(following.marker) and following.blanks == 0
    if following.blanks == 0 and following.text[0].islower() and not following.marker:
        return False
    return not (following.blanks >= 1 and _only_signature_follows(lines, index))


def _low(line: Line) -> bool:
    return not line.marker and not line.separator and line.text[0].islower()


def _acts(text: str) -> bool:
    """Whether ``text`` says what somebody does: a first name and a verb in the present."""
    match = _NAME_AND_VERB.match(text)
    return match is not None and is_first_name(match["name"])


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 3 and is_first_name(words[0]) and looks_like_name(text)


def _is_date_line(text: str) -> bool:
    found = dates.find(text)
    return bool(found) and len(text) - len(found[0].text) <= 14


def _only_signature_follows(lines: Sequence[Line], index: int) -> bool:
    """Names and dates at the very end of a document are no headings."""
    rest = lines[index + 1 :]
    return (
        len(rest) <= 3
        and all(len(line.text) <= 40 and not line.marker for line in rest)
        and (
            any(_is_date_line(line.text) for line in rest)
            or any(SIGNING.match(line.text) for line in lines[max(0, index - 3) : index + 1])
        )
    )
