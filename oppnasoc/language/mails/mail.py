"""What a mail says, as plain values that a child process can hand over."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mail:
    """``text`` is all of it, ``said`` what is left without quotations and signatures.

    ``to`` are all addresses that it went to, in small letters. ``attached`` counts files that the
    sender added herself. ``automatic`` is why a program has sent it, '' when a person has.
    """

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    to: list[str] = field(default_factory=list)
    text: str = ""
    said: str = ""
    attached: int = 0
    automatic: str = ""
