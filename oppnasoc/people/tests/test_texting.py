"""A text message by itself, such as a code; the rest is tried where messages are sent (outbox)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from oppnasoc.people.texting import send_text
from oppnasoc.people.ways import Away, Refused


def test_a_number_as_people_write_it_and_a_text_that_fits(settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.VAR_DIR = "files", tmp_path
    send_text("070-123 45 67", "Din kod – 123456", "abc")
    assert (tmp_path / "sms" / "abc.txt").read_text() == "+46701234567\n\nDin kod - 123456\n"


def test_what_is_no_number(settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.VAR_DIR = "files", tmp_path
    with pytest.raises(Refused):
        send_text("112", "Din kod 123456", "abc")
    assert not (tmp_path / "sms").exists()


def test_nowhere_to_write(settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.VAR_DIR = "files", tmp_path
    (tmp_path / "sms").write_text("a file where the folder would be", encoding="utf-8")
    with pytest.raises(Away):
        send_text("070-123 45 67", "Din kod 123456", "abc")
