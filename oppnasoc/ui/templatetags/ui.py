"""Template tags of the components; built in, no ``{% load %}`` needed.

Each tag is drawn by a small template under ``ui/parts/``; those that stand inside a sentence (a
template ends with a line break) or many times on a page (a template costs ten times as much) are
drawn by a line here. ``/komponenter/`` shows them all.
Text parameters are escaped unless they are marked as safe HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template import Context
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import dateformat, timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from .. import menu as menus
from .. import summary, treepicture
from ..addresses import may_be_open
from ..alike import alike
from ..days import today
from ..html import EMPTY, calls, escaped, fill, fill_each, paragraphs
from ..parts import Node, Step
from ..registry import Panel
from ..registry import panels as declared

register = template.Library()

HOLE = "\ue000"  # where something is put into a part that is drawn once

# Gettext needs whole words to find; two to twelve are written out in Swedish running text.
_COUNTS = {
    2: lambda: pgettext("number", "two"),
    3: lambda: pgettext("number", "three"),
    4: lambda: pgettext("number", "four"),
    5: lambda: pgettext("number", "five"),
    6: lambda: pgettext("number", "six"),
    7: lambda: pgettext("number", "seven"),
    8: lambda: pgettext("number", "eight"),
    9: lambda: pgettext("number", "nine"),
    10: lambda: pgettext("number", "ten"),
    11: lambda: pgettext("number", "eleven"),
    12: lambda: pgettext("number", "twelve"),
}


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@lru_cache(maxsize=4096)
def _written(on: date, letters: str, language: str | None) -> str:
    """A day in the letters of Django's date filter; a page writes the same few days many times."""
    return date_format(on, letters)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words: 'fredag 20 mars', with the year when it is another year than this."""
    if not value:
        return ""
    on = _local_day(value)
    this_year = on.year == today().year
    return _written(on, "l j F" if this_year else "j F Y", get_language())


@register.filter
def shortday(value: date | datetime | None) -> str:
    """A day in few words: '20 mars', with the year when it is another year than this."""
    if not value:
        return ""
    on = _local_day(value)
    this_year = on.year == today().year
    return _written(on, "j F" if this_year else "j F Y", get_language())


@register.filter
def clock(value: datetime | time | None) -> str:
    """A time of day on the Swedish clock: '13.00' ('13:00' in English)."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    # Translators: how a time of day is written, in the letters of Django's date filter.
    return dateformat.time_format(value, pgettext("format of a time of day", "H:i"))


@register.filter
def countword(value: int | None) -> str:
    """A number in running text: 'åtta' from two to twelve, otherwise digits."""
    if value is None:
        return ""
    return _COUNTS[value]() if value in _COUNTS else str(value)


@register.filter
def dial(value: str) -> str:
    """A telephone number as a link wants it: digits, with a leading plus when there is one."""
    return "".join(c for i, c in enumerate(value) if c.isdigit() or (c == "+" and i == 0))


register.filter(calls)


@register.simple_tag
def chip(tone: str, text: object) -> SafeString:
    """A short state: ``go`` moves, ``wait`` waits, ``ask`` asks something of you, ``rest``."""
    return fill('<span class="chip {}">{}</span>', tone, text)


@register.simple_tag
def path(steps: Iterable[Step]) -> SafeString:
    """The way of a matter as stepping stones, trodden and to come."""
    stone = '\n<li class="{}"{}><b>{}</b>{}{}</li>'
    state = {
        "done": fill('<span class="hide"> ({})</span>', gettext("done")),
        "here": "",
        "ahead": fill('<span class="hide"> ({})</span>', gettext("still to come")),
    }
    current = {"here": mark_safe(' aria-current="step"')}
    stones = (
        (
            step.state,
            current.get(step.state, ""),
            step.label,
            state[step.state],
            fill_each("", "<span>{}</span>", ((t,) for t in (step.when, step.where) if t)),
        )
        for step in steps
    )
    drawn = fill_each("", stone, stones)
    return fill('<div class="pathway"><ol class="path" role="list">{}\n</ol></div>', drawn)


@register.simple_tag
def timeline(lines: Iterable[Any]) -> SafeString:
    """Everything that happened; each line has ``.at`` (date or datetime) and ``.html``."""
    item = '\n<li><time datetime="{}">{}</time><div>{}</div></li>'
    days = ((_local_day(line.at), line.html) for line in lines)
    items = ((on.isoformat(), shortday(on), html) for on, html in days)
    return fill('<ol class="log" role="list">{}\n</ol>', fill_each("", item, items))


@register.simple_tag
def voice(
    text: object, who: object = "", when: date | datetime | str | None = None, origin: object = ""
) -> SafeString:
    """What somebody said, in her own words. ``when`` is a day or ready text, ``origin`` HTML."""
    said = when if isinstance(when, str) else shortday(when)
    about = fill_each(", ", "{}", ((part,) for part in (who, origin, said) if part))
    foot = fill("<footer>{}</footer>", about) if about else EMPTY
    return fill('<blockquote class="voice">{}{}</blockquote>', paragraphs(str(text)), foot)


@register.simple_tag
def person(name: object, role: object = "", org: object = "") -> SafeString:
    """A person in a line of text; the role follows the name and never shouts."""
    more = fill_each("", ", {}", ((text,) for text in (role, org) if text))
    return fill('<span class="person"><b>{}</b>{}</span>', name, more)


@register.simple_tag
def compared(pieces: Iterable[Any]) -> SafeString:
    """Two versions of a text in one: each piece has ``.kind`` (same, gone, new) and ``.text``.

    What went and what came is also said in words, for those who hear the page.
    """
    said = {"gone": gettext("Taken away:"), "new": gettext("New:")}
    form = {
        "same": "{}{}",
        "gone": '<del><span class="hide">{} </span>{}</del>',
        "new": '<ins><span class="hide">{} </span>{}</ins>',
    }
    found: list[list[SafeString]] = [[]]
    for piece in pieces:
        for number, part in enumerate(re.split(r"\n\s*\n\s*", piece.text)):
            if number:
                found.append([])
            word = said.get(piece.kind, "")
            for text in re.split(r"^(\s+)|(\s+)$", part):  # spaces stand outside the mark
                if text and text.strip():
                    if piece.kind == "new" and found[-1] and found[-1][-1].endswith("</del>"):
                        found[-1].append(mark_safe(" "))  # "möte söker", not "mötesöker"
                    found[-1].append(fill(form[piece.kind], word, linebreaksbr(text)))
                elif text and found[-1]:
                    found[-1].append(linebreaksbr(text))
    drawn = fill_each("\n", "<p>{}</p>", ((_together(p),) for p in found if p))
    return fill('<div class="compared">{}</div>', drawn)


def _together(parts: Iterable[SafeString]) -> SafeString:
    return fill_each("", "{}", ((part,) for part in parts))


@register.inclusion_tag("ui/parts/nothing.html")
def nothing(title: object, text: object = "", url: str = "", label: object = "") -> dict[str, Any]:
    """The calm page part that says why nothing is here and what one can do."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.simple_block_tag
def explain(content: SafeString, title: object) -> SafeString:
    """Help that opens on demand: ``{% explain title %}…{% endexplain %}``."""
    return render_to_string("ui/parts/explain.html", {"title": title, "content": content})


@register.inclusion_tag("ui/parts/tree.html")
def tree(nodes: Sequence[Node]) -> dict[str, Any]:
    """Groups as a nested list: the text alternative of the picture."""
    return {"nodes": nodes}


@register.inclusion_tag("ui/parts/treepicture.html", name="treepicture")
def tree_picture(nodes: Sequence[Node], ties: Sequence[treepicture.Tie] = ()) -> dict[str, Any]:
    """Groups as a growing tree with links; show ``{% tree %}`` beside it.

    ``ties`` are pairs of addresses, drawn as dashed strokes; say beside it what they mean.
    """
    return {"drawings": treepicture.drawings(nodes, ties)}


@register.inclusion_tag("ui/parts/errors.html")
def errors(*forms: BaseForm | BaseFormSet[Any] | None) -> dict[str, Any]:
    """The error summary of one or several forms and formsets; nothing when all is well."""
    return {"problems": summary.problems(*forms)}


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """'Fel: ' in the page's title while a form in the context has errors."""
    return gettext("Error: ") if summary.any_errors(context.flatten().values()) else ""


register.simple_tag(alike)


@register.simple_tag
def searchfield(where: str, query: str = "") -> SafeString:
    """The search field of a place on the page (``page``), with what is asked for in it."""
    drawn = alike("ui/parts/search.html", where=where, query=HOLE)  # What is asked is not kept.
    return SafeString(drawn.replace(HOLE, escaped(str(query))))


@register.simple_tag(takes_context=True)
def menu(context: Context) -> tuple[menus.Item, ...]:
    """The main menu, with the current part marked."""
    return menus.main(context.get("request"))


@register.simple_tag(takes_context=True)
def visitor(context: Context) -> Any:
    """Who is signed in, or nothing; an anonymous reader's session is never opened."""
    return menus.visitor(context.get("request"))


@register.simple_tag(takes_context=True)
def asks(context: Context) -> str:
    """Where one asks about this page, or says what is missing on it; '' on one that is nobody's."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    if request is None or found is None or request.method != "GET":
        return ""
    if not may_be_open(request.path) or "public" not in settings.PARTS:
        return ""
    return f"{reverse('say')}?om={quote(request.path)}"


@register.simple_tag(takes_context=True)
def notices(context: Context) -> list[Any]:
    """Messages to show once; nothing is opened for a reader who has none."""
    return menus.notices(context.get("request"))


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, thing: Any) -> SafeString:
    """Everything that apps on higher floors show on this page."""
    html = "".join(_rendered(p, context["request"], thing) for p in declared(place))
    return mark_safe(html)  # noqa: S308 - panels return safe HTML, see ui.registry


def _rendered(panel: Panel, request: HttpRequest, thing: Any) -> str:
    """A panel; nothing where it leads to addresses that this process does not serve."""
    try:
        return panel.render(request, thing)
    except NoReverseMatch:
        if "public" in settings.PARTS:
            raise
        return ""


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, thing: Any = None) -> bool:
    """Whether the visitor has a permission: ``{% may "matters.answer" matter as answer %}``."""
    return bool(context["request"].user.has_perm(permission, thing))
