"""The trail kinds of an edited text: four verbs, declared by its room in ``notices.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

if TYPE_CHECKING:
    from .models import Edited

NOTHING = "Holds the id of a text and of its version only; who made it is emptied with her account."
VERBS = ("published", "corrected", "changed", "withdrawn")


def tell(
    model: type[Edited],
    *,
    published: str | Promise,
    corrected: str | Promise,
    changed: str | Promise = "",
) -> None:
    """Declare what the log says of these texts. The sentences have one ``{}`` for the link.

    Small changes are kept without telling anybody, unless ``changed`` says that they are news;
    what is taken back is for those who tend.
    """
    refs = {"thing": model._meta.label}

    def shown(sentence: str | Promise, thing: Model | None) -> str:
        """Nothing once it is taken back."""
        if thing is None or not getattr(thing, "live", False):
            return ""
        return fill(str(sentence), link(thing))

    def told(
        verb: str, sentence: str | Promise, audience: Audience, *, quiet: bool, big: bool
    ) -> None:
        declare = kind(
            f"{model.verbs}_{verb}",
            refs=refs,
            codes=("revision",),
            audience=audience,
            erasure=NOTHING,
            quiet=quiet,
            big=big,
        )

        def says(thing: Model | None, revision: int | None) -> str:
            if audience is Audience.PUBLIC:
                return shown(sentence, thing)
            return fill(str(sentence), link(thing))

        declare(says)

    told("published", published, Audience.PUBLIC, quiet=False, big=True)
    told("corrected", corrected, Audience.PUBLIC, quiet=False, big=False)
    words = changed or _("The text was changed: {}.")
    told("changed", words, Audience.PUBLIC, quiet=not changed, big=False)
    told("withdrawn", _("The text was taken back: {}."), Audience.STAFF, quiet=True, big=False)


def codes(model: type[Edited]) -> list[str]:
    """The codes of a text's four kinds."""
    return [f"{model.verbs}_{verb}" for verb in VERBS]
