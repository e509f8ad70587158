"""Serve the site: ``python -m config.serve ADDRESS PORT``, which is what ``./soc run`` does.

The program is loaded once; the server's processes and the worker (companion.py) are copies of it,
so that a start takes the time of one and what they have in common is in memory once
(docs/adr/0011-loaded-once.md).
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .companion import Companion


def open_vault() -> None:
    """Stop here with one sentence unless the keys of the plans are the right ones.

    Asked before there are copies, over a connection that is closed again.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.db import connections

    django.setup()
    if "plan" not in settings.PARTS:
        return
    from oppnasoc.vault import start

    try:
        start.check()
    except start.NotReady as why:
        sys.exit(f"soc: {why}")
    finally:
        connections.close_all()


def load() -> None:
    """Everything that a page needs and every worker has alike: the program, addresses, the frame.

    The database is not asked, since a connection must not be shared.
    """
    importlib.import_module("config.wsgi").warm()


def worker_wanted() -> bool:
    """Whether we send what is to be sent; ``SOC_WORKER=0`` leaves it to ``./soc work``.

    So does a process that serves the plans alone: what is sent leads to the whole site.
    """
    from django.conf import settings

    return os.environ.get("SOC_WORKER", "1") != "0" and "public" in settings.PARTS


def main(address: str, port: int) -> None:
    open_vault()
    server = Granian(
        "config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("SOC_WORKERS", "2")),
        blocking_threads=int(os.environ.get("SOC_THREADS", "4")),
        websockets=False,
        log_level=LogLevels.warning,
    )
    if sys.platform == "linux":  # Elsewhere a copy of a running program is not to be trusted.
        multiprocessing.set_start_method("fork")
        server.on_startup(load)
    if worker_wanted():
        companion = Companion()
        server.on_startup(companion.start)
        server.on_shutdown(companion.stop)
    server.serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
