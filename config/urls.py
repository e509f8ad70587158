"""Every address that everybody is served; Swedish paths, English names.

A process serves the parts that ``SOC_PARTS`` names. The editorial part is in config/editorial.py.
"""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve

from .health import health

handler400 = "oppnasoc.ui.errors.bad_request"
handler500 = "oppnasoc.ui.errors.server_error"

everywhere = [
    path("", include("oppnasoc.ui.urls")),
    path("konto/", include("oppnasoc.people.urls")),
    path("halsa/", health, name="health"),
    # The municipality's logo and other pictures; a proxy in front may serve the folder itself.
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}, name="media"),
]
public = [
    path("", include("oppnasoc.pages.urls")),
    path("", include("oppnasoc.voices.urls")),
    path("", include("oppnasoc.groups.urls")),
    path("grupper/", include("oppnasoc.meetings.since_urls")),
    path("granskat/", include("oppnasoc.editorial.urls")),
    path("folj/", include("oppnasoc.following.urls")),
    path("utskick/", include("oppnasoc.outbox.urls")),
    path("sok/", include("oppnasoc.search.urls")),
    path("inkommet/", include("oppnasoc.inbox.urls")),
    path("samtal/", include("oppnasoc.discussion.urls")),
    path("tyck-till/", include("oppnasoc.referrals.urls")),
    path("handlingsplaner/", include("oppnasoc.actionplans.urls")),
    path("vad-har-hant/", include("oppnasoc.reports.urls")),
    path("", include("oppnasoc.authority.urls")),
    path("", include("oppnasoc.guide.urls")),
    path("", include("oppnasoc.opendata.urls")),
    path("nyheter/", include("oppnasoc.news.urls")),
    path("inspelningar/", include("oppnasoc.recordings.urls")),
    path("jamfor/", include("oppnasoc.comparison.urls")),
    path("forbereda/", include("oppnasoc.preparation.urls")),
    path("fragor/", include("oppnasoc.matters.urls")),
    path("fragor/", include("oppnasoc.matters.feedback_urls")),
    path("min-kod/", include("oppnasoc.matters.mine_urls")),
    path("moten/", include("oppnasoc.meetings.urls")),
]
plan = [path("min-plan/", include("oppnasoc.careplan.urls"))]

#: Out of a plan into the open site: only where one process serves both.
between = [path("min-plan/", include("oppnasoc.doorway.urls"))]

_parts = {"public": public, "plan": plan}
urlpatterns = [*everywhere, *(each for part in settings.PARTS for each in _parts[part])]
if set(settings.PARTS) == set(_parts):
    urlpatterns += between
