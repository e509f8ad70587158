"""My story and links to it: where a link is opened, and what is done in a plan."""

from __future__ import annotations

from django.urls import path

from .views import shares, story

outside = [path("delad/<str:token>/", shares.shared, name="plan_shared")]

of_a_plan = [
    path("berattelse/", story.story, name="plan_story"),
    path("berattelse/<uuid:piece>/visa/", story.show, name="plan_story_show"),
    path("berattelse/<uuid:piece>/spela-in/", story.record, name="plan_story_record"),
    path("inspelning/<uuid:recording>/", story.recording, name="plan_recording"),
    path("inspelning/<uuid:recording>/ta-bort/", story.forget, name="plan_recording_remove"),
    path("lankar/", shares.shares, name="plan_shares"),
    path("lankar/ny/", shares.make, name="plan_share_new"),
    path("lankar/<uuid:share>/ta-tillbaka/", shares.revoke, name="plan_share_revoke"),
    path("lankar/<uuid:share>/ny/", shares.renew, name="plan_share_renew"),
    path("lankar/<uuid:share>/utan/<uuid:piece>/", shares.leave_out, name="plan_share_leave_out"),
]
