"""What stands on other pages: texts about a question, and what somebody asks or is asked about.

A page without any asks nothing; where there are some it asks once, and once a minute two more.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Group, Party
from oppnasoc.groups.rules import acts_for
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import may
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import panel

from .models import Asked, Referral, Response
from .where import where

ON_A_PANEL = 4


@prepared
def texts_about(matter: int) -> QuerySet[Referral]:
    return Referral.objects.listed().filter(about=matter)[:ON_A_PANEL]


@prepared
def texts_of(party: int, other: int, third: int) -> QuerySet[Referral]:
    """What a party asks, or is asked about; its key three times, as each stands in one place."""
    answered = Response.objects.shown().filter(referral=OuterRef("pk"), party=party)
    asked = Asked.objects.filter(referral=OuterRef("pk"), party=other)
    found = Referral.objects.listed().annotate(is_asked=Exists(asked), answered=Exists(answered))
    return found.filter(Q(sender=third) | Q(is_asked=True))[:ON_A_PANEL]


@panel("matters.matter", order=25, queries=3)
def about_a_matter(request: HttpRequest, matter: Matter) -> str:
    """Texts that belong to the question, the latest first."""
    if matter.pk not in where().matters:
        return ""
    texts = texts_about(matter=matter.pk)
    context = {"texts": texts, "today": timezone.localdate()}
    return render_to_string("referrals/_panel.html", context, request)


@panel("groups.group", order=14, queries=3)
def of_a_group(request: HttpRequest, group: Group) -> str:
    return of_a_party(request, group)


@panel("groups.party", order=6, queries=3)
def of_a_party(request: HttpRequest, party: Party) -> str:
    """What it asks and is asked about; a way to answer, or to ask, for those who act for it."""
    texts = []
    if party.pk in where().parties:
        texts = texts_of(party=party.pk, other=party.pk, third=party.pk)
    begins = party.kind in Referral.SENDERS and may(request.user, "referrals.send", party)
    if not texts and not begins:
        return ""
    context = {
        "texts": texts,
        "party": party,
        "acts": acts_for(request.user, party),
        "begin": f"{reverse('referral_new')}?avsandare={party.pk}" if begins else "",
        "today": timezone.localdate(),
    }
    return render_to_string("referrals/_panel.html", context, request)
