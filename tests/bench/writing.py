"""W6: how long somebody waits who says something, alone and while eight others read."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from threading import Event, Thread
from urllib.parse import urlencode

from .measure import Visitor, Worthless
from .server import HOST, Server
from .workloads import Workload

READERS = 8
DOOR = "/sag-nagot/"
FIELD = re.compile(r'name="(csrfmiddlewaretoken|once)" value="([^"]+)"')


@dataclass(frozen=True)
class Waits:
    """Seconds from 'send' to the answer, of voices said alone and beside readers."""

    alone: list[float]
    beside: list[float]
    read: int

    @property
    def growth(self) -> float:
        """How many times the wait of the slowest hundredth is longer beside readers."""
        return slowest(self.beside) / slowest(self.alone)


def slowest(waits: list[float]) -> float:
    """The 99th percentile."""
    return sorted(waits)[max(0, -(-len(waits) * 99 // 100) - 1)]


class Speaker:
    """Somebody at the one door, with her browser's cookie."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
        self.host = f"localhost:{server.port}"
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {
            "Host": self.host,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, DOOR, urlencode(fields or {}), headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def say(self, text: str) -> float:
        """Say something; seconds from 'send' until it is kept. Raises Worthless if it is not."""
        _status, page = self.ask("GET")
        hidden = dict(FIELD.findall(page))
        _status, page = self.ask("POST", {**hidden, "text": text})
        hidden = {name: unescape(value) for name, value in FIELD.findall(page)}
        given = {**hidden, "text": text, "tell_by": "code", "send": "1"}
        began = time.perf_counter()
        status, page = self.ask("POST", given)
        if status != 302:
            raise Worthless(f"W6: what was said is answered with {status}")
        return time.perf_counter() - began


@contextmanager
def reading(server: Server, page: Workload) -> Iterator[list[int]]:
    """Eight who read one page after the other; each leaves how many in the list."""
    stop, read, wrong = Event(), [], list[BaseException]()

    def go() -> None:
        visitor, count = Visitor(server), 0
        try:
            while not stop.is_set():
                visitor.visit(page)
                count += 1
        except BaseException as error:
            wrong.append(error)
        read.append(count)

    threads = [Thread(target=go) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield read
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if wrong:
        raise Worthless(f"W6: a reader met {wrong[0]!r}")


def waits(server: Server, page: Workload, *, times: int) -> Waits:
    """So many voices alone, then as many beside readers of a page."""
    speaker = Speaker(server)
    for number in range(3):
        speaker.say(f"Vi väntar för länge på besked {number}.")
    alone = [speaker.say(f"Vi väntar för länge på besked, gång {n}.") for n in range(times)]
    with reading(server, page) as read:
        beside = [speaker.say(f"Vi väntar ännu på besked, gång {n}.") for n in range(times)]
    return Waits(alone, beside, sum(read))
