"""Who writes news: editors (editorial/rules.py)."""

from oppnasoc.editorial.rules import editing

from .models import Post

editing(Post)
