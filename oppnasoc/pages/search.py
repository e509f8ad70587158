"""What can be found of the pages whose texts come with the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source

BLOCK_END = re.compile(r"</(?:p|h\d|li|a)>")


@dataclass(frozen=True)
class Page:
    """A page that is always there: its address, its name, a sentence about it, and the part of a
    template that holds the rest of its text."""

    name: str
    title: str | Promise
    text: str | Promise
    part: str = ""


#: The number of a page is its place here, counted from one; it never changes, so add at the end.
PAGES = (
    Page(
        "about",
        _("About the site"),
        _("What happens to what you say, who reads it, and how long it takes."),
        "pages/_about.html",
    ),
    Page(
        "say",
        _("Say something"),
        _("Ask, suggest, or tell what works badly or well. No account needed."),
    ),
    Page("code", _("Your code"), _("See what came of what you said, with the code that you got.")),
    Page(
        "stories",
        _("This is what we did"),
        _("Changes that came of what people said, from the first sentence to daily life."),
    ),
    Page("groups", _("The groups"), _("The tree of groups, who takes part and when they meet.")),
    Page("organisations", _("User organisations"), _("Associations of users and relatives.")),
    Page("units", _("Who does what"), _("The units of the social services and the roles there.")),
    Page("outsides", _("Other authorities"), _("Those that a question can be about besides us.")),
    Page(
        "open_figures",
        _("How is it going?"),
        _("What is late and why, what has waited the longest, and how long an answer takes."),
    ),
)


def every() -> Iterable[int]:
    return range(1, len(PAGES) + 1)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """The pages in Swedish; no query."""
    with translation.override(settings.LANGUAGE_CODE):
        for number in ids:
            if 0 < number <= len(PAGES):
                page = PAGES[number - 1]
                told = [str(page.text), _words_of(page.part) if page.part else ""]
                text = "\n\n".join(filter(None, told))
                yield Found(number, str(page.title), text, reverse(page.name))


def _words_of(part: str) -> str:
    """The words of a part of a page, each paragraph by itself."""
    html = BLOCK_END.sub("\n\n", render_to_string(part))
    lines = (" ".join(line.split()) for line in unescape(strip_tags(html)).split("\n\n"))
    return "\n\n".join(line for line in lines if line)


source(
    "page",
    "ui.Municipality",
    label=_("Pages about the site"),
    order=90,
    documents=documents,
    every=every,
    touched=lambda entry: (),
)
