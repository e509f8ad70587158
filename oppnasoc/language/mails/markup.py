"""The HTML of a mail to text: paragraphs, lists and quotations stay apart, all else goes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = {
    "p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
    "blockquote", "section", "article", "header", "footer",
}  # fmt: skip
SILENT = {"script", "style", "head", "title", "template", "noscript"}
RULE = "_" * 32  # as Outlook draws it before what it quotes
_SPACES = re.compile(r"[ \t\n\r\f]+")
_EMPTY = re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.quoted = 0
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "blockquote":
            self._line()
            self.quoted += 1
        elif tag == "hr":
            self._line()
            self.lines[-1] = RULE
            self._line()
        elif tag == "li":
            self._line()
            self.lines[-1] = "- "
        elif tag in BLOCKS:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
            return
        if tag in BLOCKS:
            self._line()
        if tag == "p":
            self.lines[-1:] = ["", ""]
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = _SPACES.sub(" ", data)
        if not self.lines[-1]:
            words = words.lstrip()
            words = f"{'> ' * min(self.quoted, 3)}{words}" if words and self.quoted else words
        self.lines[-1] += words

    def _line(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")


def as_text(html: str) -> str:
    """The words of a page of HTML, a line for each block; quotations begin with ``>``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "\n".join(line.rstrip() for line in reader.lines)
    return _EMPTY.sub("\n\n", text).strip()
