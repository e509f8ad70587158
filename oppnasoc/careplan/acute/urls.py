"""'If I become ill', the card and the way home from hospital: below ``/min-plan/<plan>/``."""

from __future__ import annotations

from django.urls import path

from . import views as acute

of_a_plan = [
    path("om-jag-blir-sjuk/", acute.acute, name="plan_acute"),
    path("om-jag-blir-sjuk/genomgangen/", acute.looked, name="plan_acute_looked"),
    path("om-jag-blir-sjuk/<slug:item>/", acute.item, name="plan_acute_item"),
    path("om-jag-blir-sjuk/<slug:item>/undan/", acute.aside, name="plan_acute_aside"),
    path("om-jag-blir-sjuk/<slug:item>/stammer/", acute.stands, name="plan_acute_stands"),
    path("kort/", acute.card, name="plan_card"),
    path("hem-fran-sjukhuset/", acute.home, name="plan_discharge"),
]
