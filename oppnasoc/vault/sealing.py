"""Seal what only some may read, and unseal it: AES-256-GCM under a key for each plan.

What is sealed is bound to its key and its place, a text that names row and edition such as
``careplan.Piece:<uuid>:3``: moved to another row, or put back from an earlier edition, it is
Broken. A sealed text says of its plain one only the length, in steps of 64 bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from . import gone, masters
from .models import DataKey
from .router import ALIAS

FIRST = b"\x01"  # the byte that says how the rest is made
STEP = 64  # bytes
PATIENCE = 2.0  # seconds that whoever erases waits for those who read
_END = b"\x80"  # after the plain text; zeros follow

Marker = Callable[[bytes], bytes]


class Broken(Exception):
    """What was sealed cannot be unsealed: altered, of another place, or its key destroyed."""

    def __init__(self) -> None:
        super().__init__("What was sealed cannot be unsealed.")


_held: ContextVar[dict[UUID, bytes] | None] = ContextVar("unwrapped keys at hand", default=None)


@contextmanager
def keys_at_hand() -> Iterator[None]:
    """Unwrap each key once while this lasts, such as one request; without, each time anew."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def new_key() -> DataKey:
    """A saved row with a fresh key, wrapped under the current master. Raises WrongKey."""
    key = DataKey()
    wrap(key, secrets.token_bytes(masters.SIZE))
    key.save(force_insert=True)
    return key


def wrap(key: DataKey, secret: bytes) -> None:
    """Put the secret into the row, wrapped under the current master; it is not saved."""
    master = masters.current()
    key.wrapped, key.master = master.wrap(key.uuid, secret), master.id


def secret_of(key: DataKey) -> bytes:
    """The 32 bytes of a key. Raises Broken when it is destroyed or altered, WrongKey."""
    if not key.master:
        raise Broken
    held = _held.get()
    if held is not None and key.uuid in held:
        return held[key.uuid]
    try:
        secret = masters.named(key.master).unwrap(key.uuid, bytes(key.wrapped))
    except masters.Altered:
        raise Broken from None
    if held is not None:
        held[key.uuid] = secret
    return secret


def seal(key: DataKey, place: str, plain: bytes) -> bytes:
    """The plain bytes sealed for this place. Raises Broken when the key is destroyed."""
    padded = plain + _END
    padded += bytes(-len(padded) % STEP)
    nonce = secrets.token_bytes(masters.NONCE)
    box = AESGCM(_derived(secret_of(key), "seal"))
    return FIRST + nonce + box.encrypt(nonce, padded, _beside(key, place))


def unseal(key: DataKey, place: str, sealed: bytes) -> bytes:
    """The plain bytes again. Raises Broken, which never says what it was."""
    sealed = bytes(sealed)
    nonce, rest = sealed[1 : 1 + masters.NONCE], sealed[1 + masters.NONCE :]
    if sealed[:1] != FIRST or len(nonce) != masters.NONCE:
        raise Broken
    box = AESGCM(_derived(secret_of(key), "seal"))
    try:
        padded = box.decrypt(nonce, rest, _beside(key, place))
    except InvalidTag:
        raise Broken from None
    return padded[: padded.rindex(_END)]


def seal_name(key: DataKey, place: str, name: str) -> str:
    """A short name sealed so that the same one at the same place is sealed alike: there can be one
    of it, and it is not read (AES-SIV). Raises Broken when the key is destroyed."""
    padded = name.encode() + _END
    padded += bytes(-len(padded) % STEP)
    box = AESSIV(_names(key))
    return base64.urlsafe_b64encode(box.encrypt(padded, [_beside(key, place)])).decode()


def unseal_name(key: DataKey, place: str, sealed: str) -> str:
    """The name again. Raises Broken."""
    box = AESSIV(_names(key))
    try:
        padded = box.decrypt(base64.urlsafe_b64decode(sealed), [_beside(key, place)])
    except (InvalidTag, ValueError):
        raise Broken from None
    return padded[: padded.rindex(_END)].decode()


def _names(key: DataKey) -> bytes:
    secret = secret_of(key)
    return _derived(secret, "name 1") + _derived(secret, "name 2")


def marker(key: DataKey, purpose: str) -> Marker:
    """Gives keyed hashes of 32 bytes (HMAC-SHA256), others for each purpose; unwraps once."""
    derived = _derived(secret_of(key), f"mark {purpose}")
    return lambda message: hmac.digest(derived, message, hashlib.sha256)


def destroy(key: DataKey) -> None:
    """Take the wrapped key away; what was sealed with it can never be unsealed again.

    SQLite overwrites what is deleted (``secure_delete`` in the settings) and, when it is
    committed, empties the log of writes too, at once or as soon as nobody reads what stood there
    before (``leave_no_copy``). A back-up from before still holds the wrapped key and can be read
    with the master key; where it is put back the key is destroyed again (``gone``).
    """
    if (held := _held.get()) is not None:
        held.pop(key.uuid, None)
    key.wrapped, key.master, key.destroyed_at = b"", "", timezone.now()
    key.copy_left = True
    key.save(update_fields=["wrapped", "master", "destroyed_at", "copy_left"])
    gone.write_down("key", [key.pk])
    transaction.on_commit(leave_no_copy, using=ALIAS)


def leave_no_copy(*, wait: float | None = None) -> int:
    """Empty SQLite's log of writes of the keys that were destroyed; how many of them wait still.

    While somebody reads what stood there before it cannot be emptied. Then it is tried again when
    somebody opens a plan, when one is erased and every night.
    """
    left = list(DataKey.objects.filter(copy_left=True).values_list("uuid", flat=True))
    if not left or not _emptied(PATIENCE if wait is None else wait):
        return len(left)
    DataKey.objects.filter(uuid__in=left).update(copy_left=False)
    return 0


def _emptied(wait: float) -> bool:
    """Whether the log of writes was emptied, after so many seconds at most."""
    connection = connections[ALIAS]
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        [ours] = cursor.execute("PRAGMA busy_timeout").fetchone()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
            busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:  # Somebody writes.
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {ours}")
    return not busy


def _derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose only (HKDF-Expand of RFC 5869, one block)."""
    return hmac.digest(secret, b"oppnasoc.vault " + purpose.encode() + b"\x01", hashlib.sha256)


def _beside(key: DataKey, place: str) -> bytes:
    return b"oppnasoc.vault\0" + key.uuid.bytes + place.encode()
