"""Parts of a page that are alike for many readers, drawn once: ``{% alike %}``.

The frame of a page – head, menu, foot – is forty nodes of a template, and a third of a short
page's work, though it only differs by language, municipality and place in the menu. Such a part is
a template of its own that gets the values that it differs by and nothing else: no request, no
person, no token. What it cannot see it cannot show to the wrong reader, so what was drawn may be
kept (docs/adr/0014-what-is-alike-is-drawn-once.md)::

    {% alike "ui/parts/helpline.html" site=site %}

A page itself is never kept, nor anything that a visitor wrote.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 500  # drawn parts in each process, of about 1 kB


def alike(template: str, **values: Hashable) -> SafeString:
    """The template drawn with these values, in the present language.

    Values must be of equal content when they are equal, so no rows of the database.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(template, get_language(), tuple(values.items()))


@lru_cache(maxsize=KEPT)
def _drawn(
    template: str, language: str | None, values: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    return render_to_string(template, dict(values))
