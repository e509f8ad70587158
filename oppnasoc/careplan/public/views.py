"""The pages about a SIP that anybody may open before any sign-in. Nothing is kept of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui import paper

from . import papers
from .letters import Letter, LetterForm, letter

#: What a file is called when it is saved: a name that tells nobody what is in it.
LETTER, FORM, LIST, CARD = "brev", "blankett", "lista", "kort"


@require_safe
def right(request: HttpRequest) -> HttpResponse:
    """``/min-plan/ratten/``: what a SIP is, what it is not, and what to do at a no."""
    return render(request, "careplan/public/right.html", {"for_another": papers.for_another()})


@csrf_exempt  # Nothing is kept and nobody is known: there is nothing to forge, and no cookie.
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``/min-plan/be-om-sip/``: a form that becomes a letter, shown or as a PDF."""
    if request.method != "POST":
        return _letter_page(request, LetterForm())
    form = LetterForm(request.POST)
    if not form.is_valid():
        answer = _letter_page(request, form, status=422)
    elif "pdf" in request.POST:
        made, here = letter(form.cleaned_data), reverse("sip_letter")
        answer = paper.send(request, lambda: papers.letter_pdf(made), name=LETTER, instead=here)
    else:
        answer = _letter_page(request, form, letter(form.cleaned_data))
    answer["Cache-Control"] = "no-store"
    return answer


def _letter_page(
    request: HttpRequest, form: LetterForm, made: Letter | None = None, status: int = 200
) -> HttpResponse:
    """The form and its letter; without one, an empty letter that is there for the printer only."""
    context = {"form": form, "letter": made or letter({}), "by_hand": made is None}
    return render(request, "careplan/public/letter.html", context, status=status)


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """``/min-plan/papper/``: the plan to fill in by hand."""
    return render(request, "careplan/public/form.html", {"paper": papers.plan_paper()})


@require_safe
def form_pdf(request: HttpRequest) -> HttpResponse:
    """``/min-plan/papper/pdf/``: the same in large letters."""
    made = papers.plan_paper()
    here = reverse("sip_form")
    return paper.send(request, lambda: papers.pdf(made, keep=True), name=FORM, instead=here)


@require_safe
def acute(request: HttpRequest) -> HttpResponse:
    """``/min-plan/om-jag-blir-sjuk/``: the list and the card for whoever stands there."""
    context = {"paper": papers.acute_paper(), "card": papers.card_paper()}
    return render(request, "careplan/public/acute.html", context)


@require_safe
def acute_pdf(request: HttpRequest) -> HttpResponse:
    """``/min-plan/om-jag-blir-sjuk/pdf/``: the list in large letters."""
    made = papers.acute_paper()
    here = reverse("sip_acute")
    return paper.send(request, lambda: papers.pdf(made, keep=True), name=LIST, instead=here)


@require_safe
def card_pdf(request: HttpRequest) -> HttpResponse:
    """``/min-plan/om-jag-blir-sjuk/kort/``: the card on one sheet."""
    made = papers.card_paper()
    return paper.send(
        request, lambda: papers.card_pdf(made), name=CARD, instead=reverse("sip_acute")
    )
