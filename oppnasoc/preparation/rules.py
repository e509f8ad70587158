"""Who may do what where organisations prepare together.

===================  ==========================================================================
right                who
===================  ==========================================================================
preparation.start    a member of that organisation, nobody else
preparation.work     a member of an organisation that takes part: see, write, invite, ask, say yes
preparation.answer   a member of the organisation that is invited: see who asks, say yes or no
===================  ==========================================================================

Editors, managers and administrators are not named here on purpose: a room is closed to them too,
and its address is 404. What a person may is asked of ``Invited``, her organisation's own row.
"""

from __future__ import annotations

from oppnasoc.groups.rules import is_member_of
from oppnasoc.people.rights import Somebody, grant, rule

from .models import Invited


@rule
def sits_in(user: Somebody, row: Invited | None) -> bool:
    """A member of the organisation of this row, and the organisation takes part."""
    return (
        row is not None
        and row.status == Invited.Status.JOINED
        and bool(is_member_of(user, row.organisation))
    )


@rule
def is_asked(user: Somebody, row: Invited | None) -> bool:
    return (
        row is not None
        and row.status == Invited.Status.ASKED
        and bool(is_member_of(user, row.organisation))
    )


grant("preparation.start", is_member_of)
grant("preparation.work", sits_in)
grant("preparation.answer", is_asked)
