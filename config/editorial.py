"""The addresses while somebody is under /redaktion/: all of the site's and the editorial part's.

Wagtail's addresses are a thousand modules and a second of start. A visitor needs none of them,
so they are not in config/urls.py; the middleware ``addresses`` takes these when they are asked.
"""

from django.urls import include, path

from .urls import urlpatterns as everybodys

urlpatterns = [*everybodys, path("redaktion/", include("oppnasoc.people.editorial"))]
