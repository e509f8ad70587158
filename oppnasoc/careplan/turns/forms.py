"""The forms of what happens around a plan. Lengths and marks are checked where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..forms import OfRefused, day_field, form_field
from ..kinds import LINE, SHAPES
from ..opening import Opened, Read, holds
from ..pieces import Kind
from ..public.letters import Words as Written
from ..sealed import Words
from ..seats import PRINCIPALS, Seat, SeatKind, Side
from . import asking, following_up, meeting
from .models import Reply


class Told(OfRefused):
    """A form whose mistakes are told in our words."""

    use_required_attribute = False  # What is missing is said in our words, with the rest kept.

    def read_anew(self, edition: int | str) -> None:
        """What somebody saved in between is shown beside the form: the next try knows of it."""
        data = cast("QueryDict", self.data).copy()
        data["edition"] = str(edition)
        self.data = data

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Set what can be chosen in a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def line(label: Any, *, needed: Any = "", **more: Any) -> forms.CharField:
    """A field of one line; ``needed`` is the sentence for whoever leaves it empty."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return _words(label, widget, needed, more)


def text(label: Any, rows: int = 4, *, needed: Any = "", **more: Any) -> forms.CharField:
    return _words(label, forms.Textarea(attrs={"rows": rows}), needed, more)


def _words(label: Any, widget: forms.Widget, needed: Any, more: Any) -> forms.CharField:
    more = {**more, "required": bool(needed), "error_messages": {"required": needed}}
    return forms.CharField(label=label, widget=widget, strip=False, **more)


def one_of(label: Any, needed: Any = "", **more: Any) -> forms.ChoiceField:
    """One choice of several, as buttons."""
    told = {"required": needed or _("Choose one of the answers.")}
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, error_messages=told, **more)


def name_of(opened: Opened, seat: Seat) -> str:
    """Somebody at the plan in a line: name, role and where she works."""
    about = opened.about(seat)
    said = [str(about.get(name, "")) for name in ("name", "role", "organisation")]
    return ", ".join(part for part in said if part) or str(seat.get_kind_display())


def called(opened: Opened, seat: Seat) -> str:
    """Somebody who can be called, in a line that says when a letter is needed."""
    name = name_of(opened, seat)
    if seat.person is not None:
        return name
    return gettext("%(name)s – needs a letter") % {"name": name}


SIDES = (
    (Side.MUNICIPALITY, _("The social services of the municipality")),
    (Side.REGION, _("The health care of the region")),
)


class AskForm(Told):
    """Whom is asked for a plan together, and with which words."""

    to = one_of(_("Whom do you ask?"), _("Choose whom you ask."))
    words = text(
        _("What do you need help with?"),
        help_text=_("Your own words are enough. You need not tell everything."),
    )

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {
            str(seat.pk): seat
            for seat in opened.seats
            if seat.kind == SeatKind.AUTHORITY
            and seat.side in PRINCIPALS
            and holds(seat, opened.plan, opened.at)
        }
        named = [(pk, name_of(opened, seat)) for pk, seat in self.seats.items()]
        self.choose("to", [*((str(side), label) for side, label in SIDES), *named])

    def seat(self) -> Seat | None:
        return self.seats.get(self.cleaned_data["to"])

    def side(self) -> str:
        return "" if self.seat() else str(self.cleaned_data["to"])


class SupportForm(Told):
    """Support of her own: which, and whom is asked for it."""

    support = forms.ChoiceField(
        choices=[(each.value, each.label) for each in asking.SUPPORTS], widget=forms.HiddenInput
    )
    to = forms.ChoiceField(
        choices=SIDES,
        initial=Side.MUNICIPALITY,
        required=False,
        widget=forms.Select(attrs={"class": "control"}),
    )


class ReceiveForm(Told):
    receiver = line(_("Who takes care of it? A name"), needed=_("Write a name first."))


class RefuseForm(Told):
    """A no has a reason, a name and a way on."""

    reason = text(
        _("Why do you say no?"),
        help_text=_("Write so that she understands."),
        needed=_("Write why you say no."),
    )
    name = line(_("Who has decided it? A name"), needed=_("Write who has decided it."))
    turn_to = text(
        _("Where can she turn instead?"), rows=3, needed=_("Write where she can turn instead.")
    )

    def __init__(self, *args: Any, to_write_down: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_write_down:  # The person writes down what she was told.
            self.fields["reason"].label = _("Which reason did they give?")
            self.fields["reason"].help_text = _("They must give you one. Ask for it in writing.")
            self.fields["name"].label = _("Who has decided it? A name")
            self.fields["turn_to"].label = _("Where do they say that you can turn instead?")


class CallForm(Told):
    """A meeting is called: what about, when, where and who."""

    purpose = line(_("What is the meeting about?"))
    day = day_field(_("Which day?"))
    time = line(_("What time?"))
    place = line(_("Where, or by which link?"))
    leads = line(_("Who leads the meeting?"))
    seats = forms.MultipleChoiceField(
        label=_("Who is called?"),
        help_text=_("They see what stands above, and nothing else of the plan."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, opened: Opened, moves: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].required = True
        if opened.plan.protected:
            del self.fields["place"]
        self.by_pk = {str(seat.pk): seat for seat in meeting.callable_seats(opened)}
        if moves or not self.by_pk:
            del self.fields["seats"]
        else:
            self.choose("seats", [(pk, called(opened, s)) for pk, s in self.by_pk.items()])

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in meeting.INVITATION}

    def seats_called(self) -> list[Seat]:
        return [self.by_pk[pk] for pk in self.cleaned_data.get("seats", ())]


class ReplyForm(Told):
    """An answer to a call. Who speaks for the municipality or the region is not offered a no."""

    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    reply = one_of(_("Do you come?"))
    substitute = line(_("Who comes instead? A name"))
    substitute_role = line(_("What does she or he work as?"))
    mandate = forms.BooleanField(
        label=_("She or he can decide for us at the meeting"), required=False
    )
    words = text(_("Is there something that you want to say?"), rows=3)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [
            (Reply.YES, _("Yes, I come")),
            (Reply.SUBSTITUTE, _("Somebody else comes instead of me")),
            (Reply.NO, _("No, I do not come")),
        ]
        if meeting.cannot_decline(seat):
            answers.pop()
        else:
            del self.fields["mandate"]
        self.choose("reply", answers)


class HereForm(Told):
    """Who of those that are called is here."""

    came = forms.MultipleChoiceField(
        label=_("Who is here?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, calls: list[meeting.Called], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("came", [(str(c.call.seat_id), _who(c)) for c in calls])


def _who(called: meeting.Called) -> str:
    instead = str(called.words.get("substitute", ""))
    return instead or str(called.who.get("name", "")) or str(called.call.seat.get_kind_display())


class PointForm(Told):
    """What is said at one step of a meeting."""

    text = text("", rows=7)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = SHAPES[Kind.MEETING].field(field).label


class PrepareForm(Told):
    """What she thinks of before the meeting."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in SHAPES[kind].fields:
            self.fields[each.name] = form_field(each)


class LeadForm(Told):
    lead = one_of(_("Who holds it together?"))

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {
            str(seat.pk): seat
            for seat in opened.seats
            if seat.side in PRINCIPALS and holds(seat, opened.plan, opened.at)
        }
        self.choose("lead", [(pk, name_of(opened, seat)) for pk, seat in self.seats.items()])

    def seat(self) -> Seat:
        return self.seats[self.cleaned_data["lead"]]


class FollowUpDayForm(Told):
    follow_up_on = day_field(
        _("When do you follow it up?"), help_text=_("Choose a day within three months.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow_up_on"].required = True


class PaperForm(Told):
    """An authority has confirmed something on a paper."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    shown_by = line(
        _("Who showed you the paper? A name"), needed=_("Write who showed you the paper.")
    )
    day = day_field(_("Which day was it signed?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].required = True


class LookForm(Told):
    """How it went with one action."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    doing = one_of(
        _("Has it been done?"),
        choices=[(each.value, each.label) for each in following_up.ANSWERS],
    )
    hindered = text(_("What was in the way?"), rows=3)
    helped = text(_("Did it help you?"), rows=3)
    due_on = day_field(_("A new day?"), help_text=_("If it is not done yet."))
    seat = forms.ChoiceField(label=_("Who is responsible for it now?"), required=False)

    def __init__(
        self, *args: Any, opened: Opened, read: Read, begun: Words | None = None, **kwargs: Any
    ) -> None:
        piece = read.piece
        now = {
            "edition": piece.edition,
            "due_on": piece.due_on,
            "seat": str(piece.seat_id or ""),
            "doing": piece.doing if piece.doing in following_up.ANSWERS else "",
        }
        kwargs["initial"] = {**now, **(begun or {})}  # With the edition that she had read then.
        super().__init__(*args, **kwargs)
        for name in following_up.HERS:
            if name in self.fields and not opened.is_owner:
                del self.fields[name]
        self.seats = {
            str(seat.pk): seat for seat in opened.seats if holds(seat, opened.plan, opened.at)
        }
        named: list[tuple[str, Any]] = [
            (pk, name_of(opened, seat)) for pk, seat in self.seats.items()
        ]
        if str(piece.seat_id) not in self.seats:
            named.insert(0, ("", _("Nobody yet")))
            self.initial["seat"] = ""
        self.choose("seat", named)

    def given(self) -> dict[str, Any]:
        """What ``following_up.look_at`` is told."""
        told: dict[str, Any] = {name: self.cleaned_data[name] for name in
                ("edition", "doing", "hindered", "helped", "due_on")
                if name in self.fields}  # fmt: skip
        return {**told, "seat": self.seats.get(self.cleaned_data["seat"])}


class ConcludeForm(Told):
    """The plan as a whole, when it is followed up."""

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shape = SHAPES[Kind.FOLLOW_UP]
        for each in self.shape.fields:
            if opened.is_owner or each.name not in following_up.HERS:
                self.fields[each.name] = form_field(each)
        self.fields["next_on"] = day_field(
            _("When do you follow it up the next time?"),
            help_text=_("Choose a day within three months."),
        )

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.shape.names}


class TextMeForm(Told):
    text_me = forms.BooleanField(
        label=_("Remind me by text message too"),
        help_text=_("It only says that there is something to read."),
        required=False,
    )


class InvitationForm(Told):
    """An invitation on paper to somebody who has no plan here yet. Nothing of it is kept."""

    name = Written(label=_("What is the person called?"), most=LINE)
    day = day_field(_("Which day?"))
    time = Written(label=_("What time?"), most=LINE)
    place = Written(label=_("Where, or by which link?"), most=LINE)
    people = Written(
        label=_("Who is asked to come?"),
        help_text=_("One on each line: name, role and workplace."),
        most=1_200,
        rows=4,
    )
    about = Written(label=_("What is the meeting about?"), most=400, rows=3)
    caller = Written(label=_("Who calls? Your name and workplace"), most=LINE)
    phone = Written(label=_("How does the person reach you?"), most=LINE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].required = True
