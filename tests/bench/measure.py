"""Ask for pages and read what they cost: CPU, queries, bytes, and the time of an import."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oppnasoc.groups.models import Group
from oppnasoc.meetings.actions import take_in
from oppnasoc.people.models import User

from . import town
from .notes import six_pages
from .server import HOST, Server
from .workloads import Workload

WARM = 10  # requests of a connection that are not measured
POINTS = 80  # that an import of six pages finds at least
FILES = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"')


class Worthless(Exception):
    """An answer is not the page that was to be measured, so the run measures nothing."""


@dataclass(frozen=True)
class Answer:
    """An answer with its body as it was sent."""

    status: int
    body: bytes


class Visitor:
    """One keep-alive connection to a server."""

    def __init__(self, server: Server, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
        self.headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str, **headers: str) -> Answer:
        self.connection.request("GET", path, headers={**self.headers, **headers})
        response = self.connection.getresponse()
        return Answer(response.status, response.read())

    def visit(self, page: Workload) -> None:
        """Get the page; raises Worthless unless everything is there that must be."""
        answer = self.get(page.path)
        if answer.status != 200:
            raise Worthless(f"{page.name}: {page.path} answers {answer.status}")
        if lacks := page.lacks(answer.body.decode()):
            raise Worthless(f"{page.name}: {page.path} has {lacks[0]}")


class Meter:
    """The CPU that a page costs its server, database included, over one connection."""

    def __init__(self, server: Server, page: Workload) -> None:
        self.server, self.page = server, page
        self.visitor = Visitor(server, page.cookie)
        for _ in range(WARM):
            self.visitor.visit(page)
        self.reset()

    def reset(self) -> None:
        self.cpu, self.requests = 0.0, 0

    def run(self, seconds: float) -> None:
        """Ask for the page again and again, at least once."""
        before, end = self.server.cpu(), time.monotonic() + seconds
        while True:
            self.visitor.visit(self.page)
            self.requests += 1
            if time.monotonic() >= end:
                break
        self.cpu += self.server.cpu() - before

    def milliseconds(self) -> float:
        """CPU of one request since the last reset."""
        return self.cpu * 1000 / self.requests


def queries(page: Workload) -> int:
    """Database queries of a request to a running site."""
    browser = Client(SERVER_NAME="localhost", headers={"cookie": page.cookie})
    browser.get(page.path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(page.path)
    if answer.status_code != 200:
        raise Worthless(f"{page.name}: {page.path} answers {answer.status_code}")
    return len(asked)


@dataclass(frozen=True)
class FirstView:
    """What a browser loads before it shows a page: requests, and bytes as they were sent."""

    requests: int
    html: int
    files: int

    @property
    def kilobytes(self) -> float:
        return (self.html + self.files) / 1000


def first_view(server: Server, page: Workload) -> FirstView:
    """HTML, style sheets and scripts for a browser that reads gzip; no fonts, no pictures."""
    visitor = Visitor(server)
    html = visitor.get(page.path, **{"Accept-Encoding": "gzip"})
    paths = [one or other for one, other in FILES.findall(visitor.get(page.path).body.decode())]
    files = [visitor.get(path, **{"Accept-Encoding": "gzip"}) for path in paths]
    if failed := [path for path, f in zip(paths, files, strict=True) if f.status != 200]:
        raise Worthless(f"{page.name}: {failed[0]} is not there")
    return FirstView(1 + len(files), len(html.body), sum(len(f.body) for f in files))


def import_seconds(times: int) -> list[float]:
    """How long it takes to read six pages of minutes into a draft, warm; nothing is kept."""
    by = User.objects.get(email=town.SECRETARY)
    group = Group.objects.get(name="Grupp 1")
    found = []
    for _ in range(times + 1):
        text = six_pages()
        began = time.perf_counter()
        with transaction.atomic():
            draft, fresh = take_in(text, group=group, by=by)
            found.append(time.perf_counter() - began)
            items = len(draft.content["items"])
            transaction.set_rollback(True)
        if not fresh or items < POINTS:
            raise Worthless(f"W10: the import found {items} points")
    return found[1:]


def middle(values: list[float]) -> tuple[float, float, float]:
    """Median, least and greatest."""
    return median(values), min(values), max(values)
