"""Reading from an address that somebody has chosen: never our own network, never without end."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from django.conf import settings

from oppnasoc.comparison import fetching
from oppnasoc.comparison.fetching import Fault, Reader, is_public, machine, parts, read_json

from .another import Another


def fault_of(reader: Reader, url: str) -> str:
    with pytest.raises(Fault) as raised:
        reader.json(url)
    return raised.value.code


@pytest.mark.parametrize("url", [
    "ftp://example.se", "file:///etc/passwd", "https://", "javascript:alert(1)", "http://a b.se",
    "https://user:secret@example.se", "https://example.se:0", "https://example.se:99999",
    "https://exämple.se", "https://[::1", "http://example.se\n.se",
])  # fmt: skip
def test_only_addresses_of_the_web(url: str) -> None:
    with pytest.raises(Fault) as raised:
        parts(url)
    assert raised.value.code == "address"


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "2002:7f00:1::", "ff02::1",
])  # fmt: skip
def test_our_own_network_is_refused(address: str) -> None:
    assert not is_public(address)


def test_the_net_is_not_refused() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it leads outside too; and nothing is sent there."""

    def found(*args: Any, **kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", (ip, 443)) for ip in ("93.184.216.34", "10.0.0.7")]

    def never(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("It was asked.")

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", never)
    assert fault_of(Reader("https://example.se", within=5), "https://example.se/x") == "private"


def test_this_machine_is_refused_unless_the_settings_say_so(
    other: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert machine("127.0.0.1", 80) == "127.0.0.1"
    monkeypatch.setattr(settings, "LOCAL_INSTALLATIONS", False)
    assert fault_of(Reader(other.url, within=5), f"{other.url}/oparl/v1.1/system") == "private"
    assert other.asked == []


def test_redirects_stay_with_the_host(other: Another) -> None:
    system = b'{"a": 1}'
    other.odd["/here"] = lambda: (302, {"Location": "/there"}, b"")
    other.odd["/there"] = lambda: (200, {}, system)
    other.odd["/out"] = lambda: (302, {"Location": "http://localhost:1/"}, b"")
    other.odd["/round"] = lambda: (302, {"Location": "/round"}, b"")
    reader = Reader(other.url, within=5)
    assert reader.json(f"{other.url}/here") == {"a": 1}
    assert fault_of(reader, f"{other.url}/out") == "redirect"
    assert fault_of(reader, f"{other.url}/round") == "redirect"
    assert fault_of(reader, "https://somebody.example/x") == "redirect"


def test_what_is_too_large_too_slow_or_wrong(
    other: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    other.odd["/large"] = lambda: (200, {}, b"[" + b"1," * 100_000 + b"1]")
    other.odd["/html"] = lambda: (200, {}, b"<html>")
    other.odd["/broken"] = lambda: (500, {}, b"{}")
    other.odd["/short"] = lambda: (200, {"Content-Length": "900"}, b"{}")
    reader = Reader(other.url, within=30)
    assert fault_of(reader, f"{other.url}/large") == "large"
    assert fault_of(reader, f"{other.url}/html") == "format"
    assert fault_of(reader, f"{other.url}/broken") == "status"
    assert fault_of(Reader(other.url, within=0), f"{other.url}/html") == "slow"
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{s.getsockname()[1]}"
    assert fault_of(Reader(nobody, within=5), nobody) == "away"


@pytest.mark.parametrize("content", [
    b"", b"{", b"\xff", b"[" * 100_000, b"[" * 25 + b"]" * 25, b'{"a":' * 25 + b"1" + b"}" * 25,
])  # fmt: skip
def test_json_that_is_none_or_too_deep(content: bytes) -> None:
    with pytest.raises(Fault) as raised:
        read_json(content)
    assert raised.value.code == "format"


def test_json_as_it_should_be() -> None:
    deep = {"a": [{"b": [1, "x", None]}]}
    assert read_json(json.dumps(deep).encode()) == deep
    assert read_json(b"3") == 3
