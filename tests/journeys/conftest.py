"""Fixtures of the journeys: the site as ``./soc run`` starts it, and visitors with a browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
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


def alone(**settings: str) -> dict[str, str]:
    """The environment with no other settings than these."""
    return {k: v for k, v in os.environ.items() if not k.startswith("SOC_")} | settings


@contextmanager
def running(var: Path) -> Iterator[Site]:
    """``./soc run`` with its own folder, until it answers; stopped as Ctrl-C stops it."""
    port = free_port()
    with (var / "log").open("a") as log:
        server = subprocess.Popen(
            ["./soc", "run", "--port", str(port)],
            cwd=ROOT,
            env=alone(SOC_VAR=str(var)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            site = Site(f"http://localhost:{port}", var)
            wait_until_ready(site, lambda: server.poll() is None)
            yield site
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def wait_until_ready(site: Site, alive: Callable[[], bool]) -> None:
    """Wait while the server lives: making a demo municipality takes minutes on a busy machine."""
    deadline = time.monotonic() + 900
    while time.monotonic() < deadline and alive():
        try:
            with urllib.request.urlopen(f"{site.url}/halsa/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{(site.var / 'log').read_text()[-4000:]}")


@dataclass
class Servers:
    """Serves ``prepared`` anew, as often as wanted: one site at a time, always at one address."""

    site: Site
    prepared: Path
    program: subprocess.Popen[str]

    @contextmanager
    def fresh(self) -> Iterator[Site]:
        """A site as nobody has touched it: its folder anew, and a server that knows nothing."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        shutil.rmtree(self.site.var)
        shutil.copytree(self.prepared, self.site.var)
        self.program.stdin.write("serve\n")
        self.program.stdin.flush()
        process = int(self.program.stdout.readline())
        ended: list[str] = []
        listener = Thread(target=lambda: ended.append(self.program.stdout.readline()))  # type: ignore[union-attr]
        listener.start()
        try:
            wait_until_ready(self.site, listener.is_alive)
            yield self.site
        finally:
            if listener.is_alive():
                os.kill(process, signal.SIGINT)
            listener.join(10)
            if listener.is_alive():
                os.killpg(process, signal.SIGKILL)
                listener.join()
        assert ended == ["ended\n"]


@contextmanager
def serving(prepared: Path, var: Path) -> Iterator[Servers]:
    """Servers of what is ``prepared``, in the folder ``var``; see server.py."""
    shutil.copytree(prepared, var)
    port = free_port()
    url = f"http://localhost:{port}"
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.server", "127.0.0.1", str(port)],
        cwd=ROOT,
        env=alone(SOC_VAR=str(var), SOC_URL=url, SOC_DEMO="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:  # It ends when there is no more to read.
        assert program.stdout is not None
        assert program.stdout.readline() == "loaded\n"
        yield Servers(Site(url, var), prepared, program)


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


@pytest.fixture(scope="session")
def servers(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers of fresh sites. Those that look share one that the command itself starts."""
    with serving(prepared, tmp_path_factory.mktemp("fresh") / "var") as servers:
        yield servers


@pytest.fixture
def site(servers: Servers) -> Iterator[Site]:
    """A fresh site of one's own, to change at will."""
    with servers.fresh() as own:
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
