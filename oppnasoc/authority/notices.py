"""What the log says of the municipality's settings, the statement and the easy page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.editorial.kinds import tell
from oppnasoc.trail.kinds import Audience, kind

from .models import EasyPage, Statement

NOTHING = "Holds no value and no name; who did it is emptied with her account."

tell(
    Statement,
    published=gettext_lazy("How accessible the site is was told: {}."),
    corrected=gettext_lazy("How accessible the site is was told anew: {}."),
)
tell(
    EasyPage,
    published=gettext_lazy("The site is told of in easy words: {}."),
    corrected=gettext_lazy("The easy words about the site were put right: {}."),
)


@kind("authority.look_changed", audience=Audience.STAFF, erasure=NOTHING)
def look_changed() -> str:
    return str(_("The look of the site was changed."))


@kind("authority.contact_changed", audience=Audience.STAFF, erasure=NOTHING)
def contact_changed() -> str:
    return str(_("How one reaches the municipality was changed."))
