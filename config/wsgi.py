"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded now stays for good: the collector of garbage need not look through it again and
# again (docs/performance.md).
gc.collect()
gc.freeze()
