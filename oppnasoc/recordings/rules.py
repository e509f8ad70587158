"""Who tends recordings.

=================  =======================================================================
right              who
=================  =======================================================================
recordings.tend    leads the group that it is of, as for its minutes; an editor
recordings.begin   leads a group; an editor
=================  =======================================================================

What is published is for everybody; a draft and what is taken back only for those who tend it.
"""

from __future__ import annotations

from oppnasoc.groups.rules import facilitates, leads_a_group
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor

from .models import Recording


@rule
def leads_its_group(user: Somebody, recording: Recording | None) -> bool:
    return recording is not None and bool(facilitates(user, recording.group))


grant("recordings.tend", leads_its_group | is_editor)
grant("recordings.begin", leads_a_group | is_editor)
