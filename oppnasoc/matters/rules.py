"""Who may do what with a matter. One line for each right.

| right              | who                                                                     |
| ------------------ | ----------------------------------------------------------------------- |
| see_hidden         | editors; those who lead a group                                         |
| open               | those who lead a group; editors                                         |
| tend               | those who lead the group that sees it through; editors                  |
| pass_on            | those who tend it; those who act for the party that it lies with, or    |
|                    | for the manager whom it was lifted to                                   |
| place              | those who act for the manager whom it was lifted to                     |
| receive            | those who act for the party that is asked; those who tend it, when that |
|                    | party has nobody who signs in                                           |
| answer             | managers; those who act for the unit or post that it lies with, or for  |
|                    | the manager whom it was lifted to; those who tend it, when it lies with |
|                    | another authority                                                       |
| reply              | those who may answer it; those who act for the party that is asked      |
| carry_out          | those who may pass it on or answer it                                   |
| tell               | those who tend it; who wrote the voice down; those who lead the group   |
|                    | where it was said; its organisation's members, when told through it     |
| tell_through       | members of that organisation; those who lead a group; editors: each     |
|                    | those whom she may tell                                                 |
| be_credited        | those with a seat in the group that sees it through, or who act for the |
|                    | party that it lies with                                                 |
"""

from __future__ import annotations

from oppnasoc.groups.models import Membership, Party, Post
from oppnasoc.groups.rules import (
    acts_for,
    facilitates,
    is_member_of,
    leads_a_group,
    takes_part_in,
)
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor, is_manager
from oppnasoc.voices.models import Voice

from .models import Ground, Matter


@rule
def leads_steward(user: Somebody, matter: Matter | None) -> bool:
    """Leads the group that sees the matter through."""
    return matter is not None and bool(facilitates(user, matter.steward))


@rule
def acts_for_holder(user: Somebody, matter: Matter | None) -> bool:
    """Works at the unit, holds the post or speaks for the party that the matter lies with."""
    return matter is not None and bool(acts_for(user, matter.holder))


@rule
def acts_for_asked(user: Somebody, matter: Matter | None) -> bool:
    """May say yes or no to the hand-over."""
    return matter is not None and bool(acts_for(user, matter.asked))


@rule
def acts_for_lifted(user: Somebody, matter: Matter | None) -> bool:
    """Is the manager who has to see to it."""
    return matter is not None and bool(acts_for(user, matter.lifted_to))


def signs_in(party: Party) -> bool:
    """Whether anybody who acts for the party can sign in here; at most two queries."""
    seats = Membership.objects.current().filter(party=party.pk, user__is_active=True)
    if seats.exclude(role=Membership.Role.PARTICIPANT).exists():
        return True
    posts = Post.objects.filter(held_by__is_active=True)
    return (posts.filter(pk=party.pk) | posts.filter(unit=party.pk)).exists()


@rule
def asks_somebody_outside(user: Somebody, matter: Matter | None) -> bool:
    """The receiver has nobody who signs in, so what it says must be written down for it."""
    return matter is not None and matter.asked is not None and not signs_in(matter.asked)


@rule
def lies_outside(user: Somebody, matter: Matter | None) -> bool:
    """Another authority has it, which does not sign in."""
    holder = matter.holder if matter is not None else None
    return holder is not None and holder.kind == Party.Kind.OUTSIDE


@rule
def sits_in_steward(user: Somebody, matter: Matter | None) -> bool:
    """Has a seat in the group that sees it through."""
    return matter is not None and bool(takes_part_in(user, matter.steward))


@rule
def tells(user: Somebody, ground: Ground | None) -> bool:
    """Owes the speaker of this voice word about this matter."""
    if ground is None or user is None:
        return False
    voice = ground.voice
    if facilitates(user, ground.matter.steward) or facilitates(user, voice.group):
        return True
    if voice.entered_by_id is not None and voice.entered_by_id == user.pk:
        return bool(user.is_active)
    through = voice.tell_by == Voice.TellBy.ORGANISATION
    return through and bool(is_member_of(user, voice.organisation))


tends = leads_steward | is_editor
answers = is_manager | acts_for_holder | acts_for_lifted | (lies_outside & tends)

grant("matters.see_hidden", is_editor | leads_a_group)
grant("matters.open", leads_a_group | is_editor)
grant("matters.tend", tends)
grant("matters.pass_on", tends | acts_for_holder | acts_for_lifted)
grant("matters.place", acts_for_lifted)
grant("matters.receive", acts_for_asked | (tends & asks_somebody_outside))
grant("matters.answer", answers)
grant("matters.reply", answers | acts_for_asked)
grant("matters.carry_out", tends | answers)
grant("matters.tell", tells | is_editor)
grant("matters.tell_through", is_member_of | leads_a_group | is_editor)
grant("matters.be_credited", sits_in_steward | acts_for_holder)
