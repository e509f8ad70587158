"""A mail for the town: one that belongs nowhere yet."""

from __future__ import annotations

from oppnasoc.inbox.models import Incoming


def make_stray(word: str) -> Incoming:
    """A held mail with a word in each of its private fields."""
    return Incoming.objects.create(
        digest=word,
        state=Incoming.State.HELD,
        why=Incoming.Why.STRAY,
        sender=f"{word}@example.org",
        sender_name=word.capitalize(),
        subject=word,
        text=word,
        whole=word,
        raw=word.encode(),
    )
