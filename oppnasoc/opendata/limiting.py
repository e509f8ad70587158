"""How often one network may ask for data: wide for people, a stop for a machine that runs wild.

Each process counts by itself and tells the database of every ``STEP``th request only, so that
reading data seldom writes. A library is one network; pages are not counted here.
"""

from __future__ import annotations

from threading import Lock

from django.http import HttpRequest
from django.utils import timezone

from oppnasoc.people import limits

STEP = 25  # requests between two counts in the database
MOST = 7200  # requests an hour from one network: two a second, all the time
WHAT = "opendata.asked"
HOUR = 3600  # seconds

_lock = Lock()
_asked: dict[str, int] = {}
_refused: set[str] = set()
_since = 0.0


def too_often(request: HttpRequest) -> int:
    """Count one request; 0 while it is within the limit, else the seconds until one may again."""
    global _since
    now = timezone.now()
    began = limits.span(now, 1)
    network = limits.network(request, began)
    with _lock:
        if began.timestamp() != _since:
            _since = began.timestamp()
            _asked.clear()
            _refused.clear()
        asked = _asked[network] = _asked.get(network, 0) + 1
        tells = asked % STEP == 0 and network not in _refused
    if tells and not limits.count(WHAT, request, most=MOST // STEP):
        with _lock:
            _refused.add(network)
    if network not in _refused:
        return 0
    return max(1, int(began.timestamp() + HOUR - now.timestamp()))


def forget() -> None:
    """Count from nothing again, in this process."""
    with _lock:
        _asked.clear()
        _refused.clear()
