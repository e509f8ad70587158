"""What each entry about a matter says, who may read it, and what erasure does to it."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from .models import Answer, Matter, Note

PARTIES_ONLY = "Names parties only; nothing personal to erase."
WRITTEN = "The note's writer is emptied with her account; its text is checked by hand."


def with_note(sentence: str, note: Note | None) -> str:
    return format_html("{} ”{}”", sentence, note.text) if note else sentence


@kind(
    "matters.opened",
    refs={"steward": "groups.Party", "holder": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=PARTIES_ONLY,
)
def opened(steward: Party | None, holder: Party | None) -> str:
    if steward and holder and steward.pk == holder.pk:
        return format_html(_("{} took the matter on."), link(steward))
    return format_html(_("{} took the matter on and passed it to {}."), link(steward), link(holder))


@kind(
    "matters.grounded",
    refs={"voice": "voices.Voice"},
    audience=Audience.PUBLIC,
    erasure="The voice carries its own speaker and is erased there.",
)
def grounded(voice: Voice | None) -> str:
    if voice is None or voice.visibility != Voice.Visibility.PUBLIC:
        return ""
    if voice.channel == Voice.Channel.MEETING:
        return ""  # The meeting tells it itself, with a link.
    return format_html(_("Said once more, {}."), voice.get_channel_display())


@kind(
    "matters.moved",
    refs={"source": "groups.Party", "target": "groups.Party", "note": "matters.Note"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def moved(source: Party | None, target: Party | None, note: Note | None) -> str:
    said = format_html(_("{} took the matter over from {}."), link(target), link(source))
    return with_note(said, note)


@kind(
    "matters.dated",
    refs={"note": "matters.Note"},
    codes={"next_on"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def dated(next_on: str | None, note: Note | None) -> str:
    when = day(date.fromisoformat(next_on)) if next_on else ""
    return with_note(format_html(_("New date for the next word: {}."), when), note)


@kind(
    "matters.steward_changed",
    refs={"source": "groups.Party", "target": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=PARTIES_ONLY,
)
def steward_changed(source: Party | None, target: Party | None) -> str:
    return format_html(
        _("{} sees the matter through from now on, after {}."), link(target), link(source)
    )


@kind("matters.noted", refs={"note": "matters.Note"}, audience=Audience.PUBLIC, erasure=WRITTEN)
def noted(note: Note | None) -> str:
    return format_html("{}", note.text) if note else ""


@kind(
    "matters.answered",
    refs={"answer": "matters.Answer"},
    codes={"verdict"},
    audience=Audience.PUBLIC,
    erasure="The answer's writer is emptied with her account; the post that answered stays.",
)
def answered(answer: Answer | None, verdict: str | None) -> str:
    if answer is None:
        return ""
    return format_html(_("Answer: {}. {}"), answer.verdict_name.lower(), answer.text)


@kind(
    "matters.reopened",
    refs={"note": "matters.Note", "holder": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def reopened(note: Note | None, holder: Party | None) -> str:
    return with_note(
        format_html(_("The matter was taken up again and lies with {}."), link(holder)), note
    )


@kind("matters.edited", audience=Audience.PUBLIC, erasure="Holds nothing but the time.")
def edited() -> str:
    return str(_("The matter's wording was put right."))


@kind(
    "matters.related",
    refs={"other": "matters.Matter"},
    audience=Audience.PUBLIC,
    erasure="Names another matter only.",
)
def related(other: Matter | None) -> str:
    if other is None or other.visibility != Matter.Visibility.PUBLIC:
        return ""
    return format_html(_("Belongs together with {}."), link(other))


@kind("matters.hidden", audience=Audience.STAFF, erasure="Holds nothing but the time.")
def hidden() -> str:
    return str(_("The matter was taken away from the open site."))


@kind("matters.shown", audience=Audience.STAFF, erasure="Holds nothing but the time.")
def shown() -> str:
    return str(_("The matter is shown on the open site."))
