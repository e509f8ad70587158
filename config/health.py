"""Is the server well? One cheap question to each database, for whoever watches."""

from __future__ import annotations

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """``ok`` with 200; with 503 ``database``, or where plans are served ``vault``, for the one that
    does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _told("database", 503)
    return _told("ok") if "plan" not in settings.PARTS or _vault_answers() else _told("vault", 503)


def _vault_answers() -> bool:
    """Whether the head of the log is there: SQLite makes an empty database of one that is gone."""
    from oppnasoc.vault.models import Head  # Models are not loaded yet when addresses are.

    try:
        return Head.objects.exists()
    except Error:
        return False


def _told(word: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain; charset=utf-8")
