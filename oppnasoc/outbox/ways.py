"""What can go wrong on the way out, whichever way it is."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?|\+?\d[\d -]{6,}\d")


class Later(Exception):
    """It could not be sent now; it is tried again."""


class Refused(Exception):
    """The address does not work, and never will."""


class Stuck(Exception):
    """This message cannot be sent as it is; somebody has to look."""


def said(what: object) -> str:
    """What a server said, without addresses and numbers of people, at most 200 characters."""
    text = what.decode(errors="replace") if isinstance(what, bytes) else str(what)
    return " ".join(_ADDRESS.sub("…", text).split())[:200]
