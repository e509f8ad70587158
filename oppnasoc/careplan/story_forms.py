"""Forms of the story, the acute list, the card, the way home from hospital and links."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .consent import LONGEST as LONGEST_YES
from .forms import day_field, form_field
from .kinds import COLOURS, SHAPES
from .opening import Opened
from .ownlist import Entry
from .ownlist import Field as OfCard
from .pieces import Kind
from .recordings import MOST_BYTES
from .sealed import Words
from .seats import Purpose
from .sharing import LONGEST, What
from .telling import Listener
from .writing import Refused

if TYPE_CHECKING:
    from .kinds import Text


#: Days that a part of the story is shown when nothing else is said.
SHOWN = 30


class OfRefused(forms.Form):
    """A form that shows why something was refused at its field, or on top."""

    def refuse(self, why: Refused) -> None:
        known = [name for name in why.fields if name in self.fields]
        self.add_error(known[0] if known else None, why.reason)


class TellForm(OfRefused):
    """Who may read one part of the story, what for and how long."""

    seats = forms.MultipleChoiceField(
        label=_("Who may read this part?"), widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(
        label=_("What may they use it for?"),
        choices=Purpose.choices,
        initial=Purpose.SUPPORT,
        widget=forms.RadioSelect,
    )
    until = day_field(_("Until which day?"), help_text=_("Then it ends by itself. At most a year."))

    def __init__(self, *args: Any, others: Sequence[Listener], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (str(each.seat.pk), each.name or each.seat.get_kind_display()) for each in others
        ]
        today = timezone.localdate()
        until = self.fields["until"]
        until.required = True
        until.initial = today + timedelta(days=SHOWN)
        until.widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + timedelta(days=LONGEST_YES)).isoformat(),
        }


class RecordForm(OfRefused):
    """A recording, made in the browser or by the phone's own recorder."""

    sound = forms.FileField(
        label=_("The recording"),
        help_text=_("At most 10 minutes and 20 MB. Your phone asks if it may use the microphone."),
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
    )
    seconds = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=86_400
    )

    def clean_sound(self) -> Any:
        upload = self.cleaned_data["sound"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The recording is too large. At most 20 MB fit. Make two parts.")
            )
        return upload


class AcuteForm(OfRefused):
    """One thing of the list; only what has a meaning for it is asked."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, opened: Opened, entry: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {**entry.words, "edition": entry.edition, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.named: list[str] = []
        for each in SHAPES[Kind.ACUTE].fields:
            if each.form == "contact" and opened.plan.protected:
                continue
            if entry.item.before_discharge and each.name == "latest":
                continue
            field = form_field(each)
            if each.name == "what" and entry.item.before_discharge:
                field.label = entry.item.text
            self.fields[each.name] = field
            self.named.append(each.name)

    def words(self, before: Words) -> Words:
        """What was written; fields that were not asked keep what they had."""
        return {**before, **{name: self.cleaned_data.get(name, "") for name in self.named}}


class CardForm(OfRefused):
    """The card in its three colours; an empty one does not stand on it."""

    def __init__(self, *args: Any, card: Sequence[OfCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints: dict[str, Text] = {
            "red": _("Medicine, allergy, whom to call."),
            "amber": _("How to talk with me. What makes it worse."),
            "green": _("What makes me calm and glad."),
        }
        for each in card:
            colour = each.colour.value
            self.fields[colour] = forms.CharField(
                label=each.colour.label,
                help_text=hints[colour],
                widget=forms.Textarea(attrs={"rows": 4}),
                required=False,
                strip=False,
                max_length=600,
                initial=each.text,
            )
            self.fields[f"{colour}_edition"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=each.edition
            )

    def texts(self) -> dict[str, str]:
        return {colour.value: self.cleaned_data[colour.value] for colour in COLOURS}

    def editions(self) -> dict[str, int]:
        return {c.value: self.cleaned_data.get(f"{c.value}_edition") or 0 for c in COLOURS}


class DischargeForm(OfRefused):
    day = day_field(
        _("Which day do you leave the hospital?"),
        help_text=_("Leave it empty if nobody knows yet."),
    )


class ShareForm(OfRefused):
    """What a link shows and how long; ``once`` makes one link of a form that is sent twice."""

    what = forms.ChoiceField(
        label=_("What do you want to show?"), choices=What.choices, widget=forms.RadioSelect
    )
    pieces = forms.MultipleChoiceField(
        label=_("Which parts of your story?"),
        help_text=_("Choose here if you want to show some parts."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days = forms.TypedChoiceField(
        label=_("How long can the link be used?"),
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days, pieces = self.fields["days"], self.fields["pieces"]
        assert isinstance(days, forms.TypedChoiceField)
        assert isinstance(pieces, forms.MultipleChoiceField)
        days.choices = [(1, _("One day")), (3, _("Three days")), (LONGEST, _("One week"))]
        pieces.choices = list(parts)
        self.fields["once"].initial = uuid.uuid4
        if not parts:
            del self.fields["pieces"]

    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(each) for each in self.cleaned_data.get("pieces", [])]


class CodeForm(forms.Form):
    """The code that goes with a link."""

    code = forms.CharField(
        label=_("The code"),
        help_text=_("Six digits. You got them in another way than the link."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
