"""A text on paper: to be read and answered by hand, and its result when that is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.ui import paper
from oppnasoc.ui.templatetags.ui import day

from .models import Referral, Remark, Response
from .reading import Part, Read, consequence_of, read
from .views import visible

SHEET = Path(__file__).parent / "templates" / "referrals" / "referral.typ"


@require_safe
def referral_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """``/tyck-till/7/pdf/``: the text with room to write, or what the answers changed."""
    found = visible(request, pk)
    if found.status == Referral.Status.WITHDRAWN:
        raise Http404
    data = on_paper(found)

    def make() -> bytes:
        return paper.pdf(SHEET, data, title=found.title, keep=not found.is_draft)

    name = f"tyck-till-{found.slug}"
    return paper.send(request, make, name=name, instead=found.get_absolute_url())


def on_paper(text: Referral) -> dict[str, Any]:
    """What stands on the paper, as values."""
    reading = read(text)
    told = {"sender": text.sender.name, "on": day(text.closed_on or text.answers_by)}
    says = _("%(sender)s asks. You can answer until %(on)s.")
    if text.is_closed:
        says = _("%(sender)s asked, and told the result %(on)s.")
    by_hand = _("Or write here and give the paper to %(sender)s. You need not say who you are.")
    host = settings.SITE_URL.split("://")[1]
    return {
        "title": text.title,
        "draft": _("A draft") if text.is_draft else "",
        "says": says % told,
        "why": text.why,
        "closed": text.is_closed,
        "result": text.result if text.is_closed else "",
        "address": f"{host}/tyck-till/" if text.is_open else "",
        "parts": [_part(part, text) for part in reading.parts if _stands(part, text)],
        "whole": [_said(each, each, text) for each in reading.whole] if text.is_closed else [],
        "named": _named(reading) if text.is_closed else [],
        "words": {
            "why": _("Why we ask"),
            "result": _("What came of it"),
            "before": _("It was"),
            "after": _("It became"),
            "gone": _("The paragraph was taken away."),
            "whole": _("About the whole")
            if text.is_closed
            else _("What do you think of the whole?"),
            "named": _("Who is asked"),
            "write": _("What do you think of the paragraph?"),
            "answer": _("Answer on the web:"),
            "by_hand": by_hand % told,
        },
    }


def _stands(part: Part, text: Referral) -> bool:
    return bool(part.paragraph.text) or text.is_closed


def _part(part: Part, text: Referral) -> dict[str, Any]:
    paragraph, closed = part.paragraph, text.is_closed
    changed = closed and paragraph.has_changed
    return {
        "title": _("Paragraph %(n)d") % {"n": paragraph.number},
        "text": paragraph.text,
        "changed": changed,
        "after": paragraph.now if changed else "",
        "said": [_said(each, each.response, text) for each in part.remarks] if closed else [],
    }


def _said(part: Response | Remark, response: Response, text: Referral) -> dict[str, Any]:
    became = consequence_of(part) if text.is_closed else None
    lead = ""
    if became is not None:
        lead = _("This changed:") if became.changed else _("This changed nothing, because:")
    return {
        "text": part.text,
        "who": f"{response.from_whom}, {day(response.sent_on)}",
        "lead": lead,
        "became": became.words if became is not None else "",
    }


def _named(reading: Read) -> list[str]:
    rows = []
    for named in reading.named:
        state = _("Has answered") if named.response else _("Did not answer")
        rows.append(f"{named.asked.party.name}: {state}")
    return rows
