"""Who may do what with a voice. One line for each right.

| right | who                                                                |
| ----- | ------------------------------------------------------------------ |
| say   | anybody, with or without an account                                |
| enter | those who lead a group, staff and members of organisations: for somebody else |
| sort  | those who lead a group; editors                                    |
"""

from rules.predicates import always_allow

from oppnasoc.groups.rules import has_a_seat, leads_a_group
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_editor

grant("voices.say", always_allow)
grant("voices.enter", has_a_seat | is_editor)
grant("voices.sort", leads_a_group | is_editor)
