"""Mail that lies in a mailbox: each is stored, and removed from there only then."""

from __future__ import annotations

import mailbox
from dataclasses import dataclass
from email.utils import getaddresses
from pathlib import Path

from oppnasoc.outbox import replies

from .receiving import TooLarge, is_for_us, take_in

ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


@dataclass(frozen=True)
class Count:
    """How many mails were new, known already, and too large; the latter stay where they are."""

    new: int = 0
    known: int = 0
    too_large: int = 0


def opened(path: Path) -> mailbox.Mailbox[mailbox.Message]:
    """A maildir or an mbox that is there. Raises FileNotFoundError."""
    box: mailbox.Mailbox[mailbox.Message]
    if (path / "new").is_dir() and (path / "cur").is_dir():
        box = mailbox.Maildir(path, create=False)
    elif path.is_file():
        box = mailbox.mbox(path, create=False)
    else:
        raise FileNotFoundError(path)
    return box


def take_all(path: Path) -> Count:
    """Store every mail of a mailbox. Whoever is killed meanwhile leaves what is not stored, and
    what is stored twice is one."""
    box = opened(path)
    new = known = too_large = 0
    box.lock()
    try:
        for key in list(box.keys()):
            raw = box.get_bytes(key)
            try:
                fresh = take_in(
                    raw, recipient=recipient_in(box[key]), return_path=sent_by(box[key])
                )
            except TooLarge:
                too_large += 1
                continue
            new, known = new + fresh, known + (not fresh)
            box.remove(key)
            if isinstance(box, mailbox.Maildir):
                box.flush()
        box.flush()
    finally:
        box.unlock()
        box.close()
    return Count(new, known, too_large)


def recipient_in(mail: mailbox.Message) -> str:
    """The address of ours that a mail went to, as its head says; '' when none is."""
    given = [str(value)[:4000] for name in ADDRESSED for value in mail.get_all(name, [])]
    ours = [address for _name, address in getaddresses(given) if is_for_us(address)]
    return next((each for each in ours if replies.read(each)), ours[0] if ours else "")


def sent_by(mail: mailbox.Message) -> str | None:
    """The envelope's sender as the head says it; None when it says none."""
    found = mail.get("Return-Path")
    return None if found is None else str(found).strip().strip("<>")
