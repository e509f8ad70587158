"""May the server start? Settings and port, asked before anything heavy; each no is a sentence.

``python -m config.ready ADDRESS PORT``
"""

from __future__ import annotations

import importlib
import socket
import sys

from django.core.exceptions import ImproperlyConfigured


def check_settings() -> None:
    try:
        importlib.import_module("config.settings")
    except ImproperlyConfigured as why:
        sys.exit(f"soc: {why}")


def check_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except PermissionError:
        sys.exit(f"soc: Port {port} needs more rights than you have. Choose one above 1023.")
    except OSError:
        other = port + 1 if port < 65535 else 8000
        sys.exit(f"soc: Port {port} is taken. Choose another: ./soc run --port {other}")


if __name__ == "__main__":
    check_settings()
    check_port(sys.argv[1], int(sys.argv[2]))
