"""Who writes news and newsletters.

==================  ======================================================================
right               who
==================  ======================================================================
news.*_post         editor (editorial/rules.py)
news.newsletter     editor: puts a newsletter together, tests it and sends it
==================  ======================================================================
"""

from oppnasoc.editorial.rules import editing
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_editor

from .models import Post

editing(Post)
grant("news.newsletter", is_editor)
