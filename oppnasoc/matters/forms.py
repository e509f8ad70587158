"""Forms for those who tend and answer matters."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Party, Post, Theme
from oppnasoc.groups.promise import USUAL, promised_by
from oppnasoc.language.workdays import workdays_after
from oppnasoc.people.models import User
from oppnasoc.search import finding, outbox
from oppnasoc.voices.models import Voice

from .changes import follow_up_day
from .models import Answer, Credit, Matter, Note


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PartyChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A party, sorted under its kind; one query."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Party.objects.none(), **kwargs)

    def fill(self) -> None:
        """Read the choices now; a form calls it when it is made."""
        self.queryset = Party.objects.order_by("name")
        sorted_under: dict[str, list[tuple[int, str]]] = {
            str(kind.label): [] for kind in Party.Kind
        }
        for party in self.queryset:
            sorted_under[str(party.get_kind_display())].append((party.pk, party.name))
        self.choices = [
            ("", _("Choose")),
            *((label.capitalize(), found) for label, found in sorted_under.items() if found),
        ]


def next_word_day(party: int | None = None) -> date:
    """The day proposed for the next word: as its holder has promised, or as is usual."""
    return workdays_after(timezone.localdate(), promised_by(party).next_word)


def answer_day() -> date:
    """The day proposed for the answer to a question that somebody has asked."""
    return workdays_after(timezone.localdate(), USUAL.answer)


def likely(text: str, limit: int = 3, but: int = 0) -> list[Matter]:
    """The open or answered matters most like a text, best first, without the matter ``but``."""
    outbox.settle()
    hits = finding.similar(text, kind="matter", limit=limit + 1)
    alike = [hit.thing for hit in hits if hit.thing != but][:limit]
    by_id = Matter.objects.published().filter(merged_into=None).in_bulk(alike)
    return [by_id[pk] for pk in alike if pk in by_id]


class MatterField(forms.CharField):
    """Another matter, by its address or number; ``likely`` ones are proposed while typing.

    A list to choose from would hold every matter there is.
    """

    default_error_messages = {"gone": _("There is no such matter. Paste its address.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=400, **kwargs)
        self.help_text = self.help_text or _("Paste its address, or write its number.")

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        number = re.search(r"/fragor/(\d{1,12})\b", typed) or re.fullmatch(r"#?(\d{1,12})", typed)
        found = Matter.objects.published().filter(pk=number[1]).first() if number else None
        if found is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return found.merged_into or found


class MatterForm(forms.Form):
    """A form on a matter's page. ``seen`` carries the revision that the person saw, so that
    nobody overwrites another unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, matter: Matter, user: User, **kwargs: Any) -> None:
        self.matter, self.user = matter, user
        kwargs["initial"] = {"seen": matter.revision, **self.begin(matter, user)}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PartyChoiceField):
                field.fill()

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        """What is filled in when the form is opened."""
        return {}


def words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> Any:
    """A field for a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


def a_day(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    return forms.DateField(label=label, widget=DateInput(), required=required, help_text=help_text)


def next_word() -> Any:
    help_text = _("The day when those who asked have heard something from us.")
    return a_day(_("Next word at the latest"), help_text=help_text)


def active_groups() -> Any:
    groups = Group.objects.filter(status=Group.Status.ACTIVE).order_by("name")
    return forms.ModelChoiceField(label=_("Seen through by"), queryset=groups)


class HandOverForm(MatterForm):
    to = PartyChoiceField(label=_("Who do you ask to take it?"))
    reason = words(
        _("What do you ask them for?"),
        help_text=_("Everybody can read it. They answer within the days that they promise."),
        required=False,
    )


class EscalateForm(MatterForm):
    reason = words(
        _("Why does somebody else have to decide?"), help_text=_("Everybody can read it.")
    )


class AcceptForm(MatterForm):
    next_on = next_word()
    text = words(_("What happens now? You may leave it empty."), required=False)
    field_order = ("text", "next_on")

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"next_on": next_word_day(matter.asked_id)}


class GiveBackForm(MatterForm):
    reason = words(
        _("Why is it not yours?"), help_text=_("Say who could take it instead, if you know.")
    )


class SureForm(MatterForm):
    """Nothing to fill in: sending it is the yes."""


class DateForm(MatterForm):
    next_on = next_word()
    reason = words(_("Why? You may leave it empty."), required=False)

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"next_on": matter.next_on}


class StewardForm(MatterForm):
    steward = active_groups()

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"steward": matter.steward_id}


class NoteForm(MatterForm):
    text = words(
        _("What happened"),
        help_text=_("Everybody can read it. Do not write anybody's name without a yes."),
    )
    seen = None  # type: ignore[assignment]


class EditForm(MatterForm):
    title = forms.CharField(label=_("The matter in one sentence"), max_length=160)
    summary = words(_("More about it"), rows=4, required=False)
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"title": matter.title, "summary": matter.summary, "theme": matter.theme_id}


class AnswerForm(MatterForm):
    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=Answer.CHOICES,
        widget=forms.RadioSelect,
    )
    text = words(_("The answer, as you would say it to the one who asked"), rows=4)
    reason = words(
        _("Why? Write it to the one who asked"),
        help_text=_("Needed for every answer but yes."),
        required=False,
    )
    what = words(
        _("What will change, in one sentence?"),
        rows=2,
        help_text=_("Only if you answer yes or partly."),
        required=False,
    )
    later_on = a_day(
        _("When do you come back to it?"), help_text=_("Only if you answer later."), required=False
    )
    turn_to = forms.CharField(
        label=_("Where can one turn?"),
        help_text=_("Only if it is somebody else's task."),
        max_length=240,
        required=False,
    )
    as_post = forms.ModelChoiceField(
        label=_("You answer as"), queryset=Post.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = self.user.posts.select_related("unit").order_by("name")
        field = self.fields["as_post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        field.initial = posts.first()


class PutRightForm(MatterForm):
    """The words of the latest answer anew."""

    text = words(_("The answer, as you would say it to the one who asked"), rows=4)
    reason = words(_("Why? Write it to the one who asked"), required=False)
    seen = None  # type: ignore[assignment]

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        latest = matter.answers.first()
        return {"text": latest.text, "reason": latest.reason} if latest else {}


class NoteChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, note: Note) -> str:
        return note.text[:120]


class CorrectForm(MatterForm):
    note = NoteChoiceField(
        label=_("Which note?"), queryset=Note.objects.none(), widget=forms.RadioSelect
    )
    text = words(_("Write it as it should be"))
    seen = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notes = self.matter.notes.filter(corrected_by=None, emptied_on=None)
        field = self.fields["note"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = notes.order_by("-written_at")
        field.empty_label = None


class EmptyForm(CorrectForm):
    text = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["note"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.matter.notes.filter(emptied_on=None).order_by("-written_at")


class ProposeForm(MatterForm):
    text = words(_("What do you propose?"), rows=8)
    why = forms.CharField(
        label=_("What is new, and why?"),
        help_text=_("In a few words. Leave it empty the first time."),
        max_length=240,
        required=False,
    )

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        latest = matter.proposals.first()
        return {"text": latest.text} if latest else {}


class AdvanceForm(MatterForm):
    status = forms.ChoiceField(label=_("How far has it come?"), widget=forms.RadioSelect)
    text = words(_("What happened?"))
    evidence = words(
        _("How do we know?"),
        help_text=_("Needed for daily use: words, a link, a file or a picture."),
        required=False,
    )
    link = forms.URLField(label=_("A link that shows it"), max_length=400, required=False)
    picture = forms.FileField(
        label=_("A picture that shows it"),
        help_text=_("Nobody should be recognised who has not said yes."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        required=False,
    )
    picture_shows = forms.CharField(
        label=_("What does the picture show?"), max_length=240, required=False
    )
    file = forms.FileField(
        label=_("A document that shows it (PDF)"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        required=False,
    )
    file_title = forms.CharField(
        label=_("What is the document called?"), max_length=120, required=False
    )
    next_on = a_day(
        _("Next word at the latest"),
        help_text=_("Not needed when the change has been followed up."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = Matter.MOVES[self.matter.status]
        steps = [s for s in (*Matter.CHANGING, *Matter.CHANGED) if s in moves]
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(s, Matter.Status(s).label) for s in steps]

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        next_on = follow_up_day(timezone.localdate())
        word = next_word_day(matter.holder_id)
        return {"next_on": next_on if matter.status == Matter.Status.TRIED else word}


class CreditForm(MatterForm):
    shown_as = forms.ChoiceField(
        label=_("How do you want to be named?"),
        choices=Credit.ShownAs.choices,
        widget=forms.RadioSelect,
    )
    seen = None  # type: ignore[assignment]


class ReopenForm(MatterForm):
    reason = words(_("What happened, in one or two sentences"))
    steward = active_groups()
    holder = PartyChoiceField(label=_("Who should have it?"))
    next_on = next_word()

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        here = {"holder": matter.holder_id, "steward": matter.steward_id}
        return {**here, "next_on": next_word_day(matter.holder_id)}


class RelateForm(MatterForm):
    #: The button at a proposed matter fills in this field: the last value of a name counts.
    one_press = "relate-other"
    other = MatterField(label=_("Which one does it belong together with?"))
    seen = None  # type: ignore[assignment]


class MergeForm(MatterForm):
    one_press = "merge-into"
    into = MatterField(label=_("Which matter is the same?"))
    reason = words(_("Why are they the same? Write it to those who asked."))

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"reason": _("They are about the same thing.")}


class SplitForm(MatterForm):
    voices = forms.ModelMultipleChoiceField(
        label=_("What is about something else?"),
        queryset=Voice.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(label=_("The new matter in one sentence"), max_length=160)
    reason = words(_("Why are they two matters?"))
    steward = active_groups()
    holder = PartyChoiceField(label=_("Who should have it?"))
    next_on = next_word()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["voices"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Voice.objects.published().filter(grounds__matter=self.matter)

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        here = {"holder": matter.holder_id, "steward": matter.steward_id}
        return {**here, "next_on": next_word_day(matter.holder_id)}


class NewMatterForm(forms.Form):
    """A new matter from something that was said."""

    title = forms.CharField(label=_("The matter in one sentence"), max_length=160)
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)
    steward = active_groups()
    holder = PartyChoiceField(label=_("Who should have it?"))
    next_on = next_word()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.fields["holder"]
        assert isinstance(holder, PartyChoiceField)
        holder.fill()


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not shown?"),
        help_text=_("Whoever said it can read your reason."),
        max_length=240,
    )
