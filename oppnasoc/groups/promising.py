"""Say what a unit promises those who ask, and tell it in words."""

from __future__ import annotations

from dataclasses import asdict, astuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record
from oppnasoc.ui.templatetags.ui import countword

from .actions import lock
from .editing import back, done, fetch, sent, show, who
from .facts import RIGHT
from .models import Party, Unit
from .promise import LONGEST, NAMES, USUAL, Promise, Times, promised_by


@transaction.atomic
def promise(unit: Unit, times: Times, *, by: User | None) -> Times:
    """Say what a unit promises; what is usual needs no row. The same again changes nothing.

    Raises PermissionDenied, and ValidationError naming the time that is none.
    """
    require(by, RIGHT[Party.Kind.UNIT], unit)
    wrong = {name: n for name, n in asdict(times).items() if not 1 <= n <= LONGEST}
    if wrong:
        text = _("Write a number from 1 to %(most)s.") % {"most": LONGEST}
        raise ValidationError(dict.fromkeys(wrong, text))
    lock(unit)
    if times == promised_by(unit.pk):
        return times
    if times == USUAL:
        Promise.objects.filter(unit=unit).delete()
    else:
        Promise.objects.update_or_create(unit=unit, defaults=asdict(times))
    record("groups.promised", unit, by=by, **asdict(times))
    return times


def days(number: int) -> str:
    """So many working days, as one says it: 'nästa arbetsdag', 'inom fem arbetsdagar'."""
    if number == 1:
        return _("the next working day")
    words = ngettext("within %(n)s working day", "within %(n)s working days", number)
    return words % {"n": countword(number)}


def sentences(times: Times) -> list[str]:
    """The promises as short sentences, as a unit's page shows them."""
    said = (
        _("What you say is read %(when)s."),
        _("A question is answered %(when)s."),
        _("When somebody asks us to take a matter over, we answer %(when)s."),
        _("Who has raised something hears from us %(when)s."),
        _("When something is decided, you are told %(when)s."),
    )
    told = [text % {"when": days(n)} for text, n in zip(said, astuple(times)[:5], strict=True)]
    late = ngettext(
        "Are we %(n)s working day late, the matter goes to our manager.",
        "Are we %(n)s working days late, the matter goes to our manager.",
        times.lift,
    )
    return [*told, late % {"n": countword(times.lift)}]


class PromiseForm(forms.Form):
    """The promised times of a unit, in working days."""

    def __init__(self, *args: object, times: Times) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        for name in NAMES:
            field = Promise._meta.get_field(name)
            assert isinstance(field, models.Field)
            self.fields[name] = forms.IntegerField(
                label=str(field.verbose_name).capitalize(),
                help_text=gettext_lazy("Usual: %(n)s.") % {"n": getattr(USUAL, name)},
                min_value=1,
                max_value=LONGEST,
                initial=getattr(times, name),
            )


@login_required
def unit_promises(request: HttpRequest, slug: str) -> HttpResponse:
    """``/enheter/mottagningen/loften/``: within how many working days each thing happens."""
    unit = fetch(request, Unit, RIGHT[Party.Kind.UNIT], slug=slug)
    form = PromiseForm(sent(request), times=promised_by(unit.pk))
    if form.is_valid() and done(
        form, lambda: promise(unit, Times(**form.cleaned_data), by=who(request))
    ):
        return back(request, unit, _("Saved. Everybody can read what the unit promises."))
    return show(
        request,
        form,
        title=_("What the unit promises"),
        lead=_("Count in working days. Promise what you can keep."),
        button=_("Save"),
        leave=unit,
    )
