"""Quick questions on the site: taking one on, and saying whether the answer helped."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from oppnasoc.groups.rules import acts_for
from oppnasoc.people import limits
from oppnasoc.people.requests import signed_in
from oppnasoc.trail.actions import Stale

from . import incoming, quick
from .models import Matter
from .quick_forms import TakeForm

A_DAY, PER_DAY = 24, 50  # hours; presses of one network that count


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question on; whoever answers is asked, and the asker told by when."""
    said = incoming.waiting_voice(request, pk)
    form = TakeForm(request.POST, prefix="take")
    if form.is_valid():
        try:
            matter = quick.take(said, by=signed_in(request), **form.cleaned_data)
        except (ValidationError, Stale) as error:
            form.add_error(None, incoming.told(error))
        else:
            messages.success(request, _("Thank you. Whoever asked can see who answers, and when."))
            who = matter.asked or matter.holder
            if who is not None and acts_for(signed_in(request), who):
                # She can write the answer straight away.
                return redirect(f"{matter.get_absolute_url()}?gor=reply#for-dig")
            return redirect(matter)
    return incoming.draw(request, said, take=form, status=422)


@login_required
@require_POST
def own_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not show what is about somebody's own case, and lead her to a human."""
    said = incoming.waiting_voice(request, pk)
    try:
        quick.somebodys_own(said, by=signed_in(request))
    except Stale:
        messages.warning(request, incoming.taken())
    else:
        messages.success(request, _("Done. With her code she reads how she reaches a human."))
    return redirect("voices")


@csrf_exempt  # As 'It concerns me too': nobody's right in particular, and the page has no cookie.
@never_cache
@require_POST
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """Count whether the answer helped; whom it did not help is shown what she can do then."""
    from .joining import from_here

    if not from_here(request):
        raise PermissionDenied
    matter = get_object_or_404(Matter.objects.published(), pk=pk, quick=True)
    answer = matter.answers.filter(corrected_by=None).first()
    if answer is None:
        raise Http404
    yes = "yes" in request.POST
    if limits.count("matters.helped", request, most=PER_DAY, hours=A_DAY):
        quick.say_helped(answer, helped=yes)
    return render(request, "matters/helped.html", {"matter": matter, "yes": yes})
