"""A provider of OpenID Connect of our own, on this machine, that answers as the standard says."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CLIENT, SECRET = "öppna soc", "hemligt: 100 %"


@cache
def rsa_key(number: int = 1) -> rsa.RSAPrivateKey:
    """A key that is made once for all tests, as making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public(key: Any, name: str, **more: str) -> dict[str, Any]:
    """A key as a provider shows it (RFC 7517)."""
    made = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    shown: dict[str, Any] = made.to_jwk(key.public_key(), as_dict=True)
    return {**shown, "kid": name, "use": "sig", **more}


@dataclass
class Broker:
    """What it says, and what it was asked. ``spoil`` changes an ID token's claims."""

    issuer: str = ""
    subject: str = "197001019999"
    claims: dict[str, Any] = field(default_factory=dict)
    spoil: Callable[[dict[str, Any]], Any] = lambda claims: None
    algorithm: str = "RS256"
    key: Any = field(default_factory=rsa_key)
    name: str = "first"
    shown: list[dict[str, Any]] = field(default_factory=lambda: [public(rsa_key(), "first")])
    metadata: dict[str, Any] = field(default_factory=dict)
    makes: Callable[[dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)
    silent: bool = False

    def authorize(self, address: str) -> dict[str, str]:
        """What the person's browser brings back, once she has shown who she is."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, code: str) -> str:
        now = int(time.time())
        asked = self.codes[code]
        said = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": asked["nonce"],
            **self.claims,
        }
        self.spoil(said)
        if self.makes:
            return self.makes(said)
        return jwt.encode(said, self.key, self.algorithm, headers={"kid": self.name})

    def redeem(self, fields: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The token endpoint: the client, the code, its address and its proof (RFC 7636)."""
        if authorization:
            given = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
            client, secret = map(unquote, given)
        else:
            client, secret = fields.get("client_id", ""), fields.get("client_secret", "")
        if (client, secret) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        asked = self.codes.get(fields.get("code", ""))
        verifier = fields.get("code_verifier", "").encode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        right = (
            asked is not None
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == proof
            and asked["redirect_uri"] == fields["redirect_uri"]
            and fields["grant_type"] == "authorization_code"
        )
        if not right:
            return 400, {"error": "invalid_grant"}
        token = self.token(fields["code"])
        del self.codes[fields["code"]]
        return 200, {"id_token": token, "access_token": "x", "token_type": "Bearer"}


@contextmanager
def serving(broker: Broker) -> Iterator[Broker]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            broker.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                here = broker.issuer
                self.answer(
                    200,
                    {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorize?tenant=1",
                        "token_endpoint": f"{here}/token",
                        "jwks_uri": f"{here}/keys",
                        **broker.metadata,
                    },
                )
            elif self.path == "/keys":
                self.answer(200, {"keys": broker.shown})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            broker.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            broker.told.append(fields)
            self.answer(*broker.redeem(fields, self.headers.get("Authorization", "")))

        def answer(self, status: int, told: dict[str, Any]) -> None:
            content = b"<html>" if broker.silent else json.dumps(told).encode()
            self.send_response(200 if broker.silent else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    broker.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield broker
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def declared(broker: Broker, kind: str, **more: Any) -> dict[str, Any]:
    """A provider as config/signin.py gives it."""
    plain = {
        "kind": kind,
        "issuer": broker.issuer,
        "client": CLIENT,
        "secret": SECRET,
        "name": "Frejda" if kind == "eid" else "Sundhamns inloggning",
        "scopes": ("openid",) if kind == "eid" else ("openid", "email"),
        "acr": ("loa3",) if kind == "eid" else (),
        "required_claim": None,
        "domains": (),
    }
    return {**plain, **more}


def back(kind: str, fields: dict[str, str]) -> str:
    """Where the browser comes back to."""
    return f"/konto/logga-in/svar/{kind}/?{urlencode(fields)}"
