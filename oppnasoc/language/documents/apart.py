"""Start the child that reads a document, and stop it when it takes too long or says too much."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from oppnasoc.language.documents.kinds import Kind
from oppnasoc.language.documents.refusal import Reason, Refused

MAX_BYTES = 20 * 1024 * 1024  # of a document
MAX_ANSWER = 3 * 1024 * 1024  # bytes of text that a child may send back, its line included
MAX_CLEANED = 40 * 1024 * 1024  # bytes of a cleaned document
SECONDS = 40.0  # on the clock; the child's own limit counts the processor's seconds
AT_ONCE = 2  # children of one server process at the same time

_HOUSE = Path(__file__).resolve().parents[3]
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Document:
    """What a document is and the text that stands in it."""

    kind: Kind
    text: str


def read(file: BinaryIO, *, seconds: float = SECONDS) -> Document:
    """The text of a document in an open file on disk. Raises Refused with the reason.

    The document is never opened in this process and nothing of it is kept.
    """
    kind, content = _ask("text", file, MAX_ANSWER, seconds)
    return Document(kind, content.decode("utf-8", "replace"))


def cleaned(file: BinaryIO, *, seconds: float = SECONDS) -> tuple[Kind, bytes]:
    """A copy that holds what the document shows and nothing it hides. Raises Refused."""
    return _ask("clean", file, MAX_CLEANED, seconds)


def _ask(what: str, file: BinaryIO, most: int, seconds: float) -> tuple[Kind, bytes]:
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode):
        raise Refused(Reason.UNKNOWN)
    if about.st_size == 0:
        raise Refused(Reason.EMPTY)
    if about.st_size > MAX_BYTES:
        raise Refused(Reason.TOO_LARGE)
    with _turns, _child(what, file) as child:
        answer = _listen(child, most, time.monotonic() + seconds)
    line, found, content = answer.partition(b"\n")
    if not found:
        raise Refused(Reason.TOO_HEAVY)  # It was killed, by its limits or by us.
    told = json.loads(line)
    if "refused" in told:
        raise Refused(Reason(told["refused"]))
    return Kind(told["kind"]), content


@contextlib.contextmanager
def _child(what: str, file: BinaryIO) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-E", "-s", "-B", "-m", "oppnasoc.language.documents", what],
        cwd=_HOUSE,
        # No setting, secret or address of the server is handed on.
        env={"LC_ALL": "C.UTF-8"},
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        assert child.stdout is not None
        child.stdout.close()
        child.wait()


def _listen(child: subprocess.Popen[bytes], most: int, until: float) -> bytes:
    """What the child says, at most ``most`` bytes and not longer than ``until``."""
    assert child.stdout is not None
    heard = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if not waiting.select(left):
                break
            part = os.read(child.stdout.fileno(), 65536)
            if not part:
                return bytes(heard) if child.wait() == 0 else b""
            heard += part
            if len(heard) > most:
                raise Refused(Reason.TOO_LONG)
    return b""
