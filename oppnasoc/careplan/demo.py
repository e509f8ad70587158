"""Plans for the people of the demo municipality, so that every page of the tower has something.

They are made from ``data/demo.toml`` by the verbs of real plans. Whoever has one also gets a phone
that the vault knows: with the code in the mail and the one in the text message she can open it.
"""

from __future__ import annotations

import re
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from oppnasoc.people.models import User
from oppnasoc.vault import knowing
from oppnasoc.vault.models import Code
from oppnasoc.vault.router import ALIAS

from . import owning
from .plans import Plan
from .practice import staging

FILE = "demo.toml"
_DIGITS = re.compile(r"\b\d{6}\b")


class NotThere(Exception):
    """Somebody of the file has no account here: the demo municipality is not loaded."""


def load() -> int:
    """Load the plans when there is none; how many. Raises NotThere. Takes about two seconds."""
    if Plan.objects.filter(practice=False).exists():
        return 0
    told = staging.read(FILE)
    people = _accounts(told)
    with transaction.atomic(using=ALIAS):
        for address, number in told["phones"].items():
            person = people[address]
            knowing.know(person, "phone", number, by=person)
        for name, row in told["plan"].items():
            _load(name, row, people)
    return len(told["plan"])


def _accounts(told: staging.Row) -> dict[str, uuid.UUID]:
    """The uuid of everybody who is named by her address."""
    wanted = set(told["phones"])
    for row in told["plan"].values():
        wanted |= {seat["account"] for seat in row["seats"].values() if "account" in seat}
        wanted |= {row["owner"]} if "owner" in row else set()
    found = dict(User.objects.filter(email__in=wanted).values_list("email", "uuid"))
    if missing := sorted(wanted - set(found)):
        raise NotThere(f"No account of {missing[0]}: load the demo municipality first.")
    return found


def _load(name: str, row: staging.Row, people: dict[str, uuid.UUID]) -> None:
    """One plan. A child has no account of its own: its guardians have."""
    owner = people[row["owner"]] if "owner" in row else uuid.uuid4()
    plan = owning.begin(owner, name=row["name"])
    seats = {key: dict(seat) for key, seat in row["seats"].items()}
    accounts = {
        key: people[seat.pop("account")] for key, seat in seats.items() if "account" in seat
    }
    staging.play(plan, {**row, "seats": seats}, accounts)


def demo_code(person: uuid.UUID) -> str:
    """In the demo the code that was last sent to somebody's phone, for the page that asks for it;
    '' everywhere else. There a text message is a file."""
    if not settings.DEMO:
        return ""
    code = Code.objects.filter(user=person, used_at=None).order_by("-made_at", "-pk").first()
    if code is None or timezone.now() - code.made_at > knowing.LASTS:
        return ""
    try:
        text = (settings.VAR_DIR / "sms" / f"kod-{code.pk}.txt").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = _DIGITS.search(text.partition("\n\n")[2])
    return found.group(0) if found else ""
