"""Lines of HTML made in Python, where a template for each would cost ten times as much.

They do what Django's ``format_html``, ``format_html_join`` and ``linebreaks`` do, in a third of
the time: those look at every value for texts that are translated later, twice. A page of minutes
fills a thousand values (docs/adr/0014-what-is-alike-is-drawn-once.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, cast

from django.utils.safestring import SafeString

EMPTY = SafeString("")
_APART = re.compile(r"\n{2,}")
# A Swedish number as people write it, with its area code, or the emergency number.
_NUMBER = re.compile(
    r"(?<![\w-])(?:0\d{1,3}-\d{2,3}(?: \d{2,3}){1,3}|(?<=[Rr]ing )112|(?<=ringer du )112)(?![\w-])"
)


def escaped(value: object) -> str:
    """The value as HTML: escaped, unless it is marked as safe."""
    kind = type(value)
    if kind is SafeString:
        return cast("SafeString", value)
    if kind is not str:
        if hasattr(value, "__html__"):
            return str(value.__html__())
        value = str(value)
        if isinstance(value, SafeString):  # A safe text that was translated just now.
            return value
    return escape(cast("str", value))


def fill(pattern: str, *values: object) -> SafeString:
    """A line of HTML with values in its ``{}``, each escaped unless it is marked as safe."""
    return SafeString(pattern.format(*map(escaped, values)))


def fill_each(between: str, pattern: str, rows: Iterable[Iterable[Any]]) -> SafeString:
    """Lines of one pattern, a row of values for each; ``between`` is HTML too."""
    return SafeString(between.join([pattern.format(*map(escaped, row)) for row in rows]))


def paragraphs(text: str) -> SafeString:
    """A text in paragraphs: one for each part between empty lines, ``<br>`` inside it."""
    text = escaped(text).replace("\r\n", "\n").replace("\r", "\n")
    parts = [part.replace("\n", "<br>") for part in _APART.split(text)]
    return SafeString("<p>" + "</p>\n\n<p>".join(parts) + "</p>")


def calls(text: SafeString) -> SafeString:
    """Phone numbers in HTML that holds no links become links that call them."""
    return SafeString(
        _NUMBER.sub(lambda m: f'<a href="tel:{re.sub(r"[^0-9]", "", m[0])}">{m[0]}</a>', text)
    )
