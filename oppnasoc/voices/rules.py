"""Who may do what with a voice. One line for each right.

| right | who                                                                |
| ----- | ------------------------------------------------------------------ |
| say   | anybody, with or without an account                                |
| enter | those who lead a group, staff and members of organisations: for somebody else |
| sort  | those who lead a group; editors                                    |
"""

import rules
from oppnasoc.groups.rules import has_a_seat, leads_a_group
from oppnasoc.people.rules import is_editor

rules.add_perm("voices.say", rules.always_allow)
rules.add_perm("voices.enter", has_a_seat | is_editor)
rules.add_perm("voices.sort", leads_a_group | is_editor)
