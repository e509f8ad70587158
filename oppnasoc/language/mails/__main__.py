"""The child: ``python -m oppnasoc.language.mails`` with a mail as its input, JSON as its answer.

It gives up its rights before it looks at anything, as the reader of documents does.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
from dataclasses import asdict

# Read before the rights are gone.
from oppnasoc.language.documents.__main__ import give_up_rights
from oppnasoc.language.mails import reading

SECONDS = 8  # of the processor


def main() -> None:
    out = os.fdopen(os.dup(1), "wb")
    give_up_rights()
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout = sys.stderr = io.StringIO()
    mail = reading.read(os.fdopen(0, "rb").read())
    out.write(json.dumps(asdict(mail)).encode())
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
