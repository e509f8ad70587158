"""Paper: a tagged PDF (PDF/UA-1) of a template and what stands in it.

``pdf(TEMPLATE, data, title=…)`` sets a template in Typst that lies beside the room's other
templates and begins with ``#import "/frame.typ": *``: the site's face, its colours and parts. What
people wrote stands in ``data`` and reaches the template as values, so that nothing in it is ever
read as code. It is done by a child process with limits (``press.py``), at most two for each
worker. Why Typst: docs/adr/0023-typst-for-paper.md.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from . import colour, palette
from .models import Municipality
from .press import DONE

SECONDS = 30.0  # on the clock; the child's own limit counts the processor's seconds
AT_ONCE = 2  # children of one server process at the same time
WAIT = 10.0  # seconds until a turn
KEPT = 600  # seconds that a public sheet is kept for the next who asks

_HOUSE = Path(__file__).resolve().parents[2]
_turns = threading.BoundedSemaphore(AT_ONCE)
_JOINERS = "\u200c\u200d"  # Without them words of some scripts fall apart.


class Unprintable(Exception):
    """The sheet could not be made: it was too much, or too many are made at once."""


def pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    title: str,
    keep: bool = False,
    seconds: float = SECONDS,
) -> bytes:
    """The PDF of a template with what stands in it, in the language that is spoken now.

    ``data`` is what JSON knows: texts, numbers, lists and dicts. ``keep`` is for what everybody
    may read: the same sheet is then made once in ten minutes. Raises Unprintable.
    """
    language = get_language() or "sv"
    said = {"title": title, "language": language, "face": face(), "data": printable(data)}
    given = json.dumps({"template": _source(template), "data": said}).encode()
    key = f"paper:{hashlib.sha256(given).hexdigest()}"
    if keep and (kept := cache.get(key)) is not None:
        return bytes(kept)
    made = _press(given, seconds)
    if keep:
        cache.set(key, made, KEPT)
    return made


def send(
    request: HttpRequest, make: Callable[[], bytes], *, name: str, instead: str
) -> HttpResponse:
    """A PDF as an answer; when it cannot be made, a page that leads to the web print at
    ``instead`` (503). ``name`` is the file's name without its ending."""
    try:
        made = make()
    except Unprintable:
        return render(request, "ui/no_pdf.html", {"instead": instead}, status=503)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def face() -> dict[str, str]:
    """What paper shows of the municipality: its names, ways to reach it, and its colours."""
    site = Municipality.load()
    colours = palette.schemes()[0] | colour.theme(site.colour_light, "#ffffff")
    names = ("site_name", "name", "short_name", "help_phone", "help_hours", "return_address")
    wanted = ("ink", "soft", "line", "edge", "moss", "moss-deep", "moss-wash", "clay", "sprout")
    return {name: printable(getattr(site, name)) for name in names} | {
        name: colours[name] for name in wanted
    }


def printable(value: Any) -> Any:
    """The same without what cannot be printed: signs that steer, unpaired halves, letters that
    are no letters."""
    if isinstance(value, str):
        return "".join(filter(_is_printed, value.replace("\r\n", "\n")))
    if isinstance(value, Mapping):
        return {str(key): printable(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(each) for each in value]
    return value


def _is_printed(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter in "\n" + _JOINERS or category[0] not in "CZ" or category == "Zs"


@lru_cache(maxsize=16)
def _source(template: Path) -> str:
    return template.read_text(encoding="utf-8")


def _press(given: bytes, seconds: float) -> bytes:
    if not _turns.acquire(timeout=WAIT):
        raise Unprintable
    try:
        with _child() as child:
            try:
                answer, _ = child.communicate(given, timeout=seconds)
            except subprocess.TimeoutExpired as late:
                raise Unprintable from late
    finally:
        _turns.release()
    done, found, made = answer.partition(DONE)
    if done or not found or child.returncode != 0:
        raise Unprintable
    return made


@contextlib.contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-E", "-s", "-B", "-m", "oppnasoc.ui.press"],
        cwd=_HOUSE,
        # No setting, secret or address of the server is handed on; the way out leads nowhere.
        env={"LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1", "HTTPS_PROXY": "http://127.0.0.1:9"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        child.wait()
