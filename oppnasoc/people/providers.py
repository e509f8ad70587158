"""Others who may say who somebody is, and what is fetched from them.

A provider speaks OpenID Connect and is declared in the settings. Where its pages are and which keys
it signs with is fetched when somebody first needs it (OpenID Connect Discovery 1.0, section 4), and
kept in memory for an hour. Who does not answer is left alone for half a minute, so that nobody else
waits for it.
"""

from __future__ import annotations

import base64
import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

WAIT = 6.0  # seconds for a whole question
MOST_BYTES = 512 * 1024  # of an answer
PIECE = 16 * 1024
KEPT = 3600.0  # seconds that what was fetched is good for
REST = 30.0  # seconds that somebody who did not answer is left alone
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

Kept = TypeVar("Kept")


class Unproved(Exception):
    """Nobody is shown to be anybody; ``code`` is one of ``entrance.TOLD``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Provider:
    """One of ``settings.OPENID``: the words of docs/operations.md, *Sign-in by others*."""

    kind: str
    issuer: str
    client: str
    secret: str
    name: str
    scopes: tuple[str, ...]
    acr: tuple[str, ...]
    required_claim: tuple[str, str] | None
    domains: tuple[str, ...]

    @property
    def is_eid(self) -> bool:
        """Whether it is for everybody, and known by nothing but who she is."""
        return self.kind == "eid"


@dataclass(frozen=True)
class Endpoints:
    """Where a provider is asked. ``by_post`` tells how it wants to know who we are."""

    authorization: str
    token: str
    keys: str
    by_post: bool


def known() -> list[Provider]:
    """Those that are declared."""
    return [Provider(**each) for each in settings.OPENID.values()]


def provider(kind: str) -> Provider | None:
    """The one of a kind, if it is declared."""
    return next((each for each in known() if each.kind == kind), None)


class _Memory:
    """What was fetched, by address, until it is old."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.found: dict[str, tuple[float, Any]] = {}

    def get(self, url: str, fetch: Callable[[], Kept], *, anew: bool = False) -> Kept:
        """What is kept, or else what ``fetch`` gives; an Unproved is kept too, for a while."""
        until, value = self.found.get(url, (0.0, None))
        now = time.monotonic()
        if now < until and (isinstance(value, Unproved) or not anew):
            if isinstance(value, Unproved):
                raise Unproved(value.code)
            kept: Kept = value
            return kept
        try:
            made = fetch()
        except Unproved as why:
            self._put(url, now + REST, why)
            raise
        self._put(url, now + KEPT, made)
        return made

    def _put(self, url: str, until: float, value: Any) -> None:
        with self.lock:
            self.found[url] = (until, value)

    def forget(self) -> None:
        with self.lock:
            self.found.clear()


memory = _Memory()


def endpoints(of: Provider) -> Endpoints:
    """Where a provider is asked. Raises Unproved('away')."""
    url = f"{of.issuer.rstrip('/')}/.well-known/openid-configuration"

    def fetch() -> Endpoints:
        told = ask(url)
        if told.get("issuer") != of.issuer:
            raise Unproved("away")
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Endpoints(
            authorization=_secure(told.get("authorization_endpoint")),
            token=_secure(told.get("token_endpoint")),
            keys=_secure(told.get("jwks_uri")),
            by_post="client_secret_basic" not in ways,
        )

    return memory.get(url, fetch)


def keys(of: Provider, *, anew: bool = False) -> list[dict[str, Any]]:
    """The public keys of a provider (RFC 7517). Raises Unproved('away')."""
    url = endpoints(of).keys

    def fetch() -> list[dict[str, Any]]:
        found = ask(url).get("keys")
        if not isinstance(found, list):
            raise Unproved("away")
        return [each for each in found if isinstance(each, dict)]

    return memory.get(url, fetch, anew=anew)


def redeem(of: Provider, fields: Mapping[str, str]) -> str:
    """The ID token for a code (OpenID Connect Core 1.0, section 3.1.3), not checked yet.

    Raises Unproved: ``old`` when the provider does not take the code, ``away`` otherwise.
    """
    at = endpoints(of)
    headers = {}
    if at.by_post:
        fields = {**fields, "client_id": of.client, "client_secret": of.secret}
    else:  # RFC 6749, section 2.3.1: each is encoded as in a form before they are joined.
        pair = f"{quote(of.client, safe='')}:{quote(of.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    token = ask(at.token, fields=fields, headers=headers).get("id_token")
    if not isinstance(token, str):
        raise Unproved("wrong")
    return token


def ask(
    url: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object at an address; with ``fields`` they are posted. Follows nobody elsewhere.

    Raises Unproved: ``old`` when what was posted is refused (400), ``away`` otherwise.
    """
    at = urlsplit(_secure(url))
    made = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
    connection = made(at.hostname or "", at.port, timeout=WAIT)
    until = time.monotonic() + WAIT
    sent = {"Accept": "application/json", **(headers or {})}
    path = f"{at.path or '/'}{'?' + at.query if at.query else ''}"
    try:
        if fields is None:
            connection.request("GET", path, headers=sent)
        else:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(fields), sent)
        answer = connection.getresponse()
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > MOST_BYTES or time.monotonic() > until:
                raise Unproved("away")
        if answer.status != 200:
            raise Unproved("old" if fields is not None and answer.status == 400 else "away")
        told = json.loads(content)
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        raise Unproved("away") from None
    finally:
        connection.close()
    if not isinstance(told, dict):
        raise Unproved("away")
    return told


def _secure(url: Any) -> str:
    """An address with https, or one on this machine. Raises Unproved('away')."""
    try:
        at = urlsplit(url if isinstance(url, str) else "")
        local = at.scheme == "http" and at.hostname in LOOPBACK
        if at.hostname and (at.scheme == "https" or local) and at.port != 0:
            return at.geturl()
    except ValueError:
        pass
    raise Unproved("away")
