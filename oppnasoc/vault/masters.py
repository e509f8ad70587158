"""The master keys: every key of a plan lies wrapped under one of them.

They are 256 bits each and lie outside the database: in ``SOC_VAULT_KEY`` or in the file that
``SOC_VAULT_KEY_FILE`` points at, the earlier ones in ``SOC_VAULT_OLD_KEYS`` or its file. A
municipality that keeps keys in a place of its own names a program instead
(``SOC_VAULT_PROGRAM``), and no master key ever reaches this process.

Files are read anew each time, some tens of microseconds, so that a changed key needs no restart.
Why it is so: docs/adr/0038-the-vault.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SIZE = 32  # bytes of a key
NONCE = 12  # bytes
PATIENCE = 10.0  # seconds that the municipality's own program may take
#: What a file of ours begins with, so that nobody takes it for anything else.
LABEL = "oppnasoc-vault-key:"
PROGRAM = "program:"  # what the id of a master at the program begins with
_HEX = re.compile(r"[0-9a-fA-F]{64}")


class WrongKey(Exception):
    """No master key that we have fits; the sentence says which one is missing."""


class Altered(Exception):
    """A wrapped key is not as it was wrapped, or is that of another row."""


class Master(Protocol):
    """What wraps the keys of plans; ``id`` is stored beside each wrapped key."""

    @property
    def id(self) -> str: ...

    def wrap(self, of: UUID, secret: bytes) -> bytes:
        """Wrap the 32 bytes of the key ``of``."""
        ...

    def unwrap(self, of: UUID, wrapped: bytes) -> bytes:
        """The 32 bytes again. Raises Altered."""
        ...


@dataclass(frozen=True)
class Key:
    """A master key that lies with us: AES-256-GCM, with the id of the wrapped key beside it."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """16 hexadecimal characters from which nothing of the key can be worked out."""
        told = hmac.new(self.secret, b"oppnasoc.vault.master", hashlib.sha256).digest()
        return hashlib.sha256(told).hexdigest()[:16]

    def wrap(self, of: UUID, secret: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, secret, _beside(of))

    def unwrap(self, of: UUID, wrapped: bytes) -> bytes:
        try:
            return AESGCM(self.secret).decrypt(wrapped[:NONCE], wrapped[NONCE:], _beside(of))
        except (InvalidTag, ValueError):
            raise Altered("A wrapped key is not as it was wrapped.") from None


@dataclass(frozen=True)
class Program:
    """A master key in the municipality's own keeping, reached through a program of theirs.

    It is called as ``COMMAND wrap NAME UUID`` or ``COMMAND unwrap NAME UUID`` with bytes in base64
    on standard input, and answers in base64 on standard output. The id of the wrapped key goes in
    with it, so that the answer is bound to its row also where the program binds nothing.
    """

    command: tuple[str, ...]
    name: str

    @property
    def id(self) -> str:
        return PROGRAM + self.name

    def wrap(self, of: UUID, secret: bytes) -> bytes:
        return self._ask("wrap", of, of.bytes + secret)

    def unwrap(self, of: UUID, wrapped: bytes) -> bytes:
        told = self._ask("unwrap", of, wrapped)
        if len(told) != 16 + SIZE or not hmac.compare_digest(told[:16], of.bytes):
            raise Altered("A wrapped key is not as it was wrapped.")
        return told[16:]

    def _ask(self, verb: str, of: UUID, what: bytes) -> bytes:
        """Neither what goes in nor what the program says when it fails is repeated anywhere."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SOC_")}
        try:
            done = subprocess.run(
                [*self.command, verb, self.name, str(of)],
                input=base64.b64encode(what),
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                env=ours,
            )
        except subprocess.TimeoutExpired:
            raise WrongKey(
                f"The program of SOC_VAULT_PROGRAM took over {PATIENCE:.0f} s."
            ) from None
        except OSError as error:
            raise WrongKey(
                f"The program of SOC_VAULT_PROGRAM does not start: {error.strerror}."
            ) from None
        if done.returncode:
            raise WrongKey(
                f"The program of SOC_VAULT_PROGRAM could not {verb}: it ended with "
                f"{done.returncode}."
            )
        try:
            return base64.b64decode(done.stdout.strip(), validate=True)
        except binascii.Error:
            raise WrongKey("The program of SOC_VAULT_PROGRAM did not answer in base64.") from None


def _beside(of: UUID) -> bytes:
    return b"oppnasoc.vault.key\0" + of.bytes


def parsed(text: str, where: str) -> Key:
    """A key of 64 hexadecimal characters or 32 bytes in base64url. Raises WrongKey."""
    text = text.strip().removeprefix(LABEL)
    try:
        if _HEX.fullmatch(text):
            secret = bytes.fromhex(text)
        else:
            secret = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != SIZE or len(set(secret)) < SIZE // 4:
        raise WrongKey(
            f"{where} must hold 32 random bytes as 64 hexadecimal characters or in base64url."
        )
    return Key(secret)


def written(key: Key) -> str:
    """A key as our files hold it; ``parsed`` reads it."""
    return LABEL + base64.urlsafe_b64encode(key.secret).decode().rstrip("=")


def current() -> Master:
    """The master that new keys are wrapped under. Raises WrongKey when there is none."""
    if settings.VAULT_PROGRAM:
        return Program(tuple(settings.VAULT_PROGRAM), settings.VAULT_PROGRAM_KEY)
    if key := at_hand():
        return key
    raise WrongKey(f"The vault's key is not in {settings.VAULT_KEY_FILE}.")


def at_hand() -> Key | None:
    """The key of ``SOC_VAULT_KEY`` or of its file; None when it is in neither."""
    if settings.VAULT_KEY:
        return parsed(settings.VAULT_KEY, "SOC_VAULT_KEY")
    path = Path(settings.VAULT_KEY_FILE)
    return parsed(_read(path), str(path)) if path.exists() else None


def earlier() -> list[Key]:
    """The keys that are only read with, the newest last."""
    path = Path(settings.VAULT_OLD_KEYS_FILE)
    found = [(line, "SOC_VAULT_OLD_KEYS") for line in settings.VAULT_OLD_KEYS.split()]
    if path.exists():
        found += [(line, str(path)) for line in _read(path).split()]
    return [parsed(line, where) for line, where in found]


def known() -> dict[str, Master]:
    """Every master that we have in hand, by its id."""
    keys: list[Master] = [*earlier()]
    if key := at_hand():
        keys.append(key)
    if settings.VAULT_PROGRAM:
        keys.append(current())
    return {each.id: each for each in keys}


def named(master: str) -> Master:
    """The master that a key was wrapped under. Raises WrongKey when we do not have it."""
    if settings.VAULT_PROGRAM and master.startswith(PROGRAM):
        return Program(tuple(settings.VAULT_PROGRAM), master.removeprefix(PROGRAM))
    now = current()
    if now.id == master:
        return now
    try:
        return known()[master]
    except KeyError:
        raise WrongKey(
            f"A key of the vault was wrapped under the master key {master}, which is neither in "
            "SOC_VAULT_KEY nor in SOC_VAULT_OLD_KEYS or their files."
        ) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongKey(f"The vault's key in {path} cannot be read: {error}.") from None
