"""The child that sets a page: ``python -m oppnasoc.ui.press`` with what to set on its input.

The input is JSON, ``{"template": …, "data": {…}}``; it answers with a line and the PDF behind it.
It gives up memory, time and every file to write before it begins, and it knows no setting and no
secret. Whoever starts it stops it after a while (``paper.py``).

What people wrote reaches the template as values, never as code: whatever stands in it is text.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 1024 * 1024 * 1024  # bytes of address space; the typesetter's library alone maps 90 MB
SECONDS = 20  # of the processor
FILES = 32  # open at the same time

#: The only folder that a template can read from.
ROOT = Path(__file__).resolve().parent / "sheets"
DONE = b"done\n"
ROUNDS = 3  # so often letters that no font has are looked for
NO_SIGN = "□"  # stands for a letter that no font has
_NO_FONT = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
#: What every letter outside is replaced by when all else has failed: Latin letters, no more.
_SURE = re.compile(r"[^\n\x20-\x7e\xa0-\xac\xae-\xff–—’“”•…€□☐]")


def give_up_rights() -> None:
    """No more memory and time than set, and no new file. For good."""
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


def compiled(template: str, data: str) -> bytes:
    """The PDF of a template, tagged as PDF/UA-1 asks. Raises TypstError."""
    import typst

    made = typst.compile(  # type: ignore[call-overload]
        {"main.typ": template.encode()},
        root=str(ROOT),
        font_paths=[str(ROOT / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        package_path=str(ROOT / "none"),
        package_cache_path=str(ROOT / "none"),
        timestamp=0,  # The same content is the same file.
    )
    return bytes(made)


def lacking(diagnostic: str) -> set[str]:
    """The letters that no font has, as the typesetter names them."""
    found = set()
    for named in _NO_FONT.findall(diagnostic):
        found |= set(_ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), named))
    return found


def set_pages(template: str, data: dict[str, Any]) -> bytes:
    """The PDF, with a sign for each letter that no font has: people write in every script."""
    import typst

    text = json.dumps(data, ensure_ascii=False)
    for _round in range(ROUNDS):
        try:
            return compiled(template, text)
        except typst.TypstError as error:
            # A sign of ours is named too when a mark stands on it that no font has.
            if not (gone := set(filter(_SURE.match, lacking(error.diagnostic)))):
                break
            text = text.translate({ord(letter): NO_SIGN for letter in gone})
    return compiled(template, _SURE.sub(NO_SIGN, text))


def main() -> None:
    """Read what to set, and answer with the PDF or with nothing."""
    out = os.fdopen(os.dup(1), "wb")
    given = json.load(sys.stdin)
    give_up_rights()
    made = set_pages(given["template"], given["data"])
    out.write(DONE)
    out.write(made)
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
