"""Numbers in a short text that only we could have made, that nobody can read and nobody change.

Such texts stand in links and in the addresses of our mail, and are stored nowhere. They are
AES-SIV (RFC 5297) with a key that comes from the server's own: the same numbers give the same text,
and the purpose is sealed with them, so that one of a link is worth nothing in an address.
Why it is so: docs/adr/0022-replies-and-signed-links.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

LONGEST = 120  # characters that are looked at
_BITS = 7


def _box() -> AESSIV:
    return AESSIV(hashlib.sha512(b"outbox.sealed" + settings.SECRET_KEY.encode()).digest())


def seal(purpose: str, *numbers: int) -> str:
    """A text for numbers from 0: small letters and digits, some 35 for three of them."""
    sealed = _box().encrypt(_packed(numbers), [purpose.encode()])
    return base64.b32encode(sealed).decode().rstrip("=").lower()


def unseal(purpose: str, text: str) -> tuple[int, ...] | None:
    """The numbers of a text that was sealed for this purpose; None for any other."""
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        sealed = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
        return _unpacked(_box().decrypt(sealed, [purpose.encode()]))
    except (binascii.Error, InvalidTag, ValueError):
        return None


def _packed(numbers: tuple[int, ...]) -> bytes:
    """Seven bits in each byte, the lowest first; the eighth says that more follow (LEB128)."""
    packed = bytearray()
    for number in numbers:
        while number >> _BITS:
            packed.append(number & 127 | 128)
            number >>= _BITS
        packed.append(number)
    return bytes(packed)


def _unpacked(packed: bytes) -> tuple[int, ...]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += _BITS
        if not byte & 128:
            numbers.append(number)
            number, shift = 0, 0
    return tuple(numbers)
