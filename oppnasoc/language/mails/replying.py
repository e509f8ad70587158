"""What somebody wrote herself in a reply: without what she answers to, and without signatures.

What is Swedish is cut here, line by line; the package mail-parser-reply gets what is left, for what
mail programs write in other languages. Its own Swedish was tried and is left out: it lacks *Med
vänlig hälsning*, *Ursprungligt meddelande*, *Skickat från Outlook för iOS* and Yahoo's form of
*skrev*, and it loses what people wrote: two lines that begin with *Från:* and *Till:*, all before
*Den 3 mars skrev jag till er att:*, and by its Danish what follows a line with *Taket*. Some of its
patterns can be made to run for minutes, so it is given a second.
"""

from __future__ import annotations

import contextlib
import re
import signal
from collections.abc import Iterator
from typing import Any

from mailparser_reply.parser import EmailMessage

LANGUAGES = ("en", "de", "fr", "es", "pl")
READ_BY_PACKAGE = 20_000  # characters
PATIENCE = 1.0  # seconds for the package
LONGEST_SIGNATURE = 10  # lines with words
WRAPPED = 3  # lines that the head of a quotation may be wrapped to

_QUOTE = re.compile(r"^\s*>+ ?")
_WROTE = re.compile(r"\b(?:skrev|wrote|schrieb|skreiv|kirjoitti|a écrit|escribió)\b", re.I)
_STARTS = re.compile(
    r"^(?:Den|On|Am|Le|El|Dnia|W dniu|(?:mån|tis|ons|tors?|fre|lör|sön)\w*,?|\d{1,2} \w+"
    r"|\d{4}-\d\d)\b",
    re.I,
)
_WHEN = re.compile(r"\d{1,2}[:.]\d{2}|<[^<>\s]+@[^<>\s]+>|\S@\S")
_FIELD = re.compile(
    r"^[* ]*(?P<name>Från|Skickat|Datum|Till|Kopia|Ämne|From|Sent|Date|To|Cc|Subject)[* ]*:", re.I
)
_FROM = {"från", "from"}
_RULE = re.compile(r"^\s*_{10,}\s*$|^\s*-{2,}\s*(?:Ursprungligt|Vidarebefordrat|Original|Forwarded)"
                   r"\b[^\n]{0,60}-{2,}\s*$", re.I)  # fmt: skip
_SENT_FROM = re.compile(
    r"^(?:Skickat (?:från|med)|Sent (?:from|with)|(?:Hämta|Skaffa|Get) Outlook)\b.{0,120}$",
    re.I,
)
_CLOSING = re.compile(
    r"^(?:(?:med )?(?:vänlig(?:a|en)?|bästa|varma|soliga|allra bästa) ?(?:hälsning(?:ar)?)?"
    r"|hälsning(?:ar)?|mvh|m\.?v\.?h\.?|vänligen|(?:best|kind) regards|regards)"
    r"(?:[ ,.!]*|[ ,]+\S[^\n]{0,40})$|^/ ?[^\W\d_]\w{0,30}$",
    re.I,
)


def said(text: str) -> str:
    """What stands in a reply but quotations and signatures. When nothing is left, all of it: to
    lose what somebody wrote is worse than to show too much of it to the one who looks."""
    whole = re.sub(r"\n{3,}", "\n\n", text).strip()
    lines = whole.split("\n")
    del lines[_begins(lines) :]
    while lines and (not lines[-1].strip() or _QUOTE.match(lines[-1])):
        lines.pop()
    del lines[_signed(lines) :]
    cut = "\n".join(lines).strip()
    return _by_package(cut) or cut or whole


def _begins(lines: list[str]) -> int:
    """The line with which a quotation begins that goes on to the end."""
    for number, line in enumerate(lines):
        if _RULE.match(line) or _is_outlooks(lines, number) or _is_wrote(lines, number):
            return number
    return len(lines)


def _is_wrote(lines: list[str], number: int) -> bool:
    """*Den mån 2 mars 2026 kl 09:12 skrev Kim <kim@example.se>:*, on up to three lines."""
    head = ""
    for line in lines[number : number + WRAPPED]:
        bare = _QUOTE.sub("", line).strip()
        if not bare or not (head or _STARTS.match(bare)):
            return False
        head = f"{head} {bare}".strip()
        if head.endswith(":"):
            return bool(len(head) < 400 and _WROTE.search(head) and _WHEN.search(head))
    return False


def _is_outlooks(lines: list[str], number: int) -> bool:
    """*Från: … Skickat: … Till: …*: three fields of a head in a row, the first of them who."""
    names = []
    for line in lines[number : number + 6]:
        found = _FIELD.match(_QUOTE.sub("", line))
        if found is None:
            break
        names.append(found["name"].lower())
    return len(set(names)) >= 3 and names[0] in _FROM


def _signed(lines: list[str]) -> int:
    """The line with which a signature begins: near the end, and never the first."""
    words = 0
    for number in range(len(lines) - 1, 0, -1):
        line = lines[number]
        words += bool(line.strip())
        if words > LONGEST_SIGNATURE:
            break
        if line.rstrip() in ("--", "—") or _SENT_FROM.match(line.strip()):
            return _signed(lines[:number])
        if _CLOSING.match(line.strip()):
            return number
    return len(lines)


def _by_package(text: str) -> str:
    """What the package takes for the latest reply; '' when it takes too long or keeps nothing."""
    if not text or len(text) > READ_BY_PACKAGE:
        return ""
    try:
        with _at_most(PATIENCE):
            mail = EmailMessage(text=text, languages=list(LANGUAGES), keep_hyphen_lists=True)
            return str(mail.read().replies[0].body).strip()
    except (TimeoutError, IndexError, RecursionError, re.error):
        return ""


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what is inside after a while; in a process's main thread only."""

    def stop(*_given: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
