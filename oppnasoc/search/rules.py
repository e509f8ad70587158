"""Who may do what with the search: everybody searches, editors tend its words.

==================  ======================
right               who
==================  ======================
search.edit_words   editor, administrator
==================  ======================
"""

from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_administrator, is_editor

grant("search.edit_words", is_editor | is_administrator)
