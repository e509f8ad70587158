"""What is kept of posts is read anew when one comes or goes."""

from __future__ import annotations

from oppnasoc.editorial.kinds import codes
from oppnasoc.trail.listening import renews

from .models import Post
from .reading import groups_with_posts, latest, months

renews(latest, *codes(Post))
renews(months, *codes(Post))
renews(groups_with_posts, *codes(Post))
