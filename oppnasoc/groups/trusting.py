"""A group chooses whose answers stand at once, without somebody's look at them first."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record

from .editing import back, done, fetch, sent, show, who
from .models import Group, Outside, Party, Trust


@transaction.atomic
def set_trust(group: Group, trusted: Iterable[Outside], *, by: User | None) -> None:
    """Let exactly these authorities' answers stand at once. Raises PermissionDenied."""
    require(by, "groups.edit_group", group)
    wanted = {outside.pk: outside for outside in trusted}
    now = {trust.outside_id: trust for trust in group.trusts.select_related("outside")}
    for pk in wanted.keys() - now.keys():
        Trust.objects.create(group=group, outside=wanted[pk])
        record("groups.trusted", group, by=by, target=wanted[pk])
    for pk in now.keys() - wanted.keys():
        now[pk].delete()
        record("groups.trusted_no_longer", group, by=by, target=now[pk].outside)


def trusts(group: Group | None, party: Party | None) -> bool:
    """Whether the answers of a party stand at once in the matters of a group."""
    if group is None or party is None:
        return False
    return Trust.objects.filter(group=group.pk, outside=party.pk).exists()


class TrustForm(forms.Form):
    trusted = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whose answers stand at once?"),
        queryset=Outside.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@login_required
def group_trust(request: HttpRequest, slug: str) -> HttpResponse:
    """``/grupper/brukargruppen/litar-pa/``: tick the authorities that the group trusts."""
    group = fetch(request, Group, "groups.edit_group", slug=slug)
    given = {"trusted": [trust.outside_id for trust in group.trusts.all()]}
    form = TrustForm(sent(request), initial=given)
    if form.is_valid() and done(
        form, lambda: set_trust(group, form.cleaned_data["trusted"], by=who(request))
    ):
        return back(request, group, _("Saved."))
    return show(
        request,
        form,
        title=_("Authorities whose answers stand at once"),
        lead=_(
            "Another authority can answer by a link that we mail to it. You look at the answer"
            " before it is public. What those answer whom you tick here is public at once."
        ),
        button=_("Save"),
        leave=group,
    )
