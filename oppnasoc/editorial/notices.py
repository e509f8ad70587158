"""What the log says of texts that are looked at again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind


@kind(
    "editorial.still_right",
    audience=Audience.PUBLIC,
    quiet=True,
    erasure="Holds no data; who said it is emptied with her account.",
)
def still_right() -> str:
    return str(_("Somebody who answers for the text has read it and says that it is still right."))
