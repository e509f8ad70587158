"""Pages that everybody expects of an authority: personal data, cookies, contact, press."""

from __future__ import annotations

import csv
from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.editorial.pages import show_versions
from oppnasoc.people.rights import may, require
from oppnasoc.ui.context import municipality
from oppnasoc.ui.register import Holding, holdings, without_people

from .cookies import COOKIES
from .models import EasyPage, Statement, shown


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """``/personuppgifter/``: what is kept of you, by what you do; made from the register. With
    ``?allt=1`` nothing is folded, for paper."""
    by_moment = groupby(holdings(), key=lambda each: each.moment)
    context = {
        "moments": [(moment, list(each)) for moment, each in by_moment],
        "whole": "allt" in request.GET,
        "reads_register": may(request.user, "authority.read_register"),
    }
    return render(request, "authority/personal_data.html", context)


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """``/personuppgifter/register/``: the record that article 30 of the GDPR asks for."""
    require(request.user, "authority.read_register")
    context = {"rows": [row(each) for each in holdings()], "head": head(),
               "nobody": without_people()}  # fmt: skip
    return render(request, "authority/register.html", context)


def head() -> list[str]:
    """What the columns of the record are called."""
    return [_("Handling"), _("Whose"), _("What is kept"), _("What for"), _("By which right"),
            _("How long"), _("Who sees it"), _("How one gets it out"), _("Tables")]  # fmt: skip


def row(of: Holding) -> list[str]:
    """A line of the record, in words."""
    article = _("GDPR article")
    grounds = [f"{article} {basis.value} ({basis.label})" for basis in of.basis]
    where = [f"{model}: {', '.join(names)}" for model, names in of.fields.items()]
    return [str(of.title), str(of.moment.label), str(of.what), str(of.purpose),
            "; ".join([*grounds, *of.laws]), str(of.kept), str(of.seen), str(of.out),
            "; ".join(where)]  # fmt: skip


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@login_required
@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """``/personuppgifter/register.csv``: the same record for a spreadsheet."""
    require(request.user, "authority.read_register")
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = _("register-of-personal-data")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")  # By this spreadsheets see that it is UTF-8.
    lines = csv.writer(answer, delimiter=";")
    site = municipality()
    lines.writerow([harmless(text) for text in (_("Who answers for it"), site.name,
                    site.organisation_number, site.protection_email)])  # fmt: skip
    for cells in (head(), *map(row, holdings())):
        lines.writerow([harmless(cell) for cell in cells])
    return answer


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """``/kakor/``: the few that are needed, and that there is nothing to say yes to."""
    return render(request, "authority/cookies.html", {"cookies": COOKIES})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """``/kontakt/``: every way to reach a human."""
    return render(request, "authority/contact.html")


@require_safe
def press(request: HttpRequest) -> HttpResponse:
    """``/press/``: whom to call, how pictures may be used, where figures are found."""
    return render(request, "authority/press.html", {"site_url": settings.SITE_URL})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """``/tillganglighet/``: the statement; until there is one, how to tell of a fault."""
    statement = shown(Statement)
    given = statement.page_context(request.user) if statement else {}
    return render(request, Statement.page_template, {"site_url": settings.SITE_URL, **given})


@require_safe
def accessibility_versions(request: HttpRequest) -> HttpResponse:
    """Every public version of the statement, compared in words."""
    statement = shown(Statement)
    return show_versions(request, Statement.objects, pk=statement.pk if statement else 0)


@require_safe
def easy_read(request: HttpRequest) -> HttpResponse:
    """``/lattlast/``: about the site in easy words; ours until an editor has written others."""
    return render(request, EasyPage.page_template, {"easy": shown(EasyPage)})
