"""What each entry about a matter says, who may read it, and what erasure does to it."""

from __future__ import annotations

from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from . import feedback_notices as feedback_notices
from . import time_notices as time_notices
from .models import Answer, Credit, Matter, Note, Step
from .quoting import noted_words, with_asked, with_note

PARTIES_ONLY = "Names parties only; nothing personal to erase."
WRITTEN = "The note's writer is emptied with her account; its text is checked by hand."


ANOTHER = "Names another matter only."
NO_MORE = "Holds nothing but the time."


def public(matter: Matter | None) -> SafeString | None:
    """A link to a matter that everybody may see, else nothing."""
    if matter is None or matter.visibility != Matter.Visibility.PUBLIC:
        return None
    return SafeString(link(matter))


@kind(
    "matters.opened",
    refs={"steward": "groups.Party", "holder": "groups.Party", "asked": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=PARTIES_ONLY,
)
def opened(steward: Party | None, holder: Party | None, asked: Party | None) -> str:
    if asked:
        text = _("{} took the matter on and asked {} to take it over.")
        return fill(text, link(steward), link(asked))
    if steward and holder and steward.pk != holder.pk:
        text = _("{} took the matter on and passed it to {}.")
        return fill(text, link(steward), link(holder))
    return fill(_("{} took the matter on."), link(steward))


@kind(
    "matters.grounded",
    refs={"voice": "voices.Voice"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure="The voice carries its own speaker and is erased there.",
)
def grounded(voice: Voice | None) -> str:
    if voice is None or voice.visibility != Voice.Visibility.PUBLIC:
        return ""
    if voice.channel == Voice.Channel.MEETING:
        return ""  # The meeting tells it itself, with a link.
    return fill(_("Said once more, {}."), voice.get_channel_display())


@kind(
    "matters.joined",
    refs={"voice": "voices.Voice"},
    audience=Audience.STAFF,
    erasure="The voice carries its own speaker and is erased there.",
)
def joined(voice: Voice | None) -> str:
    if voice is not None and voice.kind == Voice.Kind.SAME:
        return _("Somebody said that it concerns her too.")
    return _("Whoever said something chose this matter for it.")


@kind(
    "matters.not_the_same",
    refs={"voice": "voices.Voice"},
    audience=Audience.STAFF,
    erasure="The voice carries its own speaker and is erased there.",
)
def not_the_same(voice: Voice | None) -> str:
    return _("What somebody said for this matter turned out to be about something else.")


@kind(
    "matters.asked",
    refs={"target": "groups.Party", "note": "matters.Note"},
    codes={"until"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def asked(target: Party | None, until: str | None, note: Note | None) -> str:
    when = day(date.fromisoformat(until)) if until else ""
    text = _("{} was asked to take the matter over, and answers by {}.")
    return with_note(fill(text, link(target), when), note)


@kind(
    "matters.escalated",
    refs={"target": "groups.Party", "note": "matters.Note"},
    codes={"until"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def escalated(target: Party | None, until: str | None, note: Note | None) -> str:
    when = day(date.fromisoformat(until)) if until else ""
    text = _("The matter was lifted to {}, who can decide and answers by {}.")
    return with_note(fill(text, link(target), when), note)


@kind(
    "matters.moved",
    refs={"source": "groups.Party", "target": "groups.Party", "note": "matters.Note"},
    codes={"entered"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def moved(
    source: Party | None, target: Party | None, note: Note | None, entered: bool | None
) -> str:
    said = fill(_("{} took the matter over from {}."), link(target), link(source))
    if entered:
        told = _("They said so, and those who see the matter through wrote it down.")
        said = fill("{} {}", said, told)
    return with_note(said, note)


@kind(
    "matters.given_back",
    refs={"target": "groups.Party", "note": "matters.Note"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def given_back(target: Party | None, note: Note | None) -> str:
    return with_note(fill(_("{} gave the matter back."), link(target)), note)


@kind(
    "matters.called_back",
    refs={"target": "groups.Party"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=PARTIES_ONLY,
)
def called_back(target: Party | None) -> str:
    return fill(_("{} is asked no longer."), link(target))


@kind(
    "matters.lapsed",
    refs={"target": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=PARTIES_ONLY,
)
def lapsed(target: Party | None) -> str:
    text = _("{} did not answer in time. The matter went back.")
    return fill(text, link(target))


@kind(
    "matters.dated",
    refs={"note": "matters.Note"},
    codes={"next_on"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=WRITTEN,
)
def dated(next_on: str | None, note: Note | None) -> str:
    when = day(date.fromisoformat(next_on)) if next_on else ""
    return with_note(fill(_("New date for the next word: {}."), when), note)


@kind(
    "matters.steward_changed",
    refs={"source": "groups.Party", "target": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=PARTIES_ONLY,
)
def steward_changed(source: Party | None, target: Party | None) -> str:
    return fill(_("{} sees the matter through from now on, after {}."), link(target), link(source))


@kind("matters.noted", refs={"note": "matters.Note"}, audience=Audience.PUBLIC, erasure=WRITTEN)
def noted(note: Note | None) -> str:
    return noted_words(note) if note else ""


@kind(
    "matters.answered",
    refs={"answer": "matters.Answer"},
    codes={"verdict"},
    audience=Audience.PUBLIC,
    big=True,
    erasure="The answer's writer is emptied with her account; the post that answered stays.",
)
def answered(answer: Answer | None, verdict: str | None) -> str:
    if answer is None:
        return ""
    if answer.verdict == answer.QUICK:
        return fill(_("Answer: {}"), answer.text)
    return fill(_("Answer: {}. {}"), answer.verdict_name.lower(), answer.text)


@kind(
    "matters.answer_corrected",
    refs={"answer": "matters.Answer"},
    audience=Audience.PUBLIC,
    erasure="The answer's writer is emptied with her account; the post that answered stays.",
)
def answer_corrected(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return fill(_("The answer was put right: {}"), answer.text)


@kind(
    "matters.reopened",
    refs={"note": "matters.Note", "holder": "groups.Party", "asked": "groups.Party"},
    audience=Audience.PUBLIC,
    big=True,
    erasure=WRITTEN,
)
def reopened(note: Note | None, holder: Party | None, asked: Party | None) -> str:
    said = fill(_("The matter was taken up again and lies with {}."), link(holder))
    return with_note(with_asked(said, asked), note)


@kind(
    "matters.advanced",
    refs={"step": "matters.Step"},
    codes={"status"},
    audience=Audience.PUBLIC,
    big=True,
    erasure="The step's writer is emptied with her account; its text is checked by hand.",
)
def advanced(step: Step | None, status: str | None) -> str:
    if step is None or status is None:
        return ""
    return fill("<b>{}.</b> {}", Matter.Status(status).label, step.text)


@kind(
    "matters.credited",
    refs={"credit": "matters.Credit"},
    audience=Audience.STAFF,
    erasure="The credit goes with the account.",
)
def credited(credit: Credit | None) -> str:
    return str(_("Somebody was part of the change and chose how to be named."))


@kind("matters.uncredited", audience=Audience.STAFF, erasure=NO_MORE)
def uncredited() -> str:
    return str(_("Somebody no longer stands among those who were part of the change."))


@kind("matters.proposed", codes={"version"}, audience=Audience.PUBLIC, erasure=NO_MORE)
def proposed(version: int | None) -> str:
    if version is None or version < 2:
        return str(_("The proposal was written down."))
    return fill(_("The proposal was written anew, version {}."), version)


@kind("matters.corrected", refs={"note": "matters.Note"}, audience=Audience.PUBLIC, erasure=WRITTEN)
def corrected(note: Note | None) -> str:
    return fill(_("Put right: {}"), noted_words(note)) if note else ""


@kind("matters.note_emptied", audience=Audience.STAFF, erasure=NO_MORE)
def note_emptied() -> str:
    return str(_("The words of a note were removed, to protect somebody."))


@kind(
    "matters.merged",
    refs={"other": "matters.Matter", "answer": "matters.Answer"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def merged(other: Matter | None, answer: Answer | None) -> str:
    if (where := public(other)) is None:
        return ""
    said = fill(_("Goes on in {}."), where)
    return fill("{} ”{}”", said, answer.reason) if answer else said


@kind(
    "matters.took_in",
    refs={"other": "matters.Matter"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=ANOTHER,
)
def took_in(other: Matter | None) -> str:
    """The name leads to the history that the other one had by itself."""
    if other is None or other.visibility != Matter.Visibility.PUBLIC:
        return ""
    its_own = fill('<a href="{}?historia=1">{}</a>', other.get_absolute_url(), other)
    return fill(_("{} was about the same and goes on here, with all that was said."), its_own)


@kind(
    "matters.parted",
    refs={"other": "matters.Matter", "note": "matters.Note", "asked": "groups.Party"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def parted(other: Matter | None, note: Note | None, asked: Party | None) -> str:
    where = public(other)
    said = fill(_("Stands by itself again, apart from {}."), where) if where else ""
    return with_note(with_asked(said, asked), note) if said else ""


@kind(
    "matters.let_go",
    refs={"other": "matters.Matter"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=ANOTHER,
)
def let_go(other: Matter | None) -> str:
    where = public(other)
    return fill(_("{} stands by itself again."), where) if where else ""


@kind(
    "matters.split",
    refs={"other": "matters.Matter", "note": "matters.Note"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def split(other: Matter | None, note: Note | None) -> str:
    where = public(other)
    return with_note(fill(_("Some of it became {}."), where), note) if where else ""


@kind(
    "matters.split_off",
    refs={"other": "matters.Matter", "asked": "groups.Party"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure="Names another matter and a party only.",
)
def split_off(other: Matter | None, asked: Party | None) -> str:
    where = public(other)
    return with_asked(fill(_("Was a part of {}."), where) if where else "", asked)


@kind(
    "matters.grew",
    codes={"late"},
    audience=Audience.PUBLIC,
    erasure="Holds nothing but whether its day had passed.",
)
def grew(late: bool | None) -> str:
    if late:
        return str(_("Nobody answered in time. It is followed until there is an answer."))
    return str(_("It needs more than a quick answer. It is followed until there is one."))


@kind(
    "matters.reviewed",
    refs={"answer": "matters.Answer"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure="Names an answer only.",
)
def reviewed(answer: Answer | None) -> str:
    if answer is None or answer.review_on is None:
        return str(_("Somebody made sure that the answer still holds."))
    text = _("Somebody made sure that the answer still holds. It is looked at again by {}.")
    return fill(text, day(answer.review_on))


@kind("matters.edited", audience=Audience.PUBLIC, quiet=True, erasure="Holds nothing but the time.")
def edited() -> str:
    return str(_("The matter's wording was put right."))


@kind(
    "matters.related",
    refs={"other": "matters.Matter"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure="Names another matter only.",
)
def related(other: Matter | None) -> str:
    if other is None or other.visibility != Matter.Visibility.PUBLIC:
        return ""
    return fill(_("Belongs together with {}."), link(other))


@kind("matters.hidden", audience=Audience.STAFF, erasure="Holds nothing but the time.")
def hidden() -> str:
    return str(_("The matter was taken away from the open site."))


@kind("matters.shown", audience=Audience.STAFF, erasure="Holds nothing but the time.")
def shown() -> str:
    return str(_("The matter is shown on the open site."))
