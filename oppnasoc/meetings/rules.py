"""Who may do what with meetings and minutes. One line for each right.

| right         | who                                                                  |
| ------------- | -------------------------------------------------------------------- |
| prepare       | those who lead the group; editors                                    |
| publish       | the group's secretary; editors                                       |
| remove_name   | secretaries; editors: everywhere, when the person asks               |
| take_in       | those who lead a group, in general (the door to the upload); editors |
| see_withdrawn | those who lead a group; editors                                      |
"""

from oppnasoc.groups.rules import (
    facilitates,
    is_secretary_of,
    is_secretary_somewhere,
    leads_a_group,
)
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_editor

grant("meetings.prepare", facilitates | is_editor)
grant("meetings.publish", is_secretary_of | is_editor)
grant("meetings.remove_name", is_secretary_somewhere | is_editor)
grant("meetings.take_in", leads_a_group | is_editor)
grant("meetings.see_withdrawn", leads_a_group | is_editor)
