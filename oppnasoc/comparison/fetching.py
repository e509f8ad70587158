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
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WAIT = 10.0  # seconds for each thing that the other side does
MOST_BYTES = 8 * 1024 * 1024  # of an answer
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
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


@dataclass(frozen=True)
class Answer:
    """What a host answered; ``onward`` is where it sends us instead, empty when it does not."""

    status: int
    onward: str
    content: bytes


def ask(
    url: str, *, until: float, agent: str = AGENT, most: int = 0, inside: bool = False
) -> Answer:
    """What stands at an address, asked once and without following where it leads.

    ``until`` is the moment of ``time.monotonic()`` when we stop listening, ``most`` how many bytes
    we take (0: as usual); ``inside`` lets a machine of our own network answer, for addresses that
    only the settings can name. Raises Fault.
    """
    at = parts(url)
    connection = _connected(at, until, inside=inside)
    try:
        path = f"{at.path or '/'}{'?' + at.query if at.query else ''}"
        connection.request("GET", path, headers={"Accept": "application/json", "User-Agent": agent})
        with connection.getresponse() as answer:
            if answer.status != 200:
                return Answer(answer.status, answer.getheader("Location") or "", b"")
            return Answer(200, "", _content(answer, connection, until, most or MOST_BYTES))
    except TimeoutError:
        raise Fault("slow") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Fault("away") from None
    finally:
        connection.close()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Fault("slow")
    return min(WAIT, left)


def _content(
    answer: http.client.HTTPResponse,
    connection: http.client.HTTPConnection,
    until: float,
    most: int,
) -> bytes:
    content = bytearray()
    while piece := answer.read1(PIECE):
        content += piece
        if len(content) > most:
            raise Fault("large")
        left = _left(until)  # Somebody who sends a little at a time has no more time than that.
        if connection.sock is not None:
            connection.sock.settimeout(left)
    if answer.length:  # What was promised and did not come.
        raise Fault("away")
    return bytes(content)


def _connected(at: SplitResult, until: float, *, inside: bool) -> http.client.HTTPConnection:
    """A connection to a machine that was looked at before."""
    host = at.hostname or ""
    port = at.port or (443 if at.scheme == "https" else 80)
    connection = http.client.HTTPConnection(host, port)
    try:
        where = machine(host, port, inside=inside)
        connected = socket.create_connection((where, port), _left(until))
        if at.scheme == "https":
            connected = secured(connected, host)
    except TimeoutError:
        raise Fault("slow") from None
    except OSError:
        raise Fault("away") from None
    connection.sock = connected
    return connection


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
            answer = ask(url, until=self.ends)
            if answer.status == 200:
                return read_json(answer.content)
            if answer.status not in REDIRECTS:
                raise Fault("status")
            url = urljoin(url, answer.onward)
            if not same_host(self.root, url):
                raise Fault("redirect")
        raise Fault("redirect")


def secured(connected: socket.socket, host: str) -> socket.socket:
    """The connection with the other side's certificate looked at."""
    try:
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)
    except OSError:
        connected.close()
        raise


def machine(host: str, port: int, *, inside: bool = False) -> str:
    """The address of the machine that a name means now. Raises Fault, also when only one of several
    is inside our own network: that would be somebody's trick. ``inside`` lets it be there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Fault("away") from None
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise Fault("away")
    inside = inside or settings.LOCAL_INSTALLATIONS
    if not inside and not all(map(is_public, addresses)):
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
