"""A passkey made and used in a real browser with a virtual key."""

from __future__ import annotations

import re

import pytest

from .browser import PEOPLE, Site, Visitor
from .conftest import Visiting


def give_a_key(visitor: Visitor) -> None:
    """A phone that unlocks passkeys with a finger, as far as the browser can tell."""
    protocol = visitor.context.new_cdp_session(visitor.page)
    protocol.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": finger})


@pytest.mark.parametrize(
    ("role", "shown_next", "borrowed_phone"),
    [
        ("participant", r"/konto/inloggning/$", r"/att-gora/$"),
        ("secretary", r"/konto/inloggning/reservkoder/$", r"/konto/logga-in/steg-tva/$"),
    ],
)
def test_a_passkey_signs_in_and_locks_nobody_out(
    site: Site, visitor: Visiting, role: str, shown_next: str, borrowed_phone: str
) -> None:
    own = visitor(site)
    give_a_key(own)
    own.sign_in(role)
    page = own.go("/konto/inloggning/nyckel/ny/")
    page.click("form[data-passkey] button")
    page.wait_for_url(re.compile(shown_next))

    own.go("/konto/")
    page.click("main form[action$='/logga-ut/'] button")
    own.go("/konto/logga-in/")
    page.click("form[data-passkey] button")
    page.wait_for_url(re.compile("/att-gora/$"))

    borrowed = visitor(site)
    sign_in_by_code(borrowed, role)
    assert re.search(borrowed_phone, borrowed.page.url)


def sign_in_by_code(visitor: Visitor, role: str) -> None:
    """Without asking where it ends: a second step may follow."""
    page = visitor.go("/konto/logga-in/")
    page.fill("input[type=email]", PEOPLE[role])
    page.click("form:has(input[type=email]) button")
    page.fill("input[name=code]", page.locator("p.now strong").inner_text().strip())
    page.click("form:has(input[name=code]) button.btn >> nth=0")
