"""What each entry says about posts and newsletters."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.editorial.kinds import tell
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from .models import Newsletter, Post

tell(Post, published=gettext_lazy("News: {}."), corrected=gettext_lazy("A post was corrected: {}."))

REFS = {"newsletter": "news.Newsletter"}
NOTHING = "Holds the id of a newsletter only; who made it is emptied with her account."


@kind("news.newsletter_begun", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def begun(newsletter: Newsletter | None) -> str:
    return str(_("A newsletter was begun."))


@kind("news.newsletter_written", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def written(newsletter: Newsletter | None) -> str:
    return str(_("The newsletter was changed."))


@kind("news.newsletter_tested", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def tested(newsletter: Newsletter | None) -> str:
    return str(_("A test of the newsletter was sent to whoever writes it."))


# Quiet: those who subscribe get the letter itself.
@kind("news.newsletter_sent", refs=REFS, audience=Audience.PUBLIC, quiet=True, erasure=NOTHING)
def sent(newsletter: Newsletter | None) -> str:
    if newsletter is None or newsletter.is_draft:
        return ""
    return fill(_("A newsletter was sent: {}."), link(newsletter))
