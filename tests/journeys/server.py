"""Serve fresh sites one after the other: ``python -m tests.journeys.server ADDRESS PORT``.

The program is loaded once, as config/serve.py loads it before it makes its own copies; each site
is served by a copy that has answered nothing yet. ``loaded`` is written when that is done. For
every line read, a copy serves what is in the folder SOC_VAR; its process id is written, and
``ended`` when it has been stopped.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from config import serve


def start(address: str, port: int) -> int:
    """Make a copy that serves, with a session and a log of its own; gives its process id."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(Path(os.environ["SOC_VAR"], "log"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for here, there in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(here, there)
    try:
        serve.main(address, port)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main(address: str, port: int) -> None:
    serve.load()
    print("loaded", flush=True)
    for _line in sys.stdin:
        child = start(address, port)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
