"""Another installation as a small server of ours on this machine, kind or not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

TYPE = "https://schema.oparl.org/1.1/"
#: What a path answers: a status, more headers, and bytes.
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Another:
    """Where it is, what it has been asked, its matters, and paths that answer otherwise."""

    url: str
    papers: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    odd: dict[str, Callable[[], Answer]] = field(default_factory=dict)
    per_page: int = 2

    def paper(self, number: int, name: str, **more: Any) -> dict[str, Any]:
        """Show one more matter."""
        made = {
            "id": f"{self.url}/oparl/v1.1/paper/{number}",
            "type": f"{TYPE}Paper",
            "name": name,
            "web": f"{self.url}/fragor/{number}/",
            "modified": "2026-03-20T13:00:00+01:00",
            **{key.replace("__", ":"): value for key, value in more.items()},
        }
        self.papers = [paper for paper in self.papers if paper["id"] != made["id"]] + [made]
        return made

    def withdraw(self, number: int) -> None:
        """Leave only that it was there."""
        own = f"{self.url}/oparl/v1.1/paper/{number}"
        gone = {"id": own, "type": f"{TYPE}Paper", "deleted": True}
        self.papers = [paper for paper in self.papers if paper["id"] != own] + [gone]

    def answer(self, address: str) -> Any:
        at = urlsplit(address)
        asked = parse_qs(at.query)
        if at.path == "/oparl/v1.1/system":
            return {"type": f"{TYPE}System", "body": f"{self.url}/oparl/v1.1/body"}
        if at.path == "/oparl/v1.1/body":
            body = {"type": f"{TYPE}Body", "paper": f"{self.url}/oparl/v1.1/body/1/paper"}
            return {"data": [body], "links": {}}
        if at.path == "/oparl/v1.1/body/1/paper":
            since = "modified_since" in asked
            shown = [paper for paper in self.papers if since or not paper.get("deleted")]
            start = int(asked.get("after", ["0"])[0])
            links = {}
            if len(shown) > start + self.per_page:
                query = f"after={start + self.per_page}{'&modified_since=x' if since else ''}"
                links["next"] = f"{self.url}{at.path}?{query}"
            return {"data": shown[start : start + self.per_page], "links": links}
        return None


@contextmanager
def another() -> Iterator[Another]:
    """Another installation, until the test is done with it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            odd = told.odd.get(urlsplit(self.path).path)
            if odd is not None:
                status, headers, content = odd()
            else:
                found = told.answer(self.path)
                status, headers = (200 if found is not None else 404), {}
                content = json.dumps(found).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(OSError):  # The reader may have had enough.
                self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Another(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
