"""The seven questions that every group's page answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from .models import Group

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: field → the question, and what the group's leader is asked to do while it has no answer
QUESTIONS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "why": (gettext_lazy("Why?"), gettext_lazy("Tell why the group exists")),
    "who": (gettext_lazy("Who takes part?"), gettext_lazy("Tell who may come")),
    "how": (gettext_lazy("How?"), gettext_lazy("Tell what happens at a meeting")),
    "place": (gettext_lazy("Where?"), gettext_lazy("Tell where you meet")),
    "when": (gettext_lazy("When?"), gettext_lazy("Tell when you meet")),
    "outcome": (
        gettext_lazy("What becomes of the proposals?"),
        gettext_lazy("Tell what becomes of the proposals"),
    ),
    "contact": (gettext_lazy("Contact"), gettext_lazy("Tell whom one can ask")),
}


@dataclass(frozen=True)
class Reply:
    """A question on a group's page. ``text`` is empty when the page answers it by other facts
    (place, people, phone) or not at all; ``invitation`` is for those who may answer it."""

    field: str
    question: str
    text: str
    invitation: str = ""


def is_answered(group: Group, field: str) -> bool:
    """Whether the group has said anything in answer to a question."""
    if field == "place":
        return group.place_id is not None
    if field == "contact":
        return bool(group.contact or group.phone or group.email)
    return bool(getattr(group, field))


#: What one needs to know to come at all; it stands first on the page.
PRACTICAL = ("when", "place", "contact")
TOLD = ("why", "who", "how", "outcome")


def answers(
    group: Group, fields: Sequence[str], *, invite: bool, seated: bool = False
) -> list[Reply]:
    """The answered questions; with ``invite`` also the others, as invitations to answer.

    When somebody is ``seated`` in the group, that is an answer to *Who takes part*.
    """
    replies = []
    for field in fields:
        question, invitation = QUESTIONS[field]
        answered = is_answered(group, field)
        if answered or invite or (seated and field == "who"):
            text = "" if field == "place" else getattr(group, field)
            asked = "" if answered or not invite else str(invitation)
            replies.append(Reply(field, str(question), text, asked))
    return replies
