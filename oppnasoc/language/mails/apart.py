"""Start the child that takes a mail apart, and stop it when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from oppnasoc.language.mails.mail import Mail

SECONDS = 15.0  # on the clock; the child's own limit counts the processor's seconds
_HOUSE = Path(__file__).resolve().parents[3]


def read(raw: bytes, *, seconds: float = SECONDS) -> Mail | None:
    """What a mail says; None when it cannot be read within the limits."""
    try:
        child = subprocess.run(
            [sys.executable, "-E", "-s", "-B", "-m", "oppnasoc.language.mails"],
            cwd=_HOUSE,
            env={"LC_ALL": "C.UTF-8"},  # No setting, secret or address of the server.
            input=raw,
            capture_output=True,
            timeout=seconds,
            check=True,
            start_new_session=True,
        )
        return Mail(**json.loads(child.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError):
        return None
