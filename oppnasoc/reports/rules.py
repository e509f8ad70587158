"""Who writes reports.

==================  ======================================================================
right               who
==================  ======================================================================
reports.write       leads the group that it is about; of the whole: a manager, an editor
reports.begin       may write any: leads a group, is a manager or an editor
==================  ======================================================================
"""

from __future__ import annotations

from oppnasoc.groups.rules import facilitates, leads_a_group
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor, is_manager

from .models import Report


@rule
def leads_its_group(user: Somebody, report: Report | None) -> bool:
    """Leads the group that the report is about."""
    return (
        report is not None and report.group_id is not None and bool(facilitates(user, report.group))
    )


@rule
def is_about_the_whole(user: Somebody, report: Report | None) -> bool:
    return report is not None and report.group_id is None


grant("reports.begin", leads_a_group | is_manager | is_editor)
grant("reports.write", is_editor | leads_its_group | (is_about_the_whole & is_manager))
