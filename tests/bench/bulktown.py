"""``python -m tests.bench.bulktown 100000``: fill the empty database of SOC_VAR with a big town."""

from __future__ import annotations

import os
import sys
import time

import django


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from .town import fill

    began = time.monotonic()
    for done in fill(count):
        print(f"{done} matters, {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
