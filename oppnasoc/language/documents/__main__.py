"""The child: ``python -m oppnasoc.language.documents text|clean`` with a document as its input.

It answers with one line of JSON, ``{"kind": …}`` or ``{"refused": reason}``, and behind it the text
or the cleaned document. It gives up its rights before it opens anything: memory, time, new files,
other processes and the network. Whoever starts it stops it after a while (``apart.py``).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
from typing import Any, BinaryIO

from oppnasoc.language.documents.refusal import Reason, Refused

MEMORY = 640 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of the processor
FILES = 64  # open at the same time

_NEVER = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
    "os.system", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.kill", "shutil.", "tempfile.", "urllib.", "pty.",
)  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def give_up_rights() -> None:
    """No more memory and time than set, no files, no children, no network. For good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems know a limit but do not let it be set; the others still hold.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        if isinstance(flags, int) and flags & _WRITES:
            raise PermissionError("Nothing is written here.")
    elif event.startswith(_NEVER):
        raise PermissionError(f"{event} is not for here.")


def answer(what: str, file: BinaryIO) -> tuple[dict[str, str], bytes]:
    """The line and the content to send back; never raises."""
    try:
        if what == "clean":
            from oppnasoc.language.documents.cleaning import cleaned

            kind, content = cleaned(file)
            return {"kind": kind.value}, content
        from oppnasoc.language.documents.extracting import extracted

        kind, text = extracted(file)
        return {"kind": kind.value}, text.encode("utf-8", "replace")
    except Refused as refused:
        return {"refused": refused.reason.value}, b""
    except (MemoryError, RecursionError):
        return {"refused": Reason.TOO_HEAVY.value}, b""
    except Exception:
        # A document can be wrong in more ways than its reader's library foresees.
        return {"refused": Reason.BROKEN.value}, b""


def main(what: str) -> None:
    """Read the document on standard input and answer on standard output."""
    out = os.fdopen(os.dup(1), "wb")
    give_up_rights()
    # What a library prints must not get between the line and the content.
    sys.stdout = sys.stderr = io.StringIO()
    line, content = answer(what, os.fdopen(0, "rb"))
    out.write(json.dumps(line).encode() + b"\n")
    out.write(content)
    out.flush()
    os._exit(0)  # What a library would tidy up at the end goes with the process.


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "text")
