"""Fixtures of the journeys: the site as ``./soc run`` starts it, and visitors with a browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from .browser import ARGUMENTS, Site, Visitor, executable, must_run, visit

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
Visiting = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a browser test, and says so loudly when there is no browser."""
    missing = executable() is None and not must_run()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="no Chromium or Chrome is installed"))


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@contextmanager
def running(var: Path) -> Iterator[Site]:
    """``./soc run`` with its own folder, until it answers; stopped as Ctrl-C stops it."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOC_")}
    with (var / "log").open("a") as log:
        server = subprocess.Popen(
            ["./soc", "run", "--port", str(port)],
            cwd=ROOT,
            env={**environment, "SOC_VAR": str(var)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            site = Site(f"http://localhost:{port}", var)
            wait_until_ready(site, server)
            yield site
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def wait_until_ready(site: Site, server: subprocess.Popen[Any]) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.url}/halsa/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{(site.var / 'log').read_text()[-4000:]}")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo municipality, made once by the real command."""
    var = tmp_path_factory.mktemp("demo")
    with running(var):
        pass
    return var


@pytest.fixture(scope="session")
def still_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that is only looked at, shared by those who look."""
    var = tmp_path_factory.mktemp("still") / "var"
    shutil.copytree(prepared, var)
    with running(var) as site:
        yield site


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[Site]:
    """A fresh site of one's own, to change at will."""
    var = tmp_path / "var"
    shutil.copytree(prepared, var)
    with running(var) as own:
        yield own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.fail("No Chromium or Chrome is installed.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visiting]:
    """Make visitors: ``visitor(site, javascript=False)``. What their pages report fails the test.

    A picture of each page that a failed test ended on is left in var/journeys/.
    """
    visitors: list[Visitor] = []

    def make(site: Site, **options: Any) -> Visitor:
        visitors.append(visit(browser, site, **options))
        return visitors[-1]

    yield make
    trouble = [text for one in visitors for text in one.trouble]
    for number, one in enumerate(visitors):
        if trouble or getattr(request.node, "failed_in_call", False):
            folder = ROOT / "var" / "journeys"
            folder.mkdir(parents=True, exist_ok=True)
            one.page.screenshot(path=folder / f"{request.node.name}-{number}.png", full_page=True)
        one.context.close()
    assert trouble == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if call.when == "call" and report.failed:  # type: ignore[attr-defined]
        item.failed_in_call = True  # type: ignore[attr-defined]
    return report
