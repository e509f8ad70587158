"""Who may see how the house is.

======================  ===============================================
right                   who
======================  ===============================================
pages.see_faults        leads a group (its own); editor; administrator
pages.see_every_fault   editor; administrator
======================  ===============================================
"""

from oppnasoc.groups.rules import leads_a_group
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_administrator, is_editor

grant("pages.see_faults", leads_a_group | is_editor | is_administrator)
grant("pages.see_every_fault", is_editor | is_administrator)
