"""Text messages, through whoever sends them for the municipality.

A provider is a class with ``send``. ``SOC_SMS`` names it: ``files`` writes to ``var/sms/`` and is
what the demo has; ``46elks`` is a Swedish company with an HTTP service
(https://46elks.se/docs/send-sms).
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import urllib.parse
from pathlib import Path
from typing import Protocol

from django.conf import settings

from .ways import Later, Refused, Stuck, said

LONGEST = 320  # characters: two parts of a text message, with å, ä and ö still in GSM 03.38
ANSWER = 15  # seconds that the provider may take
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")


def number(typed: str) -> str:
    """A phone number as +46701234567 (E.164), of a Swedish number as people write it; '' when it
    is none."""
    digits = re.sub(r"[\s().\-/]", "", typed)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+46" + digits[1:]
    return digits if _NUMBER.fullmatch(digits) else ""


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
            (self.folder / f"{reference}.txt").write_text(f"{to}\n\n{text}\n")
        except OSError as error:
            raise Later(said(error)) from error


class Elks:
    """46elks: ``POST /a1/sms`` with from, to and message; the account's name and password."""

    def __init__(self, url: str, name: str, password: str, sender: str) -> None:
        self.url, self.sender = urllib.parse.urlsplit(url), sender
        self.key = base64.b64encode(f"{name}:{password}".encode()).decode()

    def send(self, to: str, text: str, reference: str) -> None:
        made = (
            http.client.HTTPSConnection
            if self.url.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = made(self.url.netloc, timeout=ANSWER)
        body = urllib.parse.urlencode({"from": self.sender, "to": to, "message": text})
        headers = {
            "Authorization": f"Basic {self.key}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request("POST", f"{self.url.path}/sms", body, headers)
            answer = connection.getresponse()
            told = answer.read(4000)
        except (OSError, http.client.HTTPException) as error:
            raise Later(said(error) or type(error).__name__) from error
        finally:
            connection.close()
        self._outcome(answer.status, told)

    @staticmethod
    def _outcome(status: int, told: bytes) -> None:
        if status == 200:
            try:
                state = json.loads(told).get("status", "")
            except (ValueError, AttributeError):
                state = ""
            if state == "failed":
                raise Refused(said(told))
            return
        if status == 400 and b'"to"' in told.lower():
            raise Refused(f"{status} {said(told)}"[:200])
        if status in (401, 402, 403) or status >= 500 or status == 429:
            raise Later(f"{status} {said(told)}"[:200])
        raise Stuck(f"{status} {said(told)}"[:200])


def provider() -> Provider:
    """The one that the settings name."""
    if settings.SMS_PROVIDER == "46elks":
        return Elks(settings.SMS_URL, settings.SMS_NAME, settings.SMS_PASSWORD, settings.SMS_SENDER)
    return Files(settings.VAR_DIR / "sms")
