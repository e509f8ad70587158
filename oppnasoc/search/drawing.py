"""What was found as HTML: its rows, and the filters that can be chosen, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.ui.html import EMPTY, fill, fill_each
from oppnasoc.ui.templatetags.ui import chip, shortday

from .asked import Asked
from .finding import Hit, Results
from .sources import sources

PARTIES = 12  # groups to choose among
ROW = '<li>{}<h3><a href="{}">{}</a></h3>{}{}</li>\n'
CHOICE = '<li><a href="{}"{}>{}{}</a></li>'
COUNT = ' <span class="meta">{}</span>'
ON = SafeString(' aria-current="true"')
FILTERS = '<nav class="filters" aria-label="{}">\n<ul>{}</ul>\n{}</nav>'
PARTY_FILTERS = "<details{}><summary>{}</summary>\n<ul>{}</ul></details>"
ORDERS = '<nav class="filters order" aria-label="{}"><ul>{}</ul></nav>'


@dataclass(frozen=True)
class Choice:
    """A filter that can be chosen: its address, its name, how many it leaves, whether it is on."""

    url: str
    label: str
    count: int | None = None
    on: bool = False


def rows(hits: Iterable[Hit], names: dict[int, str]) -> SafeString:
    """Hits as rows of a list, as the rest of the site draws them."""
    chips = {source.kind: chip("kind", source.label) for source in sources()}
    drawn = []
    for hit in hits:
        party = names.get(hit.party or 0, "")
        where = "" if party == plain(hit.title_html) else party  # A group need not say it twice.
        meta = " · ".join(part for part in (shortday(hit.on), where) if part)
        drawn.append(
            (
                chips.get(hit.kind, EMPTY),
                hit.url,
                hit.title_html,
                fill("<p>{}</p>", hit.excerpt_html) if hit.excerpt_html else "",
                fill('<p class="meta">{}</p>', meta) if meta else "",
            )
        )
    return fill_each("", ROW, drawn)


def plain(html: SafeString) -> str:
    """The text of a hit without its marks, the only tags that it has."""
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


def filters(asked: Asked, results: Results, names: dict[int, str]) -> SafeString:
    """The kinds and groups that can be chosen; nothing when there is nothing to choose."""
    kinds = of_kinds(asked, results)
    if not kinds:
        return EMPTY
    parties = of_parties(asked, results, names)
    more = fill(
        PARTY_FILTERS,
        SafeString(" open") if asked.party else EMPTY,
        _("Choose a group"),
        drawn(parties),
    )
    return fill(FILTERS, _("Choose what to see"), drawn(kinds), more if parties else EMPTY)


def orders(asked: Asked) -> SafeString:
    """In which order hits can be shown."""
    return fill(ORDERS, _("In which order"), drawn(of_orders(asked)))


def drawn(choices: Iterable[Choice]) -> SafeString:
    return fill_each(
        "",
        CHOICE,
        (
            (
                choice.url,
                ON if choice.on else EMPTY,
                choice.label,
                EMPTY if choice.count is None else fill(COUNT, choice.count),
            )
            for choice in choices
        ),
    )


def to_choose(asked: Asked, results: Results) -> list[int]:
    """The parties that can be chosen."""
    chosen = [asked.party] if asked.party else []
    return [party for party, _count in results.parties[:PARTIES]] + chosen


def of_kinds(asked: Asked, results: Results) -> list[Choice]:
    """The kinds of things that there are hits of; nothing when there is nothing to choose."""
    labels = {source.kind: str(source.label) for source in sources()}
    counts = dict(results.kinds)
    found = [
        Choice(asked.url(kind=kind), label, counts.get(kind, 0), asked.kind == kind)
        for kind, label in labels.items()
        if counts.get(kind) or asked.kind == kind
    ]
    if len(found) < 2 and not asked.kind:
        return []
    return [Choice(asked.url(kind=""), _("Everything"), None, not asked.kind), *found]


def of_parties(asked: Asked, results: Results, names: dict[int, str]) -> list[Choice]:
    """The groups that hits belong to, most hits first."""
    counts = dict(results.parties)
    found = [
        Choice(asked.url(party=party), names[party], counts.get(party, 0), asked.party == party)
        for party in dict.fromkeys(to_choose(asked, results))
        if party in names
    ]
    if len(found) < 2 and not asked.party:
        return []
    return [Choice(asked.url(party=None), _("All groups"), None, asked.party is None), *found]


def of_orders(asked: Asked) -> list[Choice]:
    return [
        Choice(asked.url(order="best"), _("Best first"), on=asked.order == "best"),
        Choice(asked.url(order="new"), _("Newest first"), on=asked.order == "new"),
    ]
