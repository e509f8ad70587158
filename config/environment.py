"""What the environment says, read so that a wrong value stops the start with one sentence."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

#: The names of this machine, which may be reached without https.
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
VAR_DIR = Path(os.environ.get("SOC_VAR", Path(__file__).resolve().parent.parent / "var"))


def env_flag(name: str) -> bool:
    """``1`` is true, ``0`` or nothing is false, anything else stops the start."""
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def env_number(name: str, default: int) -> int:
    """A whole number, otherwise the start stops."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_secret(name: str) -> str:
    """A secret from the variable, from the file that NAME_FILE points at, or made once in var/."""
    if value := os.environ.get(name):
        return value
    path = Path(os.environ.get(f"{name}_FILE", VAR_DIR / name.removeprefix("SOC_").lower()))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
