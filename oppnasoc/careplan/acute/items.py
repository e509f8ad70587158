"""'If I become ill': what must be seen to when somebody suddenly cannot see to it herself.

Declared once, for the paper that anybody may print, the list of a plan, and what is taken out of
it. A list is filled in when it is calm. It never asks for codes, passwords or account numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True)
class Item:
    """One thing to see to. ``key`` is kept with answers and never changes.

    ``before_discharge`` is what must be answered before somebody leaves the hospital.
    """

    key: str
    text: Text
    hint: Text = ""
    before_discharge: bool = False


@dataclass(frozen=True)
class Group:
    """What is seen to at the same time, or about the same thing; ``key`` never changes."""

    key: str
    title: Text
    items: tuple[Item, ...]
    intro: Text = ""


def _stops(*items: tuple[str, Text]) -> tuple[Item, ...]:
    return tuple(Item(key, text, before_discharge=True) for key, text in items)


GROUPS = (
    Group(
        "first-hours",
        _("The first hours"),
        (
            Item("call-first", _("Who should be called?"), _("Write them in order.")),
            Item("not-told", _("Who should not be told?")),
            Item(
                "children",
                _("My children"),
                _("Who fetches them? Food, medicine, and whom to call at school or preschool."),
            ),
            Item("cared-for", _("Somebody I take care of")),
            Item("animals", _("My animals"), _("Food, walks, the vet, and where they can live.")),
            Item("stove-doors", _("The stove, the heating, doors and windows")),
            Item("keys", _("My keys"), _("Who has one?")),
            Item(
                "home-help",
                _("Home help, alarm or assistance"),
                _("What should be paused, and what should begin?"),
            ),
            Item(
                "aids",
                _("To take along to the hospital"),
                _("Glasses, aids, the charger. Do I need an interpreter?"),
            ),
        ),
    ),
    Group(
        "care",
        _("My care"),
        (
            Item("medicines", _("My medicines"), _("Where is the list?")),
            Item("allergy", _("What I cannot take")),
            Item(
                "next-dose",
                _("The next dose that must not be missed"),
                _("For example an injection, insulin or LARO."),
            ),
            Item(
                "crisis-plan",
                _("My crisis plan"),
                _("Early signs, what helps, and what makes it worse."),
            ),
            Item("appointments", _("Appointments to cancel")),
            Item("care-contact", _("My steady contact in care")),
        ),
    ),
    Group(
        "home",
        _("My home, day 1 to 3"),
        (
            Item("post", _("The post")),
            Item("fridge-plants", _("The fridge, the rubbish and the plants")),
            Item("car", _("The car and where it may stand")),
            Item("valuables", _("Things I am afraid to lose")),
            Item("landlord", _("Landlord and neighbour")),
        ),
    ),
    Group(
        "money",
        _("My money, week 1"),
        (
            Item("rent", _("The rent")),
            Item("bills", _("Electricity, phone and internet")),
            Item("direct-debit", _("What is paid by itself"), _("Is there money for it?")),
            Item("debts", _("Loans and debts"), _("The payment plan, and whom to call.")),
            Item("home-insurance", _("Home insurance")),
            Item(
                "income-support",
                _("Income support"),
                _("The next application, papers and meetings."),
            ),
            Item("sickness-benefit", _("Sickness benefit and the doctor's certificate")),
            Item("unemployment", _("Unemployment fund and job agency"), _("The next report.")),
            Item("housing-allowance", _("Housing allowance and child support")),
        ),
    ),
    Group(
        "contacts",
        _("Who needs to know"),
        (
            Item("work-school", _("Work, school or CSN")),
            Item("caseworkers", _("My contacts at authorities"), _("Names and phone.")),
            Item("guardian", _("God man or förvaltare")),
            Item("probation-court", _("Probation or court"), _("Times to keep or to move.")),
            Item("migration", _("The Migration Agency"), _("A last day to keep.")),
            Item("support", _("Personal ombud, case manager or user specialist")),
            Item("association", _("My association or sponsor")),
        ),
    ),
    Group(
        "before-discharge",
        _("Before I leave the hospital"),
        _stops(
            ("sleep-tonight", _("Where do I sleep tonight?")),
            ("home-kept", _("Do I still have my home, and is the rent paid?")),
            ("key-home", _("Do I have a key?")),
            ("way-home", _("How do I get home?")),
            ("three-days", _("Do I have food, clothes and money for three days?")),
            ("medicine-home", _("Do I have medicine and prescriptions?")),
            ("who-meets", _("Who meets me?")),
            ("home-help-begun", _("Has the home help begun?")),
            ("sip-called", _("Has somebody called us to a SIP?")),
            ("care-contact-named", _("Who is my steady contact in care? Name and phone.")),
            ("return-visit", _("When do I come back to the care?")),
            ("home-again", _("When do the children and animals come home?")),
            ("called-after", _("Who calls me on day 1 and day 7?")),
        ),
        intro=_("Stop if something here has no answer. Ask before you leave."),
    ),
)

ITEMS: dict[str, Item] = {item.key: item for group in GROUPS for item in group.items}

#: What somebody must have an answer to before she leaves the hospital.
STOPS = tuple(item for item in ITEMS.values() if item.before_discharge)

assert len(ITEMS) == sum(len(group.items) for group in GROUPS)
