"""Who answers for the pages of a meeting: the group that met."""

from __future__ import annotations

from oppnasoc.groups.answering import answers_for
from oppnasoc.groups.models import Party

from .models import Meeting


@answers_for("meeting")
def the_group_that_met(pk: int, slug: str = "") -> Party | None:
    meeting = Meeting.objects.select_related("group__party").filter(pk=pk).first()
    return meeting.group if meeting else None
