"""Who may do what with action plans.

=========================  ======================================================
right                      who
=========================  ======================================================
actionplans.write          leads the group whose plan it is, or holds the role (also the unit's);
                           manager; editor: start, adopt, revise, end, link to matters, numbers
actionplans.write_some     whoever may write some plan
actionplans.tell           who may write the plan; acts for the measure's owner: a leader of the
                           group, a member of the organisation, staff of the unit, the role's holder
=========================  ======================================================

A plan that nobody has adopted is read by those who may write it. Everything else is for everybody.
"""

from __future__ import annotations

from oppnasoc.groups.models import Party
from oppnasoc.groups.rules import acts_for, seats
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor, is_manager

from .models import LEADS, Measure, Plan


def _leads(user: Somebody, party: int | None) -> bool:
    return any(at == party and role in LEADS for at, role in seats(user))


@rule
def leads_the_owner(user: Somebody, thing: Plan | Party | None) -> bool:
    """Leads or holds whom the plan belongs to, or the party that would have one."""
    if thing is None:
        return False
    return _leads(user, thing.owner_id if isinstance(thing, Plan) else thing.pk)


@rule
def leads_somewhere(user: Somebody) -> bool:
    return any(role in LEADS for _party, role in seats(user))


@rule
def sees_to_it(user: Somebody, measure: Measure | None) -> bool:
    """Acts for whoever sees to the measure, or leads whose plan it is."""
    if measure is None:
        return False
    return _leads(user, measure.goal.plan.owner_id) or acts_for(user, measure.owner)


grant("actionplans.write", leads_the_owner | is_manager | is_editor)
grant("actionplans.write_some", leads_somewhere | is_manager | is_editor)
grant("actionplans.tell", sees_to_it | is_manager | is_editor)
