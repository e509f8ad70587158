"""'Did it get better?' as pages show it: in words, as a picture, and who disagrees."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.ui.html import EMPTY, fill, fill_each
from oppnasoc.ui.templatetags.ui import countword, voice

from .judging import Figure, figure
from .models import Judgement, Matter

WIDTH = 300  # units of the picture, as wide as the column


def in_words(figure: Figure) -> str:
    """'3 yes · 1 partly · 2 no', without what nobody chose."""
    said = (
        (figure.yes, _("%(n)d yes")),
        (figure.partly, _("%(n)d partly")),
        (figure.no, _("%(n)d no")),
    )
    return " · ".join(text % {"n": count} for count, text in said if count)


def drawn(figure: Figure) -> SafeString:
    """The figure with a bar that shows the same, safe HTML; empty when nobody has said anything."""
    if not figure:
        return EMPTY
    parts, at = [], 0.0
    for name, count in (("yes", figure.yes), ("partly", figure.partly), ("no", figure.no)):
        if count:
            width = WIDTH * count / figure.total
            parts.append((name, f"{at:.0f}", f"{max(width - 3, 2):.0f}"))
            at += width
    bars = fill_each("", '<rect class="{}" x="{}" width="{}" height="14"/>', parts)
    picture = fill(
        '<svg viewBox="0 0 {} 14" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        bars,
    )
    words = fill("<b>{}</b> {}", _("Did it get better?"), in_words(figure))
    return fill('<div class="better"><p>{}</p>{}</div>', words, picture)


def contested(matter: Matter, no: int) -> str:
    """Who disagrees that it is done, as a sentence; empty when nobody does."""
    if not no or matter.status not in Matter.DONE:
        return ""
    text = ngettext(
        "One who raised it says that it did not get better.",
        "%(n)s who raised it say that it did not get better.",
        no,
    ) % {"n": countword(no)}
    return text[0].upper() + text[1:]


def thought(matter: Matter, thoughts: Sequence[Judgement]) -> SafeString:
    """What those who raised it think, as its page and its story show it; safe HTML.

    ``thoughts`` are those of the outcome that it has now; words stand there when somebody has
    looked at them.
    """
    of = figure(given.better for given in thoughts)
    disagree = contested(matter, of.no)
    shown = ((voice(given.words),) for given in thoughts if given.shown and given.words)
    first = fill('<p class="now late">{}</p>', disagree) if disagree else EMPTY
    return fill("{}{}{}", first, drawn(of), fill_each("", "{}", shown))
