"""What each entry about a key figure says. Figures are read when somebody looks, never told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind

from .models import KeyFigure

NOTHING = "Holds ids and codes only; who did it is emptied with her account."
REFS = {"figure": "comparison.KeyFigure"}


@kind("comparison.figure_saved", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def figure_saved(figure: KeyFigure | None) -> str:
    return str(_("A key figure, or what is written about it, was changed."))


@kind("comparison.peer_saved", audience=Audience.STAFF, erasure=NOTHING)
def peer_saved() -> str:
    return str(_("Which municipalities stand beside ours was changed."))


@kind(
    "comparison.figure_fetched",
    refs=REFS,
    codes=("fault",),
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def figure_fetched(figure: KeyFigure | None, fault: str | None) -> str:
    if fault:
        return str(_("A key figure could not be fetched. What was fetched before stays."))
    return str(_("A key figure was fetched."))


@kind(
    "comparison.figure_beside",
    refs=REFS,
    codes=("shown",),
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def figure_beside(figure: KeyFigure | None, shown: bool | None) -> str:
    return str(_("It was changed beside what a key figure is shown."))
