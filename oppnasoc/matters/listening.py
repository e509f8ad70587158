"""What matters hear of the voices they stand on."""

from __future__ import annotations

from oppnasoc.trail.listening import listens, renews
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .asking_outside import mail_them
from .feedback import owe_those_who_joined
from .mailed import put_out
from .models import Ground, Judgement
from .remarks import remarks

renews(
    remarks,
    *("matters.answered", "matters.hidden", "matters.shown"),
    *("voices.published", "voices.set_aside", "voices.waits_again", "voices.withdrawn"),
)


@listens
def forget_what_was_thought(entry: Entry) -> None:
    """Who takes her words back takes back what she thought of the outcome too."""
    if entry.kind == "voices.withdrawn":
        Judgement.objects.filter(ground__voice=entry.about_id).delete()
        Ground.objects.filter(voice=entry.about_id).exclude(receipt="").update(receipt="")


@listens
def settle_who_wants_no_word(entry: Entry) -> None:
    """Who does not want to be told any longer is owed nothing."""
    if entry.kind == "voices.way_chosen" and entry.data["tell_by"] == Voice.TellBy.NOT:
        waiting = Ground.objects.filter(
            voice=entry.about_id, owed_since__isnull=False, told_at=None
        )
        waiting.update(told_at=entry.at, told_how=Voice.TellBy.NOT)


@listens
def tell_her_that_way(entry: Entry) -> None:
    """Who chooses to be told by mail or text message, or another address, is told there."""
    if entry.kind == "voices.way_chosen" and entry.data["tell_by"] in Voice.SENT:
        put_out(Ground.objects.filter(voice=entry.about_id))


@listens
def owe_who_joined(entry: Entry) -> None:
    """Who joins by herself a matter that has an outcome is owed word of it, as everybody."""
    if entry.kind == "matters.joined":
        for ground in Ground.objects.filter(voice=entry.data["voice"]).select_related("matter"):
            owe_those_who_joined(ground.matter, at=entry.at)


@listens
def mail_another_authority(entry: Entry) -> None:
    """Another authority that is asked to take a matter, or has it now, is told by mail."""
    mail_them(entry)
