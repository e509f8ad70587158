"""Units, posts and other authorities: their pages; and writing what any party tells."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.people.rights import may, require
from oppnasoc.ui.menu import visitor

from . import actions, seats
from .editing import back, done, fetch, sent, show, who
from .facts import RIGHT
from .forms import LevelForm, PostForm
from .levels import above, last_level
from .models import Group, Organisation, Outside, Party, Post, Unit
from .organisation_forms import FORMS
from .promise import promised_by
from .promising import sentences
from .seat_forms import HolderForm
from .tree import by_name

MODELS: dict[str, type[Organisation] | type[Unit] | type[Post] | type[Outside]] = {
    Party.Kind.ORGANISATION: Organisation,
    Party.Kind.UNIT: Unit,
    Party.Kind.POST: Post,
    Party.Kind.OUTSIDE: Outside,
}
#: Those that a question can go on from, upwards.
LEVELS: dict[str, type[Group] | type[Unit] | type[Post]] = {
    Party.Kind.GROUP: Group,
    Party.Kind.UNIT: Unit,
    Party.Kind.POST: Post,
}


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """``/enheter/``: the parts of the social services, each after the one it belongs to."""
    found = sorted(Unit.objects.all(), key=by_name)
    under: dict[int | None, list[Unit]] = {}
    for each in found:
        under.setdefault(each.parent_id, []).append(each)

    def walk(above: int | None) -> list[Unit]:
        return [part for each in under.get(above, []) for part in (each, *walk(each.pk))]

    context = {"units": walk(None), "may_add": may(visitor(request), "groups.edit_tree")}
    return render(request, "groups/units.html", context)


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """What a unit does, when and where it is open, and who holds which role there."""
    near = Unit.objects.select_related("place", "parent", "decides_via")
    found = get_object_or_404(near, slug=slug)
    context = {
        "unit": found,
        "above": above(found, found.parent, last_level()),
        "posts": sorted(found.posts.select_related("held_by"), key=by_name),
        "parts": sorted(found.children.all(), key=by_name),
        "promises": sentences(promised_by(found.pk)),
        "working": found.memberships.current().filter(user__is_active=True).count(),
        "may_edit": may(visitor(request), "groups.edit_tree"),
    }
    return render(request, "groups/unit.html", context)


@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """A role, the unit it belongs to and who holds it."""
    near = Post.objects.select_related("unit__place", "held_by", "decides_via")
    found = get_object_or_404(near, slug=slug)
    context = {
        "post": found,
        "above": above(found, None, last_level()),
        "may_edit": may(visitor(request), "groups.edit_tree"),
    }
    return render(request, "groups/post.html", context)


@require_safe
def outsides(request: HttpRequest) -> HttpResponse:
    """``/myndigheter/``: the other authorities that a matter can lie with."""
    context = {
        "outsides": sorted(Outside.objects.all(), key=by_name),
        "may_add": may(visitor(request), "groups.edit_tree"),
    }
    return render(request, "groups/outsides.html", context)


@require_safe
def outside(request: HttpRequest, slug: str) -> HttpResponse:
    """Another authority: what one turns to it about, and what lies there now."""
    found = get_object_or_404(Outside, slug=slug)
    by = visitor(request)
    context = {
        "outside": found,
        "may_edit": may(by, "groups.edit_tree"),
        "may_contact": may(by, "groups.see_contact"),
    }
    return render(request, "groups/outside.html", context)


@login_required
def party_edit(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write what the page of an organisation, unit or post tells."""
    party = fetch(request, MODELS[kind], RIGHT[Party.Kind(kind)], slug=slug)
    form = FORMS[kind](sent(request), instance=party)
    if form.is_valid() and done(
        form, lambda: actions.edit_party(party, form.facts(), by=who(request))
    ):
        return back(request, party, _("Saved. This is how the page looks now."))
    return show(
        request,
        form,
        title=_("Change what the page tells"),
        lead=_("Write as you talk. What you leave empty is not shown."),
        button=_("Save"),
        leave=party,
    )


@login_required
def party_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Put an organisation, unit or post on the site."""
    require(who(request), "groups.edit_tree")
    form = FORMS[kind](sent(request))
    if isinstance(form, PostForm):
        form.fields["unit"].initial = (
            Unit.objects.filter(slug=request.GET.get("enhet", "")).values_list("pk").first()
        )
    if form.is_valid() and done(form, lambda: actions.add_party(form.fill(), by=who(request))):
        if kind == Party.Kind.ORGANISATION:
            form.instance.groups.set(form.cleaned_data["groups"])
        return back(request, form.instance, _("The page is here. Tell more about it any time."))
    titles = {
        Party.Kind.ORGANISATION: _("New organisation"),
        Party.Kind.UNIT: _("New unit"),
        Party.Kind.POST: _("New role"),
        Party.Kind.OUTSIDE: _("New authority"),
    }
    lists = {Party.Kind.ORGANISATION: "organisations", Party.Kind.OUTSIDE: "outsides"}
    leave = reverse(lists.get(Party.Kind(kind), "units"))
    return show(
        request, form, title=titles[Party.Kind(kind)], button=_("Put it on the site"), leave=leave
    )


@login_required
def post_holder(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who holds a role."""
    post = fetch(request, Post, RIGHT[Party.Kind.POST], slug=slug)
    initial = {"email": post.held_by.email if post.held_by else ""}
    form = HolderForm(sent(request), initial=initial)
    if form.is_valid() and done(
        form, lambda: seats.fill_post(post, by=who(request), **form.cleaned_data)
    ):
        return back(request, post, _("Saved."))
    return show(request, form, title=_("Who holds the role?"), button=_("Save"), leave=post)


@login_required
def party_level(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Say who decides when a group, unit or role cannot; for a role also that it is the last."""
    party = fetch(request, LEVELS[kind], "groups.edit_tree", slug=slug)
    form = LevelForm(sent(request), party=party)

    def save() -> None:
        given = form.cleaned_data
        if given.get("last") and isinstance(party, Post):
            actions.set_last_level(party, by=who(request))
        else:
            actions.set_level(party, given["above"], by=who(request))

    if form.is_valid() and done(form, save):
        return back(request, party, _("Saved. The page says it now."))
    return show(
        request,
        form,
        title=_("Who decides when they cannot?"),
        lead=_("A question that cannot be decided here goes on upwards, with the reason."),
        button=_("Save"),
        leave=party,
    )
