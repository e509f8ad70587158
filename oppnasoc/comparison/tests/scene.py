"""The stage of these tests: a matter with everybody, notes beside it, and a server of ours that
speaks Kolada's API v3 as it is documented (https://api.kolada.se/v3/docs)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from oppnasoc.comparison import noting
from oppnasoc.comparison.kolada import Client
from oppnasoc.comparison.models import Elsewhere, KeyFigure, Peer
from oppnasoc.comparison.noting import Told
from oppnasoc.matters.tests.scene import Scene
from oppnasoc.trail.models import Entry

KPI, OWN, OTHER, COUNTRY = "N00945", "9001", "9002", "0000"
YEAR = timezone.localdate().year


def told(**given: Any) -> Told:
    start = {
        "who": "Ekviks kommun",
        "does": "De ringer samma dag.",
        "true_on": timezone.localdate(),
        "source": "Ett besök.",
    }
    return Told(**{**start, **given})


def propose(scene: Scene, **given: Any) -> tuple[Elsewhere, str]:
    given = {"by": None, **given}
    return noting.propose("matter", scene.matter.pk, told(), **given)


def make_note(scene: Scene, **given: Any) -> Elsewhere:
    """A note that everybody may read."""
    note, _code = propose(scene)
    shown = noting.show(note, told(**given), by=scene.who("editor"))
    return Elsewhere.objects.get(pk=shown.pk)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def make_figure(kpi: str = KPI, **given: Any) -> KeyFigure:
    words = {"title": f"Väntan {kpi}", "meaning": "Dagar.", "cannot_say": "Inte varför."}
    return KeyFigure.objects.create(kpi=kpi, unit="dagar", **{**words, **given})


def make_peers() -> dict[str, Peer]:
    rows = ((OWN, "Sundhamn", True), (OTHER, "Ekvik", False), (COUNTRY, "Hela landet", False))
    return {code: Peer.objects.create(code=code, name=name, is_own=own) for code, name, own in rows}


def row(place: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """A row as the service gives it, with women and men beside all people."""
    mine = {"gender": "T", "count": 1, "status": "", "value": value, "isdeleted": False, **more}
    women = {"gender": "K", "count": 1, "status": "", "value": 999, "isdeleted": False}
    return {"kpi": KPI, "municipality": place, "period": year, "values": [women, mine]}


@dataclass
class Service:
    """What our Kolada knows, and what is wrong with it."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    known: bool = True
    per_page: int = 1000
    broken: list[int] = field(default_factory=list)  # statuses that it answers with first
    body: bytes | None = None  # what it says to every question about data
    cut: bool = False  # it promises more than it sends
    slow: bool = False
    elsewhere: str = ""  # where it says that the next page is
    asked: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    let_go: Event = field(default_factory=Event)

    def answer(self, path: str, port: int) -> tuple[int, bytes]:
        url = urlsplit(path)
        parts = url.path.strip("/").split("/")
        if self.broken:
            return self.broken.pop(0), b"{}"
        if parts[1] == "kpi":
            found = [{"id": parts[2], "title": "Väntan"}] if self.known else []
            return (200, json.dumps({"values": found}).encode()) if found else (404, b"{}")
        if self.body is not None:
            return 200, self.body
        _v3, _data, _kpi, kpi, _municipality, places, _year, years = parts
        mine = [
            each
            for each in self.rows
            if each["kpi"] == kpi
            and each["municipality"] in places.split(",")
            and str(each["period"]) in years.split(",")
        ]
        number = int(parse_qs(url.query).get("page", ["1"])[0])
        shown = mine[(number - 1) * self.per_page : number * self.per_page]
        told: dict[str, Any] = {"values": shown, "count": len(shown)}
        if len(mine) > number * self.per_page:
            told["next_url"] = f"http://127.0.0.1:{port}{url.path}?page={number + 1}"
        if self.elsewhere:
            told["next_url"] = self.elsewhere
        return 200, json.dumps(told).encode()


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve on this machine; the address of the API."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append(self.path)
            service.names.append(self.headers["User-Agent"])
            if service.slow:
                service.let_go.wait(10)  # It hangs until the test is done.
                return
            status, body = service.answer(self.path, server.server_port)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body) + 50 * service.cut))
            if status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v3"
    finally:
        service.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def client_of(base: str, pauses: list[float] | None = None, **given: Any) -> Client:
    """A client that does not wait between its tries, but notes how long it would."""
    return Client(base, wait=(pauses if pauses is not None else []).append, **given)
