"""Sign-in: its forms and limits, and who else may say who somebody is.

That is the municipality's own sign-in and a broker of e-IDs. Both speak OpenID Connect.
Nothing is fetched from them until somebody presses their button (docs/operations.md,
*Sign-in by others*).
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import LOOPBACK

#: allauth's forms in our words.
FORMS = {
    "request_login_code": "oppnasoc.people.forms.AskForCode",
    "confirm_login_code": "oppnasoc.people.forms.SignInCode",
    "confirm_email_verification_code": "oppnasoc.people.forms.AddressCode",
    "confirm_password_reset_code": "oppnasoc.people.forms.ResetCode",
    "signup": "oppnasoc.people.forms.SignUp",
    "add_email": "oppnasoc.people.forms.NewAddress",
    "reset_password": "oppnasoc.people.forms.ForgottenPassword",
    "reset_password_from_key": "oppnasoc.people.forms.ReplacePassword",
    "change_password": "oppnasoc.people.forms.ChangePassword",
    "set_password": "oppnasoc.people.forms.ChoosePassword",
}
SECOND_FORMS = {
    "add_webauthn": "oppnasoc.people.forms.NewPasskey",
    "activate_totp": "oppnasoc.people.forms.AppCode",
    "authenticate": "oppnasoc.people.forms.SecondStep",
    "reauthenticate": "oppnasoc.people.forms.OnceMore",
}
# A library or a day centre is one address for a hundred people, so the limits by address (ip)
# are wide and only stop machines. The limits by mailbox (key) are what stops guessing: at most
# 20 codes a day x 5 tries = 100 of 1,000,000 codes, that is 0.01 % a day for one account.
# The counters live in the cache, each worker its own unless the cache is shared.
LIMITS = {
    "request_login_code": "120/h/ip,5/10m/key,20/d/key",
    "login": "60/m/ip",
    "login_failed": "60/m/ip,10/10m/key,30/d/key",
    "signup": "60/h/ip",
    "confirm_email": "5/10m/key,20/d/key",
    "reset_password": "60/h/ip,5/10m/key,20/d/key",
    "reset_password_from_key": "60/h/ip",
}

PREFIXES = ("SOC_SSO_", "SOC_EID_")
#: Everything that may be said; another name of the sort is a slip of the pen.
KNOWN = {
    "SOC_SSO_ISSUER",
    "SOC_SSO_CLIENT",
    "SOC_SSO_SECRET",
    "SOC_SSO_NAME",
    "SOC_SSO_SCOPE",
    "SOC_SSO_ACR",
    "SOC_SSO_REQUIRE",
    "SOC_SSO_DOMAINS",
    "SOC_EID_ISSUER",
    "SOC_EID_CLIENT",
    "SOC_EID_SECRET",
    "SOC_EID_NAME",
    "SOC_EID_SCOPE",
    "SOC_EID_ACR",
    "SOC_EID_REQUIRE",
}


def _words(name: str, default: str = "") -> list[str]:
    """A list with commas or spaces between its words."""
    return os.environ.get(name, default).replace(",", " ").split()


def _secret(name: str) -> str:
    """From the variable, or from the file that NAME_FILE points at; never made by us."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return os.environ.get(name, "")


def declared(kind: str, *, name: str, scope: str) -> dict[str, Any] | None:
    """What ``SOC_<KIND>_…`` says of a provider; None when it has no issuer.

    Raises ImproperlyConfigured when something is missing or cannot be.
    """
    prefix = f"SOC_{kind.upper()}_"
    issuer = os.environ.get(f"{prefix}ISSUER", "")
    if not issuer:
        return None
    at = urlsplit(issuer)
    if not at.hostname or at.query or at.fragment or at.username is not None:
        raise ImproperlyConfigured(f"{prefix}ISSUER must be an address, not {issuer!r}.")
    if at.scheme != "https" and not (at.scheme == "http" and at.hostname in LOOPBACK):
        raise ImproperlyConfigured(f"{prefix}ISSUER must begin with https://, not {issuer!r}.")
    client, secret = os.environ.get(f"{prefix}CLIENT", ""), _secret(f"{prefix}SECRET")
    if not client or not secret:
        raise ImproperlyConfigured(f"{prefix}ISSUER needs {prefix}CLIENT and {prefix}SECRET.")
    claim, _equals, value = os.environ.get(f"{prefix}REQUIRE", "").partition("=")
    if bool(claim) != bool(value):
        raise ImproperlyConfigured(f"{prefix}REQUIRE must be claim=value, such as groups=soc.")
    scopes = _words(f"{prefix}SCOPE", scope)
    if "openid" not in scopes:
        raise ImproperlyConfigured(f"{prefix}SCOPE must hold openid.")
    return {
        "kind": kind,
        "issuer": issuer,
        "client": client,
        "secret": secret,
        "name": os.environ.get(f"{prefix}NAME", name),
        "scopes": tuple(scopes),
        "acr": tuple(_words(f"{prefix}ACR")),
        "required_claim": (claim, value) if claim else None,
        "domains": tuple(each.lower().lstrip("@") for each in _words(f"{prefix}DOMAINS")),
    }


def providers() -> dict[str, dict[str, Any]]:
    """Those that are declared, by kind: ``sso`` is for those who work here, ``eid`` for everybody.

    Raises ImproperlyConfigured.
    """
    said = {each.removesuffix("_FILE") for each in os.environ if each.startswith(PREFIXES)}
    if unknown := sorted(said - KNOWN):
        raise ImproperlyConfigured(f"{unknown[0]} is no setting.")
    sso = declared("sso", name="arbetskonto", scope="openid email")
    eid = declared("eid", name="e-legitimation", scope="openid")
    if eid and not eid["acr"]:
        raise ImproperlyConfigured(
            "SOC_EID_ISSUER needs SOC_EID_ACR: which levels of assurance are good enough."
        )
    if sso and eid and sso["issuer"] == eid["issuer"]:
        raise ImproperlyConfigured("SOC_SSO_ISSUER and SOC_EID_ISSUER must be two.")
    return {each["kind"]: each for each in (sso, eid) if each}
