"""The text reader: plain text or markdown to blocks. Every non-blank line is in one block."""

from __future__ import annotations

import re

from oppnasoc.language.minutes.headings import Heading, Shape, measure
from oppnasoc.language.minutes.lines import Line, read_lines
from oppnasoc.language.minutes.model import Block, BlockKind
from oppnasoc.language.minutes.paper import without_paper
from oppnasoc.language.minutes.vocabulary import (
    ATTENDANCE,
    HEADER,
    SIGNING,
    is_inner_heading,
    label_kind,
)
from oppnasoc.language.names import is_first_name, looks_like_name
from oppnasoc.language.organisations import looks_like_organisation
from oppnasoc.language.roles import is_role

_INLINE_LABEL = re.compile(
    r"^(?:\*\*|__)?(?P<label>[^\W\d_][^:*\t\n]{0,58}?)(?:(?:\*\*|__)\s?:|:(?:\*\*|__)?)"
    r"(?:\s+|(?=[A-ZÅÄÖ]))(?P<value>\S.*)$"
)
_TABBED_LABEL = re.compile(r"^(?P<label>[^\W\d_][^:\t]{2,40}?)(?:\t+|\s{3,})(?P<value>\S.*)$")
_BARE_LABEL = re.compile(r"^(?:\*\*|__)?(?P<label>[^\t]{2,90}?)\s?(?::(?:\*\*|__)?|(?:\*\*|__):)$")
_OPEN_PRESENT = re.compile(
    r"^(?P<label>närvarande|deltagare|frånvarande|förhinder|medverkande)\s+(?P<value>[A-ZÅÄÖ].*)$",
    re.IGNORECASE,
)
_NESTING_SIGNS = frozenset("o○◦▪■□")
_COLUMNS = re.compile(r"\s*\t+\s*|\s{3,}")
# "beslutar" / "att godkänna …, samt" / "att …": each clause is a decision of its own.
_AFTER_DECISION = re.compile(r"(?:beslut\w*|föreslår|^att\s.*(?:,|samt|och))\s*:?$")
_ENDED = (".", "!", "?", ":", ";", "…", ".)", "?)", '."', ".”")


def read_text(text: str) -> list[Block]:
    """Blocks of ``text`` in order; their line ranges are disjoint and cover every line."""
    lines = without_paper(read_lines(text))
    return _Reader(lines, measure(lines)).read()


class _Reader:
    """Walks the lines once and gathers each block's lines."""

    def __init__(self, lines: list[Line], shape: Shape) -> None:
        self.lines = lines
        self.shape = shape
        self.blocks: list[Block] = []
        self.previous: Line | None = None
        self.bullets: list[tuple[int, str]] = []
        self.in_people = False
        # Whether the nearest heading above is a § of formal minutes.
        self.below_item = False

    def read(self) -> list[Block]:
        for index, line in enumerate(self.lines):
            self._take(index, line)
            if not line.page:
                self.previous = line
        return self.blocks

    def _take(self, index: int, line: Line) -> None:
        heading = self.shape.headings.get(index)
        if self.in_people and _is_people_label(line):
            self._add("label", line, line.text, label=line.text)
        elif line.separator:
            self._add("separator", line, line.text)
        elif heading is not None and "continued" in heading.styles:
            self._join(line)
        elif heading is not None and not (self.in_people and self._is_person_line(line, heading)):
            self._heading(heading, line)
        elif self._label(line):
            self.bullets = []
        elif line.marker and not self._is_dash_inside(line):
            self._bullet(line)
        elif cells := _cells(line.text):
            self._add("row", line, " – ".join(cell for cell in cells if cell), cells=cells)
        elif self._continues(line):
            self._join(line)
        else:
            self.in_people = self.in_people and (
                self._is_person_line(line) or (not line.blanks and _is_short_entry(line))
            )
            self.bullets = []
            self._add("paragraph", line, line.text)

    def _heading(self, heading: Heading, line: Line) -> None:
        self.bullets = []
        kind = label_kind(heading.text)
        self.in_people = kind in ATTENDANCE
        inner = not heading.styles & {"markdown", "paragraph-sign", "numbered"}
        if inner and self.below_item and is_inner_heading(heading.text):
            self._add("label", line, heading.text, label=heading.text, styles=heading.styles)
            return
        self.below_item = "paragraph-sign" in heading.styles
        self._add(
            "heading", line, heading.text, level=heading.level, number=heading.number,
            styles=heading.styles,
        )  # fmt: skip

    def _label(self, line: Line) -> bool:
        """Take ``line`` as a label, bare or with its value; False when it is none."""
        if line.marker and line.ordinal is None and not line.body.startswith("**"):
            return False
        if line.marker:
            return False
        if self._is_inner_label(line):
            self._add("label", line, line.text, label=line.text)
            return True
        if self._is_inside_bullet(line):
            return False
        bare = _BARE_LABEL.match(line.text)
        if bare and not self._is_wrapped_on(line):
            label = bare["label"].strip("*_ ")
            self.in_people = label_kind(label) in ATTENDANCE or (
                self.in_people and (len(label.split()) <= 4)
            )
            self._add("label", line, label + ":", label=label)
            return True
        match = _INLINE_LABEL.match(line.text) or _OPEN_PRESENT.match(line.text)
        if match is None:
            tabbed = _TABBED_LABEL.match(line.text)
            match = tabbed if tabbed and label_kind(tabbed["label"]) in HEADER else None
        if match is None or len(match["label"].split()) > 6:
            return False
        label = match["label"].strip("*_ ")
        kind = label_kind(label)
        if self._is_wrapped_on(line) and kind not in HEADER:
            return False
        if kind == "other" and len(label.split()) > 3:
            return False
        self.in_people = kind in ATTENDANCE
        self._add("paragraph", line, line.text, label=label)
        return True

    def _is_inside_bullet(self, line: Line) -> bool:
        """An indented line below a bullet belongs to it, unless it says who, when or what for."""
        if not (self.bullets and self.blocks[-1].kind == "bullet" and line.blanks == 0):
            return False
        kind = label_kind(line.text.partition(":")[0])
        return line.indent > self.bullets[-1][0] and kind in ("other", "views", "agenda")

    def _is_inner_label(self, line: Line) -> bool:
        return (
            self.below_item
            and is_inner_heading(line.text)
            and not line.text.endswith((".", ":", ","))
            and not self._is_wrapped_on(line)
            and line.text[0].isupper()
        )

    def _is_wrapped_on(self, line: Line) -> bool:
        """Whether ``line`` can only be the continuation of the line before."""
        return (
            self.previous is not None
            and line.blanks == 0
            and bool(self.blocks)
            and self.blocks[-1].kind in ("paragraph", "bullet")
            and not self.previous.text.endswith(_ENDED)
            and (self.shape.is_full(self.previous, line) or line.text[0].islower())
            and len(self.previous.text) >= 40
        )

    def _is_dash_inside(self, line: Line) -> bool:
        """A dash that opens a wrapped line in the middle of a sentence is no bullet."""
        return (
            line.marker in ("-", "–", "—")
            and self._is_wrapped_on(line)
            and line.body[:1].islower()
            and (not self.bullets or line.indent > self.bullets[-1][0])
        )

    def _bullet(self, line: Line) -> None:
        sign = "1" if line.ordinal is not None else line.marker[:1]
        while self.bullets and self.bullets[-1][0] > line.indent:
            self.bullets.pop()
        top = self.bullets[-1] if self.bullets else None
        if top is None or top[0] < line.indent - (1 if top[1] == sign else 0):
            self.bullets.append((line.indent, sign))
        elif top[1] != sign:
            same = [n for n, (_, known) in enumerate(self.bullets) if known == sign]
            if same:
                del self.bullets[same[-1] + 1 :]
            elif _nests(sign, top[1]):
                self.bullets.append((line.indent, sign))
        cells = _cells(line.body)
        self._add(
            "bullet", line, line.body, level=len(self.bullets), marker=line.marker, cells=cells
        )

    def _continues(self, line: Line) -> bool:
        if self.previous is None or not self.blocks:
            return False
        block, above = self.blocks[-1], self.previous
        if block.kind == "separator":
            return self._runs_over_the_page(line)
        if block.kind not in ("paragraph", "bullet") or (self.in_people and block.kind != "bullet"):
            return self._in_people_wrap(line, block)
        starts_low = line.text[0].islower() or line.text[0] in "(,;"
        ended = above.text.endswith(_ENDED)
        if line.text.startswith("att ") and _AFTER_DECISION.search(block.text):
            return False
        if line.blanks:
            return (
                line.text[0].islower() and not ended and len(above.text) >= 40 and line.blanks <= 3
            )
        if block.kind == "bullet" and self.bullets and line.indent > self.bullets[-1][0]:
            return True
        if self.shape.is_full(above, line) or (self.shape.markdown and block.kind == "bullet"):
            return True
        return (
            starts_low
            and not self.shape.jotted
            and not ended
            and (len(above.text) >= 40 or above.text.endswith((",", "-")))
        )

    def _runs_over_the_page(self, line: Line) -> bool:
        """Whether ``line`` goes on with the sentence that a page break cut in two."""
        text = next((b for b in reversed(self.blocks) if b.kind != "separator"), None)
        above = self.previous
        return (
            text is not None
            and above is not None
            and not above.separator
            and text.kind in ("paragraph", "bullet")
            and line.text[0].islower()
            and not above.text.endswith(_ENDED)
            and len(above.text) >= 20
        )

    def _in_people_wrap(self, line: Line, block: Block) -> bool:
        """A list of people with commas may run over several lines."""
        return (
            self.previous is not None
            and line.blanks == 0
            and block.kind == "paragraph"
            and (self.previous.text.endswith((",", " och", " samt", "-"))
                 or (block.text.count(",") >= 3 and self.previous.width >= 55
                     and not self.previous.text.endswith(_ENDED))
                 or (line.text[0].islower() and self.shape.is_full(self.previous, line)))
        )  # fmt: skip

    def _is_person_line(self, line: Line, heading: Heading | None = None) -> bool:
        """Whether ``line`` can be an entry of a list of people; stricter if it can be a heading."""
        if len(line.text) > 120 or (line.text.endswith(".") and len(line.text.split()) > 6):
            return False
        if SIGNING.match(line.text) and ":" not in line.text:
            return False
        head = re.split(r"[,(\t–:/]|\s-\s| och ", line.body, maxsplit=1)[0].strip()
        named = looks_like_name(head)
        if heading is not None:
            # What stands like a heading is a person only when it reads as a name.
            loud = (
                "caps" in heading.styles
                and bool(line.blanks)
                and not is_first_name(head.split()[0])
            )
            return named and not loud and not heading.styles & {"markdown", "bold"}
        words = line.body.split()
        return (
            named
            or (looks_like_organisation(line.body) and len(words) <= 5)
            or is_role(head)
            or (is_role(words[0]) and looks_like_name(" ".join(words[-2:])))
        )

    def _join(self, line: Line) -> None:
        while self.blocks[-1].kind == "separator":
            # A page number inside a sentence: the lines of the block reach over it.
            self.blocks.pop()
        last = self.blocks[-1]
        joiner = " "
        text = last.text
        hyphenated = re.search(r"[^\W\d_]-$", text) and line.text[0].islower()
        # "sam-" + "verkan" is one word; "före-" + "och eftertexter" is not.
        if hyphenated and not re.match(r"(?:och|eller|respektive|samt|resp)\b", line.text):
            text, joiner = text[:-1], ""
        self.blocks[-1] = Block(
            last.kind, last.level, text + joiner + line.text, last.first_line, line.number,
            last.marker, last.number, last.label, last.cells, last.styles, last.blank_before,
        )  # fmt: skip

    def _add(
        self, kind: BlockKind, line: Line, text: str, *, level: int = 0, marker: str = "",
        number: str | None = None, label: str | None = None, cells: tuple[str, ...] = (),
        styles: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.blocks.append(
            Block(kind, level, text, line.number, line.number, marker, number, label, cells,
                  styles, line.blanks > 0)
        )  # fmt: skip


def _is_people_label(line: Line) -> bool:
    """Whether ``line`` only says who follows: "Anmält förhinder" in the middle of a list."""
    words = line.text.rstrip(":").split()
    return (
        not line.separator
        and not line.marker
        and len(words) <= 4
        and label_kind(line.text) in ATTENDANCE
        and not any(word[0].isupper() for word in words[1:])
    )


def _is_short_entry(line: Line) -> bool:
    return len(line.text) <= 80 and not line.text.endswith(_ENDED)


def _nests(sign: str, above: str) -> bool:
    """Whether a new sign at the same indent opens a list within a list."""
    return (
        (sign in _NESTING_SIGNS and above not in _NESTING_SIGNS)
        or (sign.isalpha() and above == "1")
        or (sign in "-–" and above in "1a")
    )


def _cells(text: str) -> tuple[str, ...]:
    """The columns of a table row: tabs, markdown bars or wide gaps; () for ordinary text."""
    if text.startswith("|") and text.count("|") >= 3:
        return tuple(cell.strip() for cell in text.strip("|").split("|"))
    if "\t" in text or "   " in text:
        cells = tuple(cell.strip() for cell in _COLUMNS.split(text) if cell.strip())
        return cells if len(cells) >= 2 else ()
    return ()
