"""Settings of the bare Django; its database is opened just as the site's."""

from config.environment import VAR_DIR
from config.settings import DATABASES as SITE_DATABASES

PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{{ row.title }}</title>
</head><body><main><h1>{{ row.title }}</h1><p>{{ row.said_on|date:"Y-m-d" }}</p>
{{ row.text|linebreaks }}</main></body></html>
"""
LIST = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Rader</title></head>
<body><main><h1>Rader</h1><ul>{% for row in rows %}<li><h3><a href="/row/{{ row.pk }}/">{{
row.title }}</a></h3><p>{{ row.text|truncatewords:30 }}</p></li>{% endfor %}</ul></main>
</body></html>
"""

SECRET_KEY = "-"  # Nothing is signed here.
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["tests.bench.limits"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.limits.pages"
DATABASES = {"default": {**SITE_DATABASES["default"], "NAME": VAR_DIR / "limits.sqlite3"}}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        (
                            "django.template.loaders.locmem.Loader",
                            {"page.html": PAGE, "list.html": LIST},
                        )
                    ],
                )
            ]
        },
    }
]
