"""Every address of the site; Swedish paths, English names."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog  # noqa: F401
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("oppnasoc.ui.urls")),
    path("", include("oppnasoc.pages.urls")),
    path("", include("oppnasoc.voices.urls")),
    path("", include("oppnasoc.groups.urls")),
    path("fragor/", include("oppnasoc.matters.urls")),
    path("moten/", include("oppnasoc.meetings.urls")),
    path("konto/", include("oppnasoc.people.urls")),
    path("redaktion/", include(wagtailadmin_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
