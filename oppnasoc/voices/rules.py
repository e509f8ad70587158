"""Who may do what with a voice. One line for each right.

| right     | who                                                                             |
| --------- | ------------------------------------------------------------------------------- |
| say       | anybody, with or without an account                                             |
| enter     | those who lead a group, staff and members of organisations: for somebody else   |
| speak_for | members of that organisation; those who may sort                                |
| confide   | those who work here: say something with protection                              |
| know_who  | the one whom somebody has told in confidence, nobody else                       |
| sort      | those who lead a group; editors                                                 |
| correct_for | when its speaker asks: who wrote it down; those who lead its group; editors   |
| ask       | those who lead that group; editors: ask everybody, print slips for its box      |
| reception | administrators, under /redaktion/                                               |
"""

from __future__ import annotations

from rules.predicates import always_allow

from oppnasoc.groups.rules import (
    facilitates,
    has_a_seat,
    is_member_of,
    is_staff,
    leads_a_group,
)
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_administrator, is_editor

from .models import Confidence, Voice


@rule
def was_told(user: Somebody, confidence: Confidence | None) -> bool:
    """Somebody has chosen to tell her who she is."""
    return user is not None and confidence is not None and user.pk == confidence.told_to_id


@rule
def heard_it(user: Somebody, voice: Voice | None) -> bool:
    """Wrote the voice down, or leads the group where it was said."""
    if user is None or voice is None:
        return False
    entered = voice.entered_by_id is not None and voice.entered_by_id == user.pk
    return (entered and user.is_active) or bool(facilitates(user, voice.group))


sorts = leads_a_group | is_editor

grant("voices.say", always_allow)
grant("voices.enter", has_a_seat | is_editor)
grant("voices.speak_for", is_member_of | sorts)
grant("voices.confide", is_staff)
grant("voices.know_who", was_told)
grant("voices.sort", sorts)
grant("voices.correct_for", heard_it | is_editor)
grant("voices.ask", facilitates | is_editor)
grant("voices.change_reception", is_administrator)
