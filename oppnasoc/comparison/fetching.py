"""Read JSON from an address that a person has chosen, and from nowhere else.

The name is looked up once and the connection goes to what was found, so it cannot mean another
machine a moment later. Machines of our own network are refused, redirects stay with the same host,
and time, size and depth have limits.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WAIT = 10.0  # seconds for each thing that the other side does
MOST_BYTES = 8 * 1024 * 1024  # of an answer
MOST_REDIRECTS = 3
DEEPEST = 20  # levels of an answer
PIECE = 64 * 1024
AGENT = "oppnasoc"

#: What can go wrong, as it is kept and as it is told.
FAULTS: dict[str, str | Promise] = {
    "address": _("The address cannot be used."),
    "private": _("The address leads to a machine inside our own network."),
    "away": _("Nobody answers there."),
    "slow": _("It took too long."),
    "status": _("It answers that something is wrong."),
    "redirect": _("It sends us on to somebody else."),
    "large": _("The answer is too large."),
    "format": _("The answer is not open data that we can read."),
}


class Fault(Exception):
    """Reading did not go well; ``code`` is one of ``FAULTS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parts(url: str) -> SplitResult:
    """The parts of a web address. Raises Fault when it is none, or holds a name and password."""
    try:
        found = urlsplit(url)
        port = found.port
    except ValueError:
        raise Fault("address") from None
    plain = url.isascii() and not any(c.isspace() or ord(c) < 32 for c in url)
    if found.scheme not in {"http", "https"} or not found.hostname or not plain or port == 0:
        raise Fault("address")
    if found.username is not None or found.password is not None:
        raise Fault("address")
    return found


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are at the same host; http may become https, and not the other way."""
    a, b = parts(one), parts(other)
    if a.hostname != b.hostname:
        return False
    if a.scheme == b.scheme:
        return a.port == b.port
    return a.scheme == "http" and a.port is None and b.port is None


class Reader:
    """Reads from one host until a moment comes, ``within`` seconds from now."""

    def __init__(self, root: str, *, within: float) -> None:
        parts(root)
        self.root = root
        self.ends = time.monotonic() + within

    def json(self, url: str) -> Any:
        """What stands at an address of the same host. Raises Fault."""
        if not same_host(self.root, url):
            raise Fault("redirect")
        for _each in range(MOST_REDIRECTS + 1):
            content, onward = self._read(url)
            if onward is None:
                return read_json(content)
            url = urljoin(url, onward)
            if not same_host(self.root, url):
                raise Fault("redirect")
        raise Fault("redirect")

    def _left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Fault("slow")
        return min(WAIT, left)

    def _read(self, url: str) -> tuple[bytes, str | None]:
        at = parts(url)
        connection = self._connected(at)
        try:
            path = f"{at.path or '/'}{'?' + at.query if at.query else ''}"
            headers = {"Accept": "application/json", "User-Agent": AGENT}
            connection.request("GET", path, headers=headers)
            with connection.getresponse() as answer:
                if answer.status in {301, 302, 303, 307, 308}:
                    return b"", answer.getheader("Location") or ""
                if answer.status != 200:
                    raise Fault("status")
                return self._content(answer, connection), None
        except TimeoutError:
            raise Fault("slow") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise Fault("away") from None
        finally:
            connection.close()

    def _content(
        self, answer: http.client.HTTPResponse, connection: http.client.HTTPConnection
    ) -> bytes:
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > MOST_BYTES:
                raise Fault("large")
            left = self._left()  # Somebody who sends a little at a time has no more time than that.
            if connection.sock is not None:
                connection.sock.settimeout(left)
        return bytes(content)

    def _connected(self, at: SplitResult) -> http.client.HTTPConnection:
        """A connection to a machine that was looked at before."""
        host = at.hostname or ""
        port = at.port or (443 if at.scheme == "https" else 80)
        connection = http.client.HTTPConnection(host, port)
        try:
            connected = socket.create_connection((machine(host, port), port), self._left())
            if at.scheme == "https":
                connected = secured(connected, host)
        except TimeoutError:
            raise Fault("slow") from None
        except OSError:
            raise Fault("away") from None
        connection.sock = connected
        return connection


def secured(connected: socket.socket, host: str) -> socket.socket:
    """The connection with the other side's certificate looked at."""
    try:
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)
    except OSError:
        connected.close()
        raise


def machine(host: str, port: int) -> str:
    """The address of the machine that a name means now. Raises Fault, also when only one of several
    is inside our own network: that would be somebody's trick."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Fault("away") from None
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise Fault("away")
    if not settings.LOCAL_INSTALLATIONS and not all(map(is_public, addresses)):
        raise Fault("private")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether a machine is out on the net, whatever way its address is written."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour or ip.teredo:
            return False
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def read_json(content: bytes) -> Any:
    """JSON that is not too deep. Raises Fault."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Fault("format") from None
    level: list[Any] = [found]
    for _each in range(DEEPEST):
        level = [inner for each in level for inner in within(each)]
        if not level:
            return found
    raise Fault("format")


def within(thing: Any) -> Iterable[Any]:
    """What an object or a list holds."""
    if isinstance(thing, dict):
        return thing.values()
    return thing if isinstance(thing, list) else ()
