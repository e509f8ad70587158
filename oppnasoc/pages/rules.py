"""Who may see how the house is, and who tells how it goes for a group.

======================  ===============================================
right                   who
======================  ===============================================
pages.see_faults        leads a group (its own); editor; administrator
pages.see_every_fault   editor; administrator
pages.tell_in_words     facilitator or secretary of that group
pages.take_words_back   facilitator or secretary of that group; editor
======================  ===============================================

Only the group itself says what is told of it. An editor may take it away, and sees no proposal.
"""

from oppnasoc.groups.rules import facilitates, leads_a_group
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_administrator, is_editor

grant("pages.see_faults", leads_a_group | is_editor | is_administrator)
grant("pages.see_every_fault", is_editor | is_administrator)
grant("pages.tell_in_words", facilitates)
grant("pages.take_words_back", facilitates | is_editor)
