"""Text messages, through whoever sends them for the municipality.

A provider is a class with ``send``. ``SOC_SMS`` names it: ``files`` writes to ``var/sms/`` and is
what the demo has; ``46elks`` is a Swedish company with an HTTP service
(https://46elks.se/docs/send-sms).
"""

from __future__ import annotations

import base64
import http.client
import json
import math
import re
import urllib.parse
from pathlib import Path
from typing import Protocol

from django.conf import settings

from .ways import Away, Later, Reason, Refused, Stuck, Unsure

PARTS = 2  # of a text message at most; each costs as much as a message
ANSWER = 15.0  # seconds that the provider may take
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
#: How a refusal speaks of the number; only that closes what a person chose.
_ABOUT_NUMBER = re.compile(
    r"""["']to["']|\b(invalid|missing|bad) to\b|\bto[- ]?number|recipient|phone ?number""", re.I
)
_ABOUT_SENDER = re.compile(r"\bfrom\b|sender", re.I)
#: GSM 03.38 (3GPP TS 23.038, section 6.2.1): one septet each, and two for the second row.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€")
#: What a phone shows alike, so that one dash does not halve what fits.
PLAINLY = str.maketrans(
    {"–": "-", "—": "-", "”": '"', "“": '"', "’": "'", "…": "...", "\u00a0": " "}
)


def number(typed: str) -> str:
    """A phone number as +46701234567 (E.164), of a Swedish number as people write it; '' when it
    is none."""
    digits = re.sub(r"[\s().\-/]", "", typed)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+46" + digits[1:]
    return digits if _NUMBER.fullmatch(digits) else ""


def parts(text: str) -> int:
    """How many text messages a text takes: 160 septets of GSM 03.38 in one, 153 in each of
    several; with any other character 70 and 67 units of UTF-16."""
    if set(text) <= GSM | GSM_TWICE:
        size, one, each = len(text) + sum(c in GSM_TWICE for c in text), 160, 153
    else:
        size, one, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= one else math.ceil(size / each)


def fitted(text: str) -> str:
    """The text in at most two text messages. The last word, which is a link, is never cut; what
    stands before it is."""
    text = " ".join(text.translate(PLAINLY).split())
    said, _space, link = text.rpartition(" ")
    while parts(text) > PARTS and said:
        said = said[:-1]
        text = f"{said.rstrip()}... {link}"
    return text


class Provider(Protocol):
    def send(self, to: str, text: str, reference: str) -> None:
        """Send one text message. Raises Later, Refused or Stuck."""
        ...


class Files:
    """Nothing leaves the machine: each message is a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, to: str, text: str, reference: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{reference}.txt").write_text(f"{to}\n\n{text}\n", encoding="utf-8")
        except OSError as error:
            raise Away(error.strerror or type(error).__name__) from error


class Elks:
    """46elks: ``POST /a1/sms`` with from, to and message; the account's name and password.

    ``dontlog`` keeps the text out of their history. A failure is a status and a sentence.
    """

    def __init__(self, url: str, name: str, password: str, sender: str) -> None:
        self.url, self.sender = urllib.parse.urlsplit(url), sender
        self.key = base64.b64encode(f"{name}:{password}".encode()).decode()

    def send(self, to: str, text: str, reference: str) -> None:
        secure = self.url.scheme == "https"
        made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = made(self.url.netloc, timeout=ANSWER)
        fields = {"from": self.sender, "to": to, "message": text, "dontlog": "message"}
        headers = {
            "Authorization": f"Basic {self.key}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            try:
                connection.connect()
            except OSError as error:  # What TLS says is one too.
                raise Away(error) from error
            path = f"{self.url.path}/sms"
            connection.request("POST", path, urllib.parse.urlencode(fields), headers)
            answer = connection.getresponse()
            _outcome(answer.status, answer.read(4000).decode(errors="replace"))
        except (OSError, http.client.HTTPException) as error:
            raise Unsure(str(error) or type(error).__name__) from error
        finally:
            connection.close()


def _outcome(status: int, told: str) -> None:
    """What an answer means. What it says is kept only of a failure: a yes repeats the text."""
    if status == 200:
        try:
            state = json.loads(told)["status"]
        except (ValueError, TypeError, KeyError):
            raise Stuck("200 without the status of a text message", Reason.UNSURE) from None
        if state == "failed":
            raise Stuck("200 failed", Reason.CONTENT)
        return
    what = f"{status} {told}"
    if status == 401:
        raise Away(what, Reason.LOGIN)
    if status in (402, 403):
        raise Away(what, Reason.CREDIT)
    if status == 429:
        raise Later(what)
    if status == 400 and _ABOUT_NUMBER.search(told) and not _ABOUT_SENDER.search(told):
        raise Refused(what)
    if 400 <= status < 500 and status != 408:
        raise Stuck(what)
    raise Away(what)


def provider() -> Provider:
    """The one that the settings name."""
    if settings.SMS_PROVIDER == "46elks":
        return Elks(settings.SMS_URL, settings.SMS_NAME, settings.SMS_PASSWORD, settings.SMS_SENDER)
    return Files(settings.VAR_DIR / "sms")


def send_text(to: str, text: str, reference: str) -> None:
    """Send a text message of at most two parts to a phone number as people write it.

    ``reference`` tells this message from others. Raises Refused when ``to`` is no number, and
    what the provider raises.
    """
    if not (known := number(to)):
        raise Refused("not a phone number")
    provider().send(known, fitted(text), reference)
