"""Who may do what with a text that others are asked about. One line for each right.

| right    | who                                                                          |
| -------- | ---------------------------------------------------------------------------- |
| send     | those who act for that group, unit or post; editors                           |
| begin    | those who act for anybody who can ask; editors: open the page for a new one   |
| tend     | those who act for whoever asks; editors                                       |
| answer   | those who act for the one who is asked; for an authority: who tends the text  |
| say      | anybody, with or without an account                                           |
"""

from __future__ import annotations

from rules.predicates import always_allow

from oppnasoc.groups.models import Membership, Party
from oppnasoc.groups.rules import HOLDER, acts_for, seats
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor

from .models import Asked, Referral

ASKING = {Membership.Role.FACILITATOR, Membership.Role.SECRETARY, Membership.Role.STAFF, HOLDER}


@rule
def acts_for_sender(user: Somebody, referral: Referral | None) -> bool:
    return referral is not None and bool(acts_for(user, referral.sender))


@rule
def acts_for_asking(user: Somebody, party: Party | None) -> bool:
    """Acts for the party, and it is of a kind that can ask."""
    return party is not None and party.kind in Referral.SENDERS and bool(acts_for(user, party))


@rule
def can_ask(user: Somebody) -> bool:
    """Leads a group, works at a unit or holds a post."""
    return any(role in ASKING for _party, role in seats(user))


@rule
def answers_for(user: Somebody, asked: Asked | None) -> bool:
    """Acts for the one who is asked. An authority does not sign in: who asks writes it down."""
    if asked is None:
        return False
    if asked.party.kind == Party.Kind.OUTSIDE:
        return bool(acts_for_sender(user, asked.referral) or is_editor(user))
    return bool(acts_for(user, asked.party))


grant("referrals.send", acts_for_asking | is_editor)
grant("referrals.begin", can_ask | is_editor)
grant("referrals.tend", acts_for_sender | is_editor)
grant("referrals.answer", answers_for)
grant("referrals.say", always_allow)
