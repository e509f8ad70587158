"""Limits by network that every worker counts together, in the database.

A library or a day centre is one address for a hundred people: limits are wide and stop machines.
Of the address nothing is kept but an HMAC, made with the hour, so that the same network cannot be
followed from hour to hour; the rows are removed the next day (``daily.py``).
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from .tally import Tally


def address(request: HttpRequest) -> str:
    """Where the request comes from: a single IPv4 address or an IPv6 network of /64.

    Behind proxies it is the address that ours have seen (``SOC_PROXIES``). Empty when there is
    none, or none that can be read.
    """
    try:
        ip = ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return ""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ip_network((ip, 64), strict=False))
    return str(ip)


def network(request: HttpRequest, since: datetime) -> str:
    """What is kept of an address for a span that began ``since``: 64 hexadecimal characters."""
    key = hashlib.sha256(b"people.limits" + settings.SECRET_KEY.encode()).digest()
    message = f"{since.timestamp():.0f} {address(request)}"
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def span(now: datetime, hours: int) -> datetime:
    """When the span of so many whole hours began that ``now`` lies in."""
    length = hours * 3600
    return datetime.fromtimestamp(int(now.timestamp()) // length * length, UTC)


def count(what: str, request: HttpRequest, *, most: int, hours: int = 1) -> bool:
    """Count one time more; True while there have been at most ``most`` from this network.

    ``what`` is a short word such as ``voices.said``; ``hours`` is the length of a span. The count
    stays also when what follows fails, so call it outside the action's transaction.
    """
    return times(what, request, hours=hours) <= most


def times(what: str, request: HttpRequest, *, hours: int = 1) -> int:
    """Count one time more, as ``count`` does; how many there have been from this network."""
    since = span(timezone.now(), hours)
    row = {"what": f"{what}/{hours}", "network": network(request, since)}
    ours = Tally.objects.filter(**row)
    with transaction.atomic():
        if not ours.update(count=F("count") + 1):
            Tally.objects.bulk_create([Tally(**row, since=since)], ignore_conflicts=True)
            ours.update(count=F("count") + 1)  # Ours or the one that came in between.
        return ours.values_list("count", flat=True).get()


def within(what: str, request: HttpRequest, *, most: int, hours: int = 1) -> bool:
    """Whether one time more would still be within the limit; counts nothing."""
    since = span(timezone.now(), hours)
    rows = Tally.objects.filter(what=f"{what}/{hours}", network=network(request, since))
    return not rows.filter(count__gte=most).exists()
