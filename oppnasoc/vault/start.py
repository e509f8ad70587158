"""What the vault needs before anybody is let in: its keys, and that they are the right ones."""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from . import gone, log, masters
from .masters import Key, WrongKey
from .models import DataKey, Head, Proof
from .router import ALIAS
from .sealing import Broken, new_key, seal, unseal

SENTENCE = b"Whoever reads this has the right key."
PLACE = "vault.Proof:1"


class NotReady(Exception):
    """The vault cannot be opened; the sentence says why and what to do."""


def prepare() -> None:
    """Make what a new vault needs, and nothing where there is one; then ``check``.

    A master key is only made for an empty database: a lost one must be found, not replaced.
    """
    if not DataKey.objects.exists():
        if not settings.VAULT_PROGRAM and masters.at_hand() is None:
            keep(Key(os.urandom(masters.SIZE)), Path(settings.VAULT_KEY_FILE))
        with transaction.atomic(using=ALIAS):
            if not Proof.objects.exists():
                key = new_key()
                Proof.objects.create(key=key, sealed=seal(key, PLACE, SENTENCE))
                log.begin()
    _for_us_alone()
    check()


def check() -> None:
    """Raises NotReady, with one sentence, unless every key in the database can be unwrapped and
    nothing is there that was erased or taken back."""
    try:
        proof = Proof.objects.select_related("key").first()
        used = set(DataKey.objects.exclude(master="").values_list("master", flat=True).distinct())
        head = Head.objects.select_related("key").first()
    except DatabaseError as error:
        raise NotReady(f"The vault's database cannot be read: {error}") from None
    if proof is None or head is None:
        raise NotReady("The vault's database lacks what it began with: put a back-up back.")
    try:
        for master in used:
            masters.named(master)
        told = unseal(proof.key, PLACE, bytes(proof.sealed))
        log.anchor()
    except WrongKey as why:
        raise NotReady(f"{why} Put the right key back: without it no plan can be read.") from None
    except (Broken, log.Untrue):
        told = b""
    if not hmac.compare_digest(told, SENTENCE):
        raise NotReady(
            "The vault's database is not as it was written: ./soc vault verify tells more."
        )
    try:
        back = gone.back()
    except (OSError, UnicodeDecodeError) as error:
        raise NotReady(f"The list of what must not come back cannot be read: {error}.") from None
    if back:
        raise NotReady(
            "The vault's database is of an earlier day: what was erased or taken back since is "
            "there again. Run ./soc vault replay, then start."
        )


def keep(key: Key, path: Path) -> None:
    """Write a key where none is, for this account only; whoever comes second takes that one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    write(fresh, masters.written(key) + "\n")
    try:
        with suppress(FileExistsError):
            os.link(fresh, path)  # Whole or not at all.
    finally:
        fresh.unlink()


def write(path: Path, text: str) -> None:
    """A file that only this account may read, on the disk before this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _for_us_alone() -> None:
    """Let nobody else on the machine read the file; SQLite gives its log of writes the same."""
    connection = connections[ALIAS]
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and path.is_file():
        path.chmod(0o600)
