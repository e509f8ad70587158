"""Times within a recording: '1.02.05' as people write it, seconds as it is kept."""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(?:(\d{1,2})[.:])?(\d{1,3})[.:](\d{2})")


def clock_of(seconds: int) -> str:
    """125 → '2.05', 3725 → '1.02.05': as a Swedish clock."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}.{minutes:02}.{left:02}" if hours else f"{minutes}.{left:02}"


def seconds_of(written: str) -> int:
    """'12.30', '12:30' or '1:02:05' → seconds. Raises ValueError for anything else."""
    found = _CLOCK.fullmatch(written.strip())
    if found is None or int(found[3]) > 59 or (found[1] and int(found[2]) > 59):
        raise ValueError(written)
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
