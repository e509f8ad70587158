"""Start the site as ``./soc run`` does, on loopback; what it costs; stop it by its own id."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds for a start


#: What is served, as a command; both are granian with two
#: workers of four threads.
SITE = ("config.serve",)
LIMITS = (
    *("granian", "tests.bench.limits.wsgi:application", "--interface", "wsgi", "--workers", "2"),
    *("--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running granian: its port, its process with workers, seconds from start to first page."""

    port: int
    process: psutil.Process
    ready: float

    def tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of user and system time of the whole tree since it began.

        Read from the clock that Linux keeps for every process (clock_getcpuclockid(3)), since
        the ticks of /proc are ten times coarser than a page.
        """
        return sum(time.clock_gettime_ns((~one.pid << 3) | 2) for one in self.tree()) / 1e9

    def pss(self) -> float:
        """Megabytes of memory, with what several processes share counted once."""
        return float(sum(one.memory_full_info().pss for one in self.tree())) / 1024**2


@contextmanager
def serving(what: tuple[str, ...], path: str) -> Iterator[Server]:
    """Serve until the block is left; waits until ``path`` is answered with 200.

    Raises RuntimeError with the server's own words when it does not come up.
    """
    port = free_port()
    where = (HOST, str(port)) if what is SITE else ("--host", HOST, "--port", str(port))
    command = [sys.executable, "-m", *what, *where]
    began = time.monotonic()
    log = Path(os.environ["SOC_VAR"]) / f"{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "SOC_URL": f"http://localhost:{port}"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        while not answers(port, path):
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"{what[0]} did not start: {log.read_text()[-2000:]}")
            time.sleep(0.01)
        yield Server(port, psutil.Process(process.pid), time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
