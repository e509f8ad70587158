"""Fetch the key figures that editors have chosen. What was fetched before is never lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from oppnasoc.trail.actions import record

from .figures import KeyFigure, Peer, Value
from .kolada import Away, Client, Gone, Rubbish, Told

YEARS_BACK = 10
EVERY = timedelta(days=7)
Fault = KeyFigure.Fault


def update(figures: Iterable[KeyFigure], client: Client) -> dict[str, str]:
    """Fetch figures, each by itself. Returns what went wrong by Kolada's id, '' when nothing did.
    The service is asked outside of any transaction."""
    peers = {peer.code: peer for peer in Peer.objects.all()}
    this_year = timezone.localdate().year
    years = range(this_year - YEARS_BACK, this_year + 1)
    outcome: dict[str, str] = {}
    for figure in figures:
        try:
            rows = client.fetch(figure.kpi, sorted(peers), years) if peers else []
        except Gone:
            outcome[figure.kpi] = failed(figure, Fault.GONE)
        except Away:
            outcome[figure.kpi] = failed(figure, Fault.AWAY)
        except Rubbish:
            outcome[figure.kpi] = failed(figure, Fault.RUBBISH)
        else:
            keep(figure, rows, peers, years)
            outcome[figure.kpi] = ""
    return outcome


@transaction.atomic
def failed(figure: KeyFigure, fault: KeyFigure.Fault) -> str:
    """Say on the figure that nothing could be fetched; its values stay as they are."""
    KeyFigure.objects.filter(pk=figure.pk).update(fault=fault, fault_at=timezone.now())
    record("comparison.figure_fetched", figure, by=None, figure=figure, fault=fault.value)
    return fault.value


@transaction.atomic
def keep(figure: KeyFigure, rows: list[Told], peers: dict[str, Peer], years: range) -> None:
    """Keep a whole answer. A value that is deleted or no longer told stays, marked as gone."""
    now = timezone.now()
    told = {(row.municipality, row.year): row for row in rows}
    known = {
        (value.peer_id, value.year): value
        for value in Value.objects.filter(figure=figure, year__in=years)
    }
    for place, peer in peers.items():
        for year in years:
            row, old = told.get((place, year)), known.get((peer.pk, year))
            if row is None or row.deleted or row.value is None:
                if old is not None and old.gone_at is None:
                    Value.objects.filter(pk=old.pk).update(gone_at=now)
                continue
            fresh = {"value": row.value, "status": row.status, "fetched_at": now, "gone_at": None}
            Value.objects.update_or_create(figure=figure, peer=peer, year=year, defaults=fresh)
    KeyFigure.objects.filter(pk=figure.pk).update(fetched_at=now, fault="", fault_at=None)
    record("comparison.figure_fetched", figure, by=None, figure=figure, fault="")


def to_fetch() -> list[KeyFigure]:
    """What comes from Kolada; figures that are made up are never asked for."""
    return list(KeyFigure.objects.filter(source=KeyFigure.Source.KOLADA).order_by("kpi"))


def due(now: datetime) -> list[KeyFigure]:
    """Those that were fetched or last tried more than a week ago, or never."""
    before = now - EVERY
    found = KeyFigure.objects.filter(source=KeyFigure.Source.KOLADA)
    found = found.filter(Q(fetched_at=None) | Q(fetched_at__lt=before))
    found = found.filter(Q(fault_at=None) | Q(fault_at__lt=before))
    return list(found.order_by(F("fetched_at").asc(nulls_first=True), "kpi"))


def client() -> Client | None:
    """The service that the settings name; None when none is."""
    name = f"OppnaSoc (+{settings.SITE_URL})"
    return Client(settings.KOLADA_URL, name=name) if settings.KOLADA_URL else None
