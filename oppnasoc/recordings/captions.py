"""WebVTT captions: faults told in plain words with their line, and written anew as ours.

``webvtt`` reads what an upload holds; nothing of it is handed on as it came: marks, styles and
positions are left out, so that a caption is text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

import webvtt
from django.utils.translation import gettext as _
from webvtt.errors import MalformedCaptionError, MalformedFileError

from .times import seconds_of

MOST_BYTES = 2 * 1024 * 1024
MOST_FAULTS = 5
_STAMP = r"((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})"
_TIMING = re.compile(rf"\s*{_STAMP}\s+-->\s+{_STAMP}(?:\s.*)?")
#: A passage is closed at the end of a sentence after so many seconds, or in any case after more.
WHILE, LONGEST = 20.0, 45.0
_NAMED = re.compile(r"([^\W\d][\w .-]{0,40}): (.*)", re.DOTALL)
_TYPED = re.compile(r"\[?((?:\d{1,2}[.:])?\d{1,3}[.:]\d{2})\]?\s+(.*)", re.DOTALL)


class Faulty(Exception):
    """The captions cannot be used; ``faults`` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True)
class Cue:
    """A caption: from and until, in seconds, and what is said."""

    starts: float
    ends: float
    text: str


def read(content: bytes) -> list[Cue]:
    """The captions of a file. Raises Faulty."""
    if len(content) > MOST_BYTES:
        raise Faulty([_("The captions are too large. Two megabytes at most.")])
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Faulty([_("The file is not text in UTF-8. Save it again as UTF-8.")]) from None
    if faults := _faults(text):
        raise Faulty(faults[:MOST_FAULTS])
    try:
        found = webvtt.from_string(text).captions
    except (MalformedFileError, MalformedCaptionError):
        raise Faulty([_("The file cannot be read as WebVTT.")]) from None
    cues = [
        Cue(_moment(each.start), _moment(each.end), _said(each.text, each.voice)) for each in found
    ]
    return [cue for cue in cues if cue.text]


def _moment(stamp: str) -> float:
    seconds = 0.0
    for part in stamp.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _said(text: str, voice: str | None) -> str:
    said = "\n".join(line.strip() for line in unescape(text).splitlines() if line.strip())
    return f"{voice}: {said}" if voice and said else said


def _faults(text: str) -> list[str]:
    """What is wrong, with the number of the line; '' when a player can use it."""
    lines = text.split("\n")
    if not re.match(r"WEBVTT(\s|$)", lines[0]):
        return [_("Line 1: the file has to begin with the word WEBVTT.")]
    found, before, any_cue = [], -1.0, False
    for number, line in enumerate(lines, 1):
        if "-->" not in line or line.startswith("NOTE"):
            continue
        timing, any_cue = _TIMING.fullmatch(line), True
        if timing is None:
            text = _("Line %(n)d: write the times as 00:01:05.000 --> 00:01:09.000.")
        elif _moment(timing[2]) <= _moment(timing[1]):
            text = _("Line %(n)d: the caption ends before it begins.")
        elif _moment(timing[1]) < before:
            text = _("Line %(n)d: this caption begins before the one above it.")
        elif not "".join(lines[number : number + 1]).strip():
            text = _("Line %(n)d: there is no text under the times.")
        else:
            before = _moment(timing[1])
            continue
        found.append(text % {"n": number})
    return found if any_cue else [_("There are no captions in the file.")]


def write(cues: Iterable[Cue]) -> str:
    """The captions as WebVTT of ours: times and text, nothing that could be a mark."""
    blocks = [
        f"{_stamp(cue.starts)} --> {_stamp(cue.ends)}\n{escape(cue.text, quote=False)}"
        for cue in cues
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _stamp(seconds: float) -> str:
    whole = round(seconds * 1000)
    return (
        f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
    )


def passages(cues: Iterable[Cue]) -> list[tuple[int, str]]:
    """(second, text) of what one person says during some twenty seconds, whole sentences if they
    end; her name stands before it once."""
    found: list[tuple[float, str, list[str]]] = []
    for cue in cues:
        named = _NAMED.match(cue.text)
        who, line = (named[1], named[2]) if named else ("", cue.text)
        line = " ".join(line.split())
        if found and found[-1][1] == who:
            begun, _who, said = found[-1]
            passed = cue.starts - begun
            ended = said[-1].rstrip("”\"'")[-1:] in {".", "?", "!", "…"}
            if passed < WHILE or (not ended and passed < LONGEST):
                said.append(line)
                continue
        found.append((cue.starts, who, [line]))
    return [
        (int(begun), f"{who}: {' '.join(said)}" if who else " ".join(said))
        for begun, who, said in found
    ]


def typed(text: str) -> list[tuple[int | None, str]]:
    """(second or None, text) of each paragraph of a typed transcript; one may begin with a time,
    as '2.05 Vi börjar.' or '[1:02:05] Paus.'"""
    found: list[tuple[int | None, str]] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        if not (said := part.strip()):
            continue
        timed = _TYPED.fullmatch(said)
        try:
            found.append((seconds_of(timed[1]), timed[2].strip()) if timed else (None, said))
        except ValueError:
            found.append((None, said))
    return found
