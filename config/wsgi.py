"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse
from wagtail import hooks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def warm() -> None:
    """Load what the first visitor would wait for, and leave it to every worker for good.

    The collector of garbage need not look through it again and again, nor does its looking make
    a worker copy the memory that it shares with the others (docs/performance.md).
    """
    reverse("health")  # Reads every address that there is.
    get_template("ui/base.html")
    hooks.search_for_hooks()  # What a text with links, or a picture, is drawn with.
    gc.collect()
    gc.freeze()
