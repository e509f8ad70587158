"""What is believed of an ID token (OpenID Connect Core 1.0, section 3.1.3.7): nothing unchecked."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare

from . import providers
from .providers import Provider, Unproved

#: How a token may be signed, and the kind of key that it takes; the key of a pair, never a secret.
SIGNED = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
SKEW = 60  # seconds that our clocks may differ
#: Ways of proving (RFC 8176) that mean a second one beside the password.
SECOND = {"mfa", "otp", "hwk"}
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


@dataclass(frozen=True)
class Proof:
    """Somebody has shown a provider who she is.

    ``digest`` stands for her and tells nothing of her; ``second`` says whether she used two ways
    there; ``at`` is when, in seconds since 1970. ``email`` is empty unless the provider is allowed
    to say which of our accounts is hers, and has verified the address.
    """

    kind: str
    digest: str
    second: bool
    at: float
    email: str = ""


def digest(issuer: str, subject: str) -> str:
    """What is kept of who somebody is at a provider: HMAC-SHA256, 64 hexadecimal characters.

    A subject may be a personal identity number; without the secret key nothing leads back to it.
    """
    key = hashlib.sha256(b"people.identities" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, json.dumps([issuer, subject]).encode(), hashlib.sha256).hexdigest()


def check(token: str, of: Provider, *, nonce: str, since: float | None = None) -> Proof:
    """What a token proves. With ``since`` she must have shown it after that moment.

    Raises Unproved: ``wrong`` for a token that is not for us, ``level`` and ``claim`` when it is
    and does not say enough, ``old`` when she showed it too long ago, ``away`` without keys.
    """
    claims = _claims(token, of)
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise Unproved("wrong")
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", "" if several else of.client) != of.client:
        raise Unproved("wrong")
    if of.is_eid and claims.get("acr") not in of.acr:
        raise Unproved("level")
    if of.required_claim and not _has(claims, *of.required_claim):
        raise Unproved("claim")
    now = time.time()
    shown = claims.get("auth_time")
    at = min(now, float(shown)) if isinstance(shown, int) else None
    if since is not None and (at is None or at < since - SKEW):
        raise Unproved("old")
    return Proof(
        kind=of.kind,
        digest=digest(of.issuer, claims["sub"]),
        second=of.is_eid or claims.get("acr") in of.acr or bool(SECOND & _amr(claims)),
        at=now if at is None else at,
        email=_address(claims, of),
    )


def _claims(token: str, of: Provider) -> dict[str, Any]:
    """What a token says, once its signature, times, issuer and audience are right."""
    try:
        header = jwt.get_unverified_header(token)
        signed = header.get("alg", "")
        if signed not in SIGNED:
            raise Unproved("wrong")
        claims: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(_key(of, header.get("kid"), signed), signed),
            algorithms=[signed],
            audience=of.client,
            issuer=of.issuer,
            leeway=SKEW,
            options={"require": NEEDED, "enforce_minimum_key_length": True},
        )
    except jwt.PyJWTError:
        raise Unproved("wrong") from None
    if not claims["sub"]:
        raise Unproved("wrong")
    return claims


def _key(of: Provider, name: str | None, signed: str) -> dict[str, Any]:
    """The key that a token says it is signed with; asked for anew once when we do not know it."""
    for anew in (False, True):
        fit = [
            key
            for key in providers.keys(of, anew=anew)
            if key.get("kty") == SIGNED[signed]
            and key.get("use", "sig") == "sig"
            and key.get("alg", signed) == signed
            and (name is None or key.get("kid") == name)
        ]
        if len(fit) == 1:
            return fit[0]
    raise Unproved("wrong")


def _has(claims: dict[str, Any], claim: str, value: str) -> bool:
    """Whether a claim is a value, or a list that holds it."""
    said = claims.get(claim)
    return value in said if isinstance(said, list) else said == value


def _amr(claims: dict[str, Any]) -> set[str]:
    said = claims.get("amr")
    return {str(each) for each in said} if isinstance(said, list) else set()


def _address(claims: dict[str, Any], of: Provider) -> str:
    """Her address, when the provider has verified it and may speak for its domain; '' otherwise."""
    said = claims.get("email")
    if not isinstance(said, str) or claims.get("email_verified") not in (True, "true"):
        return ""
    name, _at, domain = said.strip().lower().rpartition("@")
    return f"{name}@{domain}" if name and domain in of.domains else ""
