"""A worker that is killed: ``python -m oppnasoc.outbox.tests.dying PATTERN NUMBER [after]``.

It does one round after the other, and kills itself with SIGKILL just before the query number NUMBER
that matches PATTERN, or with ``after`` just before the query that follows it. No handler, no
rollback, no goodbye.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any


def main(pattern: str, number: int, after: bool) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    left = number

    def counting(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if re.search(pattern, sql):
            left -= 1
            if left == 0 and not after:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *arguments)

    with connection.execute_wrapper(counting):
        call_command("work", "--once")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), "after" in sys.argv[3:])
