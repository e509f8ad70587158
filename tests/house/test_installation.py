"""What the installation itself promises: it stops at what is wrong, and its answers are guarded."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

ROOT = Path(settings.BASE_DIR)


def start(var: Path, given: dict[str, str], port: int = 0) -> subprocess.CompletedProcess[str]:
    """Ask whether the server may start with these settings; port 0 is any free one."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOC_")}
    return subprocess.run(
        [sys.executable, "-m", "config.ready", "127.0.0.1", str(port)],
        cwd=ROOT,
        env={**environment, "SOC_VAR": str(var), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def soc(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./soc", *arguments],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"SOC_DEMO": "1"},
        {"SOC_URL": "https://oppnasoc.example.se"},
        {"SOC_DATABASE": "postgres://user:password@db.example.se/oppnasoc"},
        {"SOC_URL": "https://oppnasoc.example.se", "SOC_PROXIES": "1", "SOC_SSL_REDIRECT": "1"},
    ],
)
def test_right_settings_start(given: dict[str, str], tmp_path: Path) -> None:
    done = start(tmp_path, given)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"SOC_DEMO": "yes"}, "SOC_DEMO"),
        ({"SOC_DEMO": "1", "SOC_URL": "https://oppnasoc.example.se"}, "SOC_DEMO"),
        ({"SOC_DEMO": "1", "SOC_HOSTS": "localhost,oppnasoc.example.se"}, "SOC_DEMO"),
        ({"SOC_DEMO": "1", "SOC_HOSTS": "*"}, "SOC_DEMO"),
        ({"SOC_DEBUG": "1", "SOC_URL": "http://oppnasoc.example.se"}, "SOC_DEBUG"),
        ({"SOC_URL": "oppnasoc.example.se"}, "SOC_URL"),
        ({"SOC_DATABASE": "mysql://x/y"}, "SOC_DATABASE"),
        ({"SOC_SMTP_PORT": "mail"}, "SOC_SMTP_PORT"),
        ({"SOC_PROXIES": "-1"}, "SOC_PROXIES"),
    ],
)
def test_a_wrong_setting_stops_with_one_sentence(
    given: dict[str, str], word: str, tmp_path: Path
) -> None:
    done = start(tmp_path, given)
    assert done.returncode != 0
    assert done.stderr.startswith("soc: ")
    assert word in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = start(tmp_path, {}, other.getsockname()[1])
    assert done.returncode != 0
    assert "is taken" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["frobnicate"], "frobnicate"),
        (["run", "--prot", "8000"], "--prot"),
        (["run", "--port", "many"], "number"),
        (["run", "--port", "70000"], "65535"),
    ],
)
def test_a_wrong_command_is_told(arguments: list[str], word: str) -> None:
    done = soc(*arguments)
    assert done.returncode != 0
    assert word in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_demo_does_not_open_to_the_network() -> None:
    done = soc("run", SOC_BIND="0.0.0.0")
    assert done.returncode != 0
    assert "--empty" in done.stderr


@pytest.mark.django_db
def test_health() -> None:
    answer = Client().get("/halsa/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_health_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("password authentication failed for user kanarie")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = Client().get("/halsa/")
    assert (answer.status_code, answer.content) == (503, b"database\n")


@pytest.mark.django_db
def test_inline_script_only_in_the_editorial_part(client: Client) -> None:
    for path in ("/", "/fragor/", "/konto/logga-in/", "/finns-inte/"):
        policy = client.get(path)["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
    assert "'unsafe-inline'" in client.get("/redaktion/")["Content-Security-Policy"]


@pytest.mark.django_db
def test_swedish_unless_chosen(client: Client) -> None:
    english_phone = {"Accept-Language": "en-GB,en"}
    assert client.get("/", headers=english_phone)["Content-Language"] == "sv"
    client.cookies["django_language"] = "en"
    assert client.get("/")["Content-Language"] == "en"
    client.cookies["django_language"] = "tlh"
    assert client.get("/")["Content-Language"] == "sv"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/folj/allt/", 200), ("/sag-nagot/", 200), ("/sprak/", 405), ("/folj/sok/", 404)],
)
def test_the_head_of_a_page_is_that_of_the_page(path: str, status: int) -> None:
    """Scanners of mail and of links ask for it, also where there is a form."""
    client = Client()
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, whole.status_code) == (status, status)
    assert head.content == b""
    assert head.headers.get("Content-Type") == whole.headers.get("Content-Type")
