"""The verbs of a matter in one table: who may, when, with which form, and what is said after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from oppnasoc.people.models import User

from . import (
    actions,
    changes,
    forms,
    lifting,
    merging,
    passing,
    pausing,
    quick,
    quick_forms,
    time_forms,
    wording,
)
from .models import Matter
from .states import (
    always,
    goes,
    has_a_quick_answer,
    is_a_change,
    is_answered,
    is_asked,
    is_asked_to_take,
    is_changing,
    is_late,
    is_lifted,
    is_merged,
    is_open,
    is_paused,
    may_be_answered,
    may_be_passed,
    may_reopen,
    stands_alone,
    waits_for_a_quick_answer,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Verb:
    """Something that can be done to a matter.

    ``path`` is the last part of its address, ``right`` who may, ``when`` in which state of the
    matter; the fields of ``form`` are the arguments of ``do``, by name.
    """

    path: str
    right: str
    when: Callable[[Matter], bool]
    form: type[forms.MatterForm]
    do: Callable[..., Any]
    label: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    main: bool = False
    files: bool = False


def _correct(matter: Matter, *, note: Any, text: str, by: User) -> None:
    wording.correct_note(note, text, by=by)


def _empty(matter: Matter, *, note: Any, by: User, seen: int | None = None) -> None:
    wording.empty_note(note, by=by)


def _put_right(matter: Matter, *, text: str, reason: str, by: User) -> None:
    latest = matter.answers.first()
    if latest is not None:
        wording.correct_answer(latest, text, reason=reason, by=by)


def _leave(matter: Matter, *, by: User, seen: int | None = None) -> None:
    changes.leave_credits(matter, by=by)


TEND, PASS, CREDIT = "matters.tend", "matters.pass_on", "matters.be_credited"
PLACE = "matters.place"

VERBS: dict[str, Verb] = {
    "accept": Verb(
        "ta-emot",
        "matters.receive",
        is_asked_to_take,
        forms.AcceptForm,
        passing.accept,
        _("Take the matter"),
        _("We take it"),
        _("Thank you. The matter lies with you now."),
        main=True,
    ),
    "give_back": Verb(
        "lamna-tillbaka",
        "matters.receive",
        is_asked,
        forms.GiveBackForm,
        passing.give_back,
        _("Give it back"),
        _("Give it back"),
        _("Done. Whoever asked can read why."),
        main=True,
    ),
    "answer": Verb(
        "svara",
        "matters.answer",
        may_be_answered,
        forms.AnswerForm,
        actions.answer,
        _("Answer"),
        _("Publish the answer"),
        _("Thank you. Your answer is public."),
        main=True,
    ),
    "reply": Verb(
        "svara-snabbt",
        "matters.reply",
        waits_for_a_quick_answer,
        quick_forms.ReplyForm,
        quick.reply,
        _("Answer the question"),
        _("Publish the answer"),
        _("Thank you. Whoever asked is told."),
        main=True,
    ),
    "still_right": Verb(
        "stammer",
        "matters.reply",
        has_a_quick_answer,
        quick_forms.StillRightForm,
        quick.still_right,
        _("Say that the answer still is right"),
        _("It is still right"),
        _("Thank you. You are asked again when that day has come."),
    ),
    "grow": Verb(
        "folj-den",
        TEND,
        waits_for_a_quick_answer,
        forms.SureForm,
        quick.grow,
        _("Follow it as a matter"),
        _("Follow it until it has an answer"),
        _("Done. It is a matter that everybody can follow."),
    ),
    "place": Verb(
        "bestam",
        PLACE,
        is_lifted,
        time_forms.PlaceForm,
        lifting.place,
        _("Decide who has it"),
        _("Place it there"),
        _("Done. Everybody can see who has it, and why."),
        main=True,
    ),
    "explain": Verb(
        "varfor-sent",
        PASS,
        is_late,
        time_forms.ExplainForm,
        lifting.explain,
        _("Write why it is late"),
        _("Publish the sentence"),
        _("Thank you. It stands beside the date."),
        main=True,
    ),
    "advance": Verb(
        "steg",
        "matters.carry_out",
        is_changing,
        forms.AdvanceForm,
        changes.advance,
        _("Tell how far the change has come"),
        _("Publish the step"),
        _("Thank you. Everybody can see how far it has come."),
        main=True,
        files=True,
    ),
    "note": Verb(
        "anteckna",
        TEND,
        is_open,
        forms.NoteForm,
        actions.note,
        _("Write what happened"),
        _("Put it in the log"),
        _("Done. It stands in the log."),
        main=True,
    ),
    "hand_over": Verb(
        "flytta",
        PASS,
        may_be_passed,
        forms.HandOverForm,
        passing.hand_over,
        _("Ask somebody to take it"),
        _("Ask them"),
        _("Done. Everybody can see whom you asked."),
        main=True,
    ),
    "escalate": Verb(
        "lyft",
        PASS,
        may_be_passed,
        forms.EscalateForm,
        passing.escalate,
        _("Lift it to those who decide"),
        _("Lift it"),
        _("Done. Everybody can see who has to decide."),
    ),
    "call_back": Verb(
        "ta-tillbaka",
        PASS,
        is_asked,
        forms.SureForm,
        passing.call_back,
        _("Stop asking them"),
        _("Stop asking them"),
        _("Done. They are asked no longer."),
    ),
    "set_date": Verb(
        "datum",
        PASS,
        goes,
        forms.DateForm,
        passing.set_date,
        _("Set another date"),
        _("Save the date"),
        _("Done. The new date is shown."),
    ),
    "pause": Verb(
        "pausa",
        PASS,
        is_open,
        time_forms.PauseForm,
        pausing.pause,
        _("Pause it"),
        _("Pause it until that day"),
        _("Done. Everybody can see why, and until when."),
    ),
    "go_on": Verb(
        "ga-vidare",
        PASS,
        is_paused,
        forms.SureForm,
        pausing.go_on,
        _("Let it go on now"),
        _("Let it go on"),
        _("Done. As many days are left as before the pause."),
        main=True,
    ),
    "propose": Verb(
        "foresla",
        TEND,
        is_open,
        forms.ProposeForm,
        wording.propose,
        _("Write the proposal"),
        _("Publish the proposal"),
        _("Done. The proposal is shown."),
    ),
    "credit": Verb(
        "jag-var-med",
        CREDIT,
        is_a_change,
        forms.CreditForm,
        changes.be_credited,
        _("I was part of this"),
        _("Show that I was part of it"),
        _("Done. You stand among those who did it."),
    ),
    "uncredit": Verb(
        "visa-inte-mig",
        CREDIT,
        is_a_change,
        forms.SureForm,
        _leave,
        _("Do not show me as part of this"),
        _("Do not show me"),
        _("Done. You are not shown."),
    ),
    "steward": Verb(
        "lotsa",
        TEND,
        is_open,
        forms.StewardForm,
        actions.change_steward,
        _("Let another group see it through"),
        _("Save"),
        _("Done. Another group sees the matter through."),
    ),
    "relate": Verb(
        "hor-ihop",
        TEND,
        is_open,
        forms.RelateForm,
        actions.relate,
        _("Say that it belongs together with another"),
        _("Save"),
        _("Done. The matters point to each other."),
    ),
    "merge": Verb(
        "sla-ihop",
        TEND,
        stands_alone,
        forms.MergeForm,
        merging.merge,
        _("Merge it with one that is the same"),
        _("Merge them"),
        _("Done. Every voice followed, and the old address leads here."),
    ),
    "split": Verb(
        "dela",
        TEND,
        is_open,
        forms.SplitForm,
        merging.split,
        _("Split it in two"),
        _("Make a new matter of it"),
        _("Done. This is the new matter; the two point to each other."),
    ),
    "edit": Verb(
        "ratta",
        TEND,
        stands_alone,
        forms.EditForm,
        actions.edit_matter,
        _("Put the wording right"),
        _("Save"),
        _("Done. The wording is changed."),
    ),
    "put_right": Verb(
        "ratta-svaret",
        "matters.answer",
        is_answered,
        forms.PutRightForm,
        _put_right,
        _("Put the answer right"),
        _("Publish the answer"),
        _("Thank you. Your answer is public."),
    ),
    "correct": Verb(
        "ratta-anteckning",
        TEND,
        always,
        forms.CorrectForm,
        _correct,
        _("Put a note right"),
        _("Put it in the log"),
        _("Done. The old note is crossed out."),
    ),
    "empty": Verb(
        "tom-anteckning",
        TEND,
        always,
        forms.EmptyForm,
        _empty,
        _("Remove the words of a note"),
        _("Remove the words"),
        _("Done. The words are gone for good."),
    ),
    "reopen": Verb(
        "ta-upp-igen",
        TEND,
        may_reopen,
        forms.ReopenForm,
        actions.reopen,
        _("Take it up again"),
        _("Take it up again"),
        _("Done. The matter is taken up again."),
        main=True,
    ),
    "part": Verb(
        "sara",
        TEND,
        is_merged,
        forms.ReopenForm,
        merging.part,
        _("Part it from the other again"),
        _("Part them"),
        _("Done. It stands by itself again."),
        main=True,
    ),
}
