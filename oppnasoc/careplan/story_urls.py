"""My story, my list, my card, the way home and links: under ``/min-plan/<uuid:plan>/``."""

from __future__ import annotations

from django.urls import path

from .views import acute, shares, story

urlpatterns = [
    path("berattelse/", story.story, name="plan_story"),
    path("berattelse/<uuid:piece>/visa/", story.show, name="plan_story_show"),
    path("berattelse/<uuid:piece>/spela-in/", story.record, name="plan_story_record"),
    path("inspelning/<uuid:recording>/", story.recording, name="plan_recording"),
    path("inspelning/<uuid:recording>/ta-bort/", story.forget, name="plan_recording_remove"),
    path("om-jag-blir-sjuk/", acute.acute, name="plan_acute"),
    path("om-jag-blir-sjuk/genomgangen/", acute.looked, name="plan_acute_looked"),
    path("om-jag-blir-sjuk/<slug:item>/", acute.item, name="plan_acute_item"),
    path("om-jag-blir-sjuk/<slug:item>/undan/", acute.aside, name="plan_acute_aside"),
    path("kort/", acute.card, name="plan_card"),
    path("hem-fran-sjukhuset/", acute.home, name="plan_discharge"),
    path("lankar/", shares.shares, name="plan_shares"),
    path("lankar/ny/", shares.make, name="plan_share_new"),
    path("lankar/<uuid:share>/ta-tillbaka/", shares.revoke, name="plan_share_revoke"),
]
