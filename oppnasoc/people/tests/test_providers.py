"""What the environment says of providers; a wrong value stops the start with one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.signin import providers

EID = {"ISSUER": "https://eid.example/", "CLIENT": "soc", "SECRET": "hemligt", "ACR": "loa3,loa4"}
SSO = {"ISSUER": "https://login.example/v2.0", "CLIENT": "soc", "SECRET": "hemligt"}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SOC_SSO_", "SOC_EID_")):
            monkeypatch.delenv(name)


def say(patch: pytest.MonkeyPatch, kind: str, said: dict[str, str]) -> None:
    for name, value in said.items():
        patch.setenv(f"SOC_{kind}_{name}", value)


def test_nobody_unless_said() -> None:
    assert providers() == {}


def test_both(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "EID", EID)
    more = {"DOMAINS": "Sundhamn.example @skola.example", "REQUIRE": "groups=soc", "NAME": "Sund"}
    say(monkeypatch, "SSO", SSO | more)
    found = providers()
    assert list(found) == ["sso", "eid"]
    assert found["eid"]["acr"] == ("loa3", "loa4")
    assert found["eid"]["scopes"] == ("openid",)
    assert found["eid"]["name"] == "e-legitimation"
    assert found["sso"]["domains"] == ("sundhamn.example", "skola.example")
    assert found["sso"]["required_claim"] == ("groups", "soc")
    assert found["sso"]["name"] == "Sund"


def test_the_secret_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("ur filen\n", encoding="utf-8")
    say(monkeypatch, "EID", {**EID, "SECRET": "", "SECRET_FILE": str(file)})
    assert providers()["eid"]["secret"] == "ur filen"
    file.unlink()
    with pytest.raises(ImproperlyConfigured, match="SOC_EID_SECRET_FILE"):
        providers()


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("EID", EID | {"ISSUER": "http://eid.example"}, "https"),
        ("EID", EID | {"ISSUER": "eid.example"}, "address"),
        ("EID", EID | {"ISSUER": "https://a:b@eid.example"}, "address"),
        ("EID", EID | {"ISSUER": "https://eid.example/?a=b"}, "address"),
        ("EID", EID | {"SECRET": ""}, "SOC_EID_SECRET"),
        ("EID", EID | {"CLIENT": ""}, "SOC_EID_CLIENT"),
        ("EID", EID | {"ACR": ""}, "SOC_EID_ACR"),
        ("EID", EID | {"DOMAINS": "sundhamn.example"}, "SOC_EID_DOMAINS"),
        ("SSO", SSO | {"DOMAIN": "sundhamn.example"}, "SOC_SSO_DOMAIN is no setting"),
        ("EID", EID | {"SCOPE": "profile"}, "openid"),
        ("SSO", SSO | {"REQUIRE": "groups"}, "claim=value"),
    ],
)
def test_what_cannot_be(
    monkeypatch: pytest.MonkeyPatch, kind: str, said: dict[str, str], told: str
) -> None:
    say(monkeypatch, kind, said)
    with pytest.raises(ImproperlyConfigured, match=told):
        providers()


def test_two_who_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "EID", EID)
    say(monkeypatch, "SSO", {**SSO, "ISSUER": EID["ISSUER"]})
    with pytest.raises(ImproperlyConfigured, match="two"):
        providers()
