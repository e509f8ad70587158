"""Who may do what with what others do.

=====================  ======================
right                  who
=====================  ======================
comparison.subscribe   editor, administrator
=====================  ======================
"""

from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_administrator, is_editor

grant("comparison.subscribe", is_editor | is_administrator)
