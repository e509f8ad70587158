"""Who may do what with what is on its way out.

===========  =====================
right        who
===========  =====================
outbox.see   editor, administrator
outbox.tend  editor, administrator
===========  =====================
"""

from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_administrator, is_editor

grant("outbox.see", is_editor | is_administrator)
grant("outbox.tend", is_editor | is_administrator)
