"""Every setting of an installation, in one file that fails loudly.

All values come from environment variables starting with ``SOC_`` (documented in
docs/operations.md). Without any of them the project runs on SQLite under ``var/``.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .environment import LOOPBACK, VAR_DIR, env_flag, env_number, env_secret
from .signin import FORMS, LIMITS, SECOND_FORMS, providers

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env_flag("SOC_DEBUG")
DEMO = env_flag("SOC_DEMO")
SITE_URL = os.environ.get("SOC_URL", "http://localhost:8000").rstrip("/")
SECRET_KEY = env_secret("SOC_SECRET_KEY")
# Which parts of the site this process serves: the plans can have processes of their own.
PARTS = tuple(os.environ.get("SOC_PARTS", "public,plan").replace(" ", "").split(","))
if not set(PARTS) <= {"public", "plan"}:
    raise ImproperlyConfigured(f"SOC_PARTS must be public, plan or both, not {','.join(PARTS)!r}.")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SOC_URL must be an address such as https://…, not {SITE_URL!r}.")
ALLOWED_HOSTS = os.environ.get("SOC_HOSTS", ",".join({_site.hostname, *LOOPBACK})).split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# The demo shows every sign-in code, and debugging shows settings: both only on this machine.
for _name, _on in (("SOC_DEMO", DEMO), ("SOC_DEBUG", DEBUG)):
    if _on and not {_site.hostname, *ALLOWED_HOSTS} <= LOOPBACK:
        raise ImproperlyConfigured(
            f"{_name}=1 is only for this machine: SOC_URL and SOC_HOSTS must say localhost."
        )

INSTALLED_APPS = [
    "oppnasoc.doorway",
    "oppnasoc.pages",
    "oppnasoc.opendata",
    "oppnasoc.news",
    "oppnasoc.reports",
    "oppnasoc.authority",
    "oppnasoc.guide",
    "oppnasoc.recordings",
    "oppnasoc.comparison",
    "oppnasoc.preparation",
    "oppnasoc.meetings",
    "oppnasoc.discussion",
    "oppnasoc.referrals",
    "oppnasoc.actionplans",
    "oppnasoc.inbox",
    "oppnasoc.matters",
    "oppnasoc.voices",
    "oppnasoc.groups",
    "oppnasoc.following",
    "oppnasoc.outbox",
    "oppnasoc.editorial",
    "oppnasoc.search",
    "oppnasoc.careplan",
    "oppnasoc.vault",
    "oppnasoc.people",
    "oppnasoc.trail",
    "oppnasoc.ui",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",  # Not used; the editorial frame does not open without it.
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules.apps.AutodiscoverRulesConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.same_for_everybody",
    "config.middleware.Compressed",
    "config.middleware.ContentPolicy",
    "config.middleware.addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.head_as_get",
    "oppnasoc.pages.uses.counted",
    "config.middleware.NotTooLarge",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "oppnasoc.people.middleware.signed_in",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "oppnasoc.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oppnasoc.ui.context.site",
            ],
        },
    }
]
FORMS_URLFIELD_ASSUME_HTTPS = True  # As Django 6 does by itself.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# How often each kind of page is opened; no cookie, no address (pages/uses.py).
COUNT_USE = os.environ.get("SOC_COUNT_USE", "1") != "0"

LOCAL_INSTALLATIONS = env_flag("SOC_LOCAL_INSTALLATIONS")  # Read others on this machine, as a try.

# Database. SQLite settings as measured in docs/performance.md: with WAL, IMMEDIATE and NORMAL
# eight writers got no "database is locked"; Django's defaults got hundreds. Connections live
# with granian's threads; a pool gained nothing there.
DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "oppnasoc.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA mmap_size=16777216; PRAGMA cache_size=-8000;",
        },
    },
    # The plans lie by themselves. What was written is on the disk before anybody is told so (FULL),
    # and what was deleted is overwritten.
    "vault": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "vault.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA secure_delete=ON;",
        },
    },
}
for _alias, _name in (("default", "SOC_DATABASE"), ("vault", "SOC_VAULT_DATABASE")):
    if _database := os.environ.get(_name):
        if not _database.startswith(("postgres://", "postgresql://")):
            raise ImproperlyConfigured(f"{_name} must begin with postgres://, or be left out.")
        DATABASES[_alias] = dj_database_url.parse(
            _database, conn_max_age=60, conn_health_checks=True
        )
if os.environ.get("SOC_VAULT_DATABASE", "") == os.environ.get("SOC_DATABASE", "-"):
    raise ImproperlyConfigured("SOC_VAULT_DATABASE must be another database than SOC_DATABASE.")
DATABASE_ROUTERS = ["oppnasoc.vault.router.VaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "editorial"]  # The second is Wagtail's.
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What only some may see, such as originals and evidence: served by views that ask who it is.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "private",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads go to disk as they come, into the private folder; what is too large is refused unread.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "private" / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
MOST_BYTES = 12 * 1024 * 1024  # of a request's body, but for views that say otherwise
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # The forms say how many they take, in a sentence.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# People and sign-in.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "oppnasoc.people.backends.SignIn",
]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{n}PasswordHasher" for n in ("Argon2", "PBKDF2")]
_checks = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_checks}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_checks}.CommonPasswordValidator"},
    {"NAME": f"{_checks}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "todo", "start"
if "public" not in PARTS:
    LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/min-plan/"
ACCOUNT_ADAPTER = "oppnasoc.people.adapter.AccountAdapter"
MFA_ADAPTER = "oppnasoc.people.adapter.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_REDIRECT_URL = "welcome"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS, MFA_FORMS, ACCOUNT_RATE_LIMITS = FORMS, SECOND_FORMS, LIMITS
# Behind a proxy: how many of the last addresses in X-Forwarded-For are our own proxies.
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("SOC_PROXIES", 0)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # Unlocked by its owner also as the second step.
OPENID = providers()  # Who else may say who somebody is (config/signin.py).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
# Somebody's own phone stays signed in for 30 days; a shared one (the default) until the browser
# is closed or 30 minutes have passed without a click (people/middleware.py).
SESSION_COOKIE_AGE = 30 * 24 * 3600

# Mail leaves over SMTP. The demo writes it to files in var/mail/: nothing leaves the machine.
EMAIL_BACKEND = os.environ.get("SOC_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = os.environ.get("SOC_SMTP_HOST", "localhost")
EMAIL_PORT = env_number("SOC_SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("SOC_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SOC_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_flag("SOC_SMTP_TLS")
EMAIL_USE_SSL = env_flag("SOC_SMTP_SSL")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("SOC_SMTP_TLS and SOC_SMTP_SSL exclude each other.")
EMAIL_TIMEOUT = env_number("SOC_SMTP_TIMEOUT", 15)
DEFAULT_FROM_EMAIL = os.environ.get("SOC_MAIL_FROM", "oppnasoc@localhost")
# Where we receive mail: bounces come back to an address of their own for each message.
MAIL_DOMAIN = os.environ.get("SOC_MAIL_DOMAIN", "").lower()
if MAIL_DOMAIN and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", MAIL_DOMAIN):
    raise ImproperlyConfigured(f"SOC_MAIL_DOMAIN must be a host name, not {MAIL_DOMAIN!r}.")
# Text messages: "files" (var/sms/, nothing leaves the machine) or "46elks".
SMS_PROVIDER = "files" if DEMO else os.environ.get("SOC_SMS", "files")
SMS_URL = os.environ.get("SOC_SMS_URL", "https://api.46elks.com/a1").rstrip("/")
SMS_NAME = os.environ.get("SOC_SMS_NAME", "")
SMS_PASSWORD = os.environ.get("SOC_SMS_PASSWORD", "")
SMS_SENDER = os.environ.get("SOC_SMS_SENDER", "OppnaSoc")
# What tells of a plan names nobody, on a locked screen too: a word that means nothing more.
PLAN_SMS_SENDER = os.environ.get("SOC_PLAN_SMS_SENDER", "Meddelande")
if SMS_PROVIDER not in {"files", "46elks"}:
    raise ImproperlyConfigured(f"SOC_SMS must be files or 46elks, not {SMS_PROVIDER!r}.")
if SMS_PROVIDER == "46elks" and not (SMS_NAME and SMS_PASSWORD):
    raise ImproperlyConfigured("SOC_SMS=46elks needs SOC_SMS_NAME and SOC_SMS_PASSWORD.")
if urlsplit(SMS_URL).scheme != "https" and urlsplit(SMS_URL).hostname not in LOOPBACK:
    raise ImproperlyConfigured(f"SOC_SMS_URL must begin with https://, not {SMS_URL!r}.")
for _name, _sender in (("SOC_SMS_SENDER", SMS_SENDER), ("SOC_PLAN_SMS_SENDER", PLAN_SMS_SENDER)):
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,10}|\+[1-9]\d{6,14}", _sender):
        raise ImproperlyConfigured(
            f"{_name} must be 3 to 11 letters and digits from a to z, not {_sender!r}."
        )
# Key figures are fetched from here when it is set; off by default.
KOLADA_URL = os.environ.get("SOC_KOLADA_URL", "").rstrip("/")
if KOLADA_URL and (
    not (_kolada := urlsplit(KOLADA_URL)).hostname
    or (_kolada.scheme != "https" and _kolada.hostname not in LOOPBACK)
):
    raise ImproperlyConfigured(f"SOC_KOLADA_URL must begin with https://, not {KOLADA_URL!r}.")

# The keys of the plans (oppnasoc/vault/masters.py). A part without plans needs none of them.
VAULT_KEY = os.environ.get("SOC_VAULT_KEY", "")
VAULT_KEY_FILE = Path(os.environ.get("SOC_VAULT_KEY_FILE", VAR_DIR / "vault_key"))
VAULT_OLD_KEYS = os.environ.get("SOC_VAULT_OLD_KEYS", "")
VAULT_OLD_KEYS_FILE = Path(os.environ.get("SOC_VAULT_OLD_KEYS_FILE", VAR_DIR / "vault_old_keys"))
VAULT_GONE_FILE = Path(os.environ.get("SOC_VAULT_GONE_FILE", VAR_DIR / "vault_gone"))
VAULT_PROGRAM = shlex.split(os.environ.get("SOC_VAULT_PROGRAM", ""))
VAULT_PROGRAM_KEY = os.environ.get("SOC_VAULT_PROGRAM_KEY", "oppnasoc")
if not re.fullmatch(r"[A-Za-z0-9_.:/-]{1,80}", VAULT_PROGRAM_KEY):
    raise ImproperlyConfigured("SOC_VAULT_PROGRAM_KEY must be a name without spaces.")

# What came of the plans, in signed figures: the plans' part writes the file, the public part reads
# it. Without a key the first one that is seen is remembered (docs/aggregate.md).
PLAN_FIGURES = Path(os.environ.get("SOC_PLAN_FIGURES", VAR_DIR / "aggregate" / "plans.json"))
PLAN_FIGURES_KEY = os.environ.get("SOC_PLAN_FIGURES_KEY", "")

# Security. No third-party host and no inline script anywhere on the open site; the editorial
# admin needs inline script and style (an open issue upstream) and gets them under its path only.
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _https and env_flag("SOC_SSL_REDIRECT")
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
EDITORIAL_PATH = "/redaktion/"
EDITORIAL_URLCONF = "config.editorial"
EDITORIAL_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    # The preview of a text is shown beside its form.
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
PREVIEW_SECURITY_POLICY = {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-ancestors": [SELF]}

# The editorial part.
WAGTAIL_SITE_NAME = "Öppna soc"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "ui.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # What ui/pictures.py makes anew.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_keys": {"()": "oppnasoc.following.quiet.WithoutKeys"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_keys"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own would mail what was posted to whoever is named in ADMINS, and print unfiltered.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
