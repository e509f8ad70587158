"""What stands on the papers of the guide, as the sheets get it: texts, numbers and lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oppnasoc.ui.templatetags.ui import day

from .models import FirstTime, Process
from .shown import Told


def process(context: dict[str, Any]) -> dict[str, Any]:
    """A process out of what its page shows."""
    found: Process = context["process"]
    old = _("Nobody has looked at this since %(on)s. It may have changed.")
    fresh = _("Last looked at %(on)s.")
    return {
        "title": found.title,
        "summary": found.summary,
        "facts": [
            {"name": name, "text": text}
            for name, text in (
                (_("Who it is for"), found.for_whom),
                (_("It usually takes"), context["time"]),
                (_("Who answers for it"), str(context["owner"] or "")),
            )
            if text
        ],
        "reviewed": (old if found.is_old else fresh) % {"on": day(found.reviewed_on)},
        "steps": [_step(told) for told in context["steps"]],
        "laws": [
            {"name": law.value.called, "says": law.value["says"] or "", "url": law.value["url"]}
            for law in found.laws
        ],
        "words": {"law": _("What the law says"), "you": _("You do this")},
    }  # fmt: skip


def _step(told: Told) -> dict[str, Any]:
    step = told.step
    return {
        "title": step.title,
        "by_you": step.by_you,
        "what": step.what,
        "facts": [
            {"name": name, "text": text}
            for name, text in (
                (_("Who"), step.who_said),
                (_("Where"), step.where_said),
                (pgettext("until it is done", "How long"), step.takes),
                (_("What you can do yourself"), step.you_can),
                (_("Your rights"), step.rights),
            )
            if text
        ],
    }


def to_say(first: FirstTime) -> dict[str, Any]:
    """The paper with empty lines."""
    return {
        "lines": first.lines,
        "for": first.title,
        "note": _("You need not fill in everything. The paper is yours; nobody may take it."),
        "along": _("I want this person to be with me:"),
        "name": _("My name, if I want to say it:"),
        "rights": _("Good to know"),
        "rights_text": first.rights,
    }
