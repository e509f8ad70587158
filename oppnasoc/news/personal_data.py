"""What this room keeps of people (``ui/register.py``); posts are declared with all edited texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import TASK, Basis, Moment, holding, nobody

holding(
    "newsletter",
    Moment.FOLLOW,
    order=20,
    title=_("The newsletter"),
    what=_("That a newsletter was sent to you, and who put it together."),
    purpose=_("So that nobody gets the same letter twice."),
    basis=[Basis.CONSENT, Basis.PUBLIC],
    laws=[TASK],
    kept=_("90 days after it was sent. The newsletter itself stays."),
    seen=_("Nobody sees who got it. Everybody can read the newsletter."),
    out=_("Every newsletter has a link. One press stops it."),
    fields={
        "news.Copy": ["follower", "tester"],
        "news.Newsletter": ["title", "introduction", "chosen", "made_by"],
    },
)

nobody("news.Linked", fields=["address", "kind"], because="Which public page a post is about.")
