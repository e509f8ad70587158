"""What each entry says about posts."""

from django.utils.translation import gettext_lazy as _

from oppnasoc.editorial.kinds import tell

from .models import Post

tell(Post, published=_("News: {}."), corrected=_("A post was corrected: {}."))
