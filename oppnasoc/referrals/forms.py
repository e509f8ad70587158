"""Forms of a text that others are asked about, of the answers to it, and of what they changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Party
from oppnasoc.groups.rules import seats
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.people.rules import is_editor

from .actions import MAX_LENGTH, MOST_PARAGRAPHS
from .models import Asked, Paragraph, Referral, Response

TIME = timedelta(weeks=4)  # proposed for answers
KINDS = [
    (Party.Kind.GROUP, _("Groups")),
    (Party.Kind.ORGANISATION, _("Organisations")),
    (Party.Kind.UNIT, _("Units")),
    (Party.Kind.POST, _("Roles")),
    (Party.Kind.OUTSIDE, _("Other authorities")),
]


def last_day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget)


def may_send_as(user: User) -> Any:
    """The parties that a person can ask as."""
    roles_last = Case(When(kind=Party.Kind.POST, then=1), default=0)
    parties = Party.objects.filter(kind__in=Referral.SENDERS).order_by(roles_last, "name")
    parties = parties.exclude(pk__in=Group.objects.exclude(status=Group.Status.ACTIVE).values("pk"))
    if is_editor(user):
        return parties
    seated = parties.filter(pk__in={party for party, _role in seats(user)})
    return parties.filter(pk__in=[p.pk for p in seated if may(user, "referrals.send", p)])


class Folded(forms.CheckboxSelectMultiple):
    """Things to tick, sort by sort; a sort in which nothing is ticked is folded."""

    template_name = "referrals/_folded.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["sorts"] = [
            (label, options, sum(bool(option["selected"]) for option in options))
            for label, options, _index in context["widget"]["optgroups"]
        ]
        return context


class Grouped(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Parties to tick, sort by sort."""

    def sorted_out(self) -> list[tuple[Any, list[tuple[int, str]]]]:
        rows: dict[str, list[tuple[int, str]]] = {}
        for party in self.queryset or ():
            rows.setdefault(party.kind, []).append((party.pk, party.name))
        return [(label, rows[kind]) for kind, label in KINDS if kind in rows]


class ReferralForm(forms.Form):
    """A draft of a text that others are to be asked about."""

    sender = forms.ModelChoiceField(
        label=_("Who asks?"), queryset=Party.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("What is it about?"),
        help_text=_("In a few words, such as 'Rules for the waiting room'."),
        max_length=120,
    )
    why = forms.CharField(
        label=_("Why do you ask, and what do you do with the answers?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )
    text = forms.CharField(
        label=_("The text that you ask about"),
        help_text=_("An empty line begins a new paragraph. One answers paragraph by paragraph."),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=MAX_LENGTH * MOST_PARAGRAPHS,
    )
    answers_by = last_day(_("Until when can one answer?"))
    asked = Grouped(
        label=_("Whom do you ask by name?"),
        queryset=Party.objects.none(),
        widget=Folded,
        required=False,
    )
    anyone = forms.BooleanField(label=_("Anybody may answer"), required=False, initial=True)
    about = forms.ModelChoiceField(
        label=_("Does it belong to a question?"),
        queryset=Matter.objects.none(),
        required=False,
        empty_label=_("No question"),
    )

    def __init__(self, *args: Any, user: User, referral: Referral | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sender, asked, about = (self.fields[name] for name in ("sender", "asked", "about"))
        assert isinstance(sender, forms.ModelChoiceField)
        assert isinstance(asked, Grouped)
        assert isinstance(about, forms.ModelChoiceField)
        sender.queryset = may_send_as(user)
        closed = Group.objects.filter(status=Group.Status.CLOSED)
        asked.queryset = Party.objects.exclude(pk__in=closed.values("pk")).order_by("name")
        asked.choices = asked.sorted_out()
        about.queryset = Matter.objects.published().open().order_by("title")
        self.fields["answers_by"].initial = timezone.localdate() + TIME
        if referral is not None:
            del self.fields["sender"]
            if referral.about_id:
                about.queryset = about.queryset | Matter.objects.filter(pk=referral.about_id)
            self.initial = {
                "title": referral.title,
                "why": referral.why,
                "text": "\n\n".join(p.text for p in referral.paragraphs.all()),
                "answers_by": referral.answers_by,
                "asked": [row.party_id for row in referral.asked.all()],
                "anyone": referral.anyone,
                "about": referral.about_id,
                **self.initial,
            }


class AnswerForm(forms.Form):
    """An answer: about the whole, and about each paragraph that one likes to say something of."""

    text = forms.CharField(
        label=_("What do you think of the whole?"),
        help_text=_("One sentence is enough. Do not write other people's names."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MAX_LENGTH,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        paragraphs: Sequence[Paragraph],
        response: Response | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.paragraphs = paragraphs
        for paragraph in paragraphs:
            self.fields[f"p{paragraph.pk}"] = forms.CharField(
                label=_("What do you think of paragraph %(n)d?") % {"n": paragraph.number},
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=MAX_LENGTH,
                required=False,
            )
        if response is not None:
            said = {f"p{remark.paragraph_id}": remark.text for remark in response.remarks.all()}
            self.initial = {"text": response.text, **said, **self.initial}

    def rows(self) -> list[tuple[Paragraph, forms.BoundField]]:
        """Each paragraph with its field."""
        return [(paragraph, self[f"p{paragraph.pk}"]) for paragraph in self.paragraphs]

    def said(self) -> dict[str, Any]:
        """What the actions take."""
        remarks = {p.pk: self.cleaned_data[f"p{p.pk}"] for p in self.paragraphs}
        return {"text": self.cleaned_data["text"], "remarks": remarks}

    def everything(self) -> str:
        """All that is written, to look through."""
        given = [
            str(field.value() or "") for field in (self["text"], *(f for _p, f in self.rows()))
        ]
        return "\n\n".join(text for text in given if text.strip())


class PersonForm(AnswerForm):
    """An answer of a person, who needs no account."""

    name = forms.CharField(
        label=_("What may we call you?"),
        help_text=_("A first name, a made-up name, 'a parent' or nothing. Everybody can see it."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    #: People do not see it; what fills it in is a robot.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def by_a_robot(self) -> bool:
        return bool(self.data.get("website"))

    def said(self) -> dict[str, Any]:
        given = super().said()
        return {**given, "name": self.cleaned_data["name"], "once": self.cleaned_data["once"]}


class EnterForm(AnswerForm):
    """What somebody answered in another way than here."""

    party = forms.ModelChoiceField(
        label=_("Who answers?"), queryset=Party.objects.none(), required=False,
        empty_label=_("A person"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("What may we call the person?"),
        help_text=_("A first name, a made-up name, 'a parent' or nothing. Everybody can see it."),
        max_length=80,
        required=False,
    )
    said_by = forms.CharField(
        label=_("Who said or sent it?"),
        help_text=_(
            "So that you can ask again. Only you who sum up see it, and it is forgotten after."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    how = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(how.value, how.label) for how in Response.How if how in Response.ENTERED],
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    came_on = last_day(_("When did it come?"))
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, silent: Sequence[Asked], anyone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Party.objects.filter(pk__in=[row.party_id for row in silent])
        if not anyone:
            field.required, field.empty_label = True, None
            del self.fields["name"]
        self.fields["came_on"].initial = timezone.localdate()

    def about(self) -> list[forms.BoundField]:
        """The fields of who and how, in their order."""
        names = ("party", "name", "said_by", "how", "came_on")
        return [self[name] for name in names if name in self.fields]

    def said(self) -> dict[str, Any]:
        names = ("party", "name", "said_by", "how", "came_on", "once")
        given = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return super().said() | given


class MoreTimeForm(forms.Form):
    answers_by = last_day(_("Until when?"))


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Why is it withdrawn?"), max_length=240)


class ResultForm(forms.Form):
    result = forms.CharField(
        label=_("What came of it?"),
        help_text=_("Say what the answers changed, what they did not, and what happens now."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
    )


class ConsequenceForm(forms.Form):
    """What one part of an answer changed."""

    changed = forms.ChoiceField(
        label=_("Did it change anything?"),
        choices=[("yes", _("It changed something")), ("no", _("It changed nothing"))],
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    words = forms.CharField(
        label=_("What did it change, or why not?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_LENGTH,
    )

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"changed": given["changed"] == "yes", "words": given["words"]}


class ParagraphForm(forms.Form):
    """The new version of a paragraph."""

    after = forms.CharField(
        label=_("The new version"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MAX_LENGTH,
        required=False,
    )
    taken_away = forms.BooleanField(label=_("Take the paragraph away"), required=False)


class AddForm(forms.Form):
    after = forms.CharField(
        label=_("A new paragraph"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MAX_LENGTH,
    )


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not shown?"),
        help_text=_("Whoever wrote it reads your reason."),
        max_length=240,
    )
