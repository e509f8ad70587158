from __future__ import annotations

from typing import Any

import pytest

from oppnasoc.outbox import replies
from oppnasoc.outbox.replies import Reply, Who
from oppnasoc.outbox.sealed import seal, unseal


@pytest.mark.parametrize("numbers", [(), (0,), (1, 127, 128), (740_000, 2**63 - 1, 0)])
def test_what_is_sealed_is_read_back(numbers: tuple[int, ...]) -> None:
    assert unseal("link", seal("link", *numbers)) == numbers


def test_a_seal_is_worth_nothing_for_another_purpose() -> None:
    assert unseal("reply", seal("link", 1, 2)) is None


def test_no_letter_can_be_changed() -> None:
    text = seal("link", 12, 34)
    for place in range(len(text) - 1):
        other = "a" if text[place] != "a" else "b"
        assert unseal("link", text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "a", "ååå", "1890", "a" * 40, "a" * 5000, "x y", "ab=\n"])
def test_nonsense_is_nothing(text: str) -> None:
    assert unseal("link", text) is None


def test_another_servers_seal_is_nothing(settings: Any) -> None:
    text = seal("link", 1)
    settings.SECRET_KEY = "another"
    assert unseal("link", text) is None


def test_an_address_says_who_and_what_to_us_only(settings: Any) -> None:
    settings.MAIL_DOMAIN = "sundhamn.example"
    made = replies.address(Who.SPEAKER, 123456, 98765)
    local, domain = made.split("@")
    assert domain == "sundhamn.example"
    assert len(local) <= 64  # RFC 5321, section 4.5.3.1.1
    assert "123456" not in made
    assert replies.read(made.upper()) == Reply(Who.SPEAKER, 123456, 98765)
    assert replies.read(f" {made} ") == Reply(Who.SPEAKER, 123456, 98765)
    assert replies.read(made.replace("sundhamn", "annanstad")) is None
    assert replies.read(f"svar+abcdef@{domain}") is None
    assert replies.is_ours(f"svar+abcdef@{domain}")
    assert not replies.is_ours(f"kim@{domain}")


def test_without_the_setting_nobody_is_asked_to_reply(settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    assert replies.address(Who.SPEAKER, 1) == ""
    assert replies.read("svar+abc@") is None
