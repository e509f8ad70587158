"""The secret code with which a person follows what she said, without an account.

Ten characters of Crockford's base 32 (no I, L, O, U): 50 random bits, read out over a phone
without mistakes. Only an HMAC-SHA256 with the server's key is stored, so a copy of the database
opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def make() -> str:
    """A new code, ten characters without a separator."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def of_sending(once: str) -> str:
    """The code of what a form says: the same for the same random text ``once``, so that sending
    it twice makes one voice. Who knows ``once`` but not the server's key cannot tell the code."""
    key = hashlib.sha256(b"voices.once" + settings.SECRET_KEY.encode()).digest()
    bits = int.from_bytes(hmac.new(key, once.encode(), hashlib.sha256).digest()[:8], "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))


def spell(code: str) -> str:
    """The code as it is shown: 'ABCDE-FGH12'."""
    return f"{code[:5]}-{code[5:]}"


def read(typed: str) -> str | None:
    """The code that somebody typed, with forgiving reading of I, L, O, U; None if it is none."""
    code = "".join(c for c in typed.upper().translate(_READ_AS) if c in ALPHABET)
    return code if len(code) == LENGTH else None


def digest(code: str) -> str:
    """What is stored of a code: 64 hexadecimal characters."""
    key = hashlib.sha256(b"voices.codes" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()
