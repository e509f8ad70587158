"""Addresses of open data. Those of OParl have no slash at their end, as the standard shows them."""

from django.urls import path, re_path

from . import views
from .oparl import views as oparl

urlpatterns = [
    path("oppna-data/", views.about, name="open_data"),
    path("oppna-data/openapi.json", views.openapi, name="openapi"),
    path("oppna-data/moten.ics", views.calendars, name="open_calendar"),
    path("oppna-data/moten/<slug:group>.ics", views.calendars, name="open_calendar_of"),
    re_path(r"^oppna-data/(?P<name>[a-z]+)\.(?P<form>csv|json)$", views.table, name="open_table"),
    path("datasets/dcat", views.dcat, name="dcat"),
    path("oparl/v1.1/system", oparl.system, name="oparl_system"),
    path("oparl/v1.1/body", oparl.bodies, name="oparl_bodies"),
    path("oparl/v1.1/body/1", oparl.body, name="oparl_body"),
    path("oparl/v1.1/body/1/<slug:kind>", oparl.things, name="oparl_list"),
    path("oparl/v1.1/organization/<int:key>/meeting", oparl.meetings_of, name="oparl_meetings"),
    path("oparl/v1.1/<slug:kind>/<slug:key>", oparl.one, name="oparl_object"),
]
