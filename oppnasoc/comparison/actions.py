"""Read another installation, stop reading it, and take in what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from . import alike, fetching, reading
from .models import Borrowed, Installation

SUBSCRIBE = "comparison.subscribe"
AGAIN = timedelta(days=1)
AFTER_A_FAULT = timedelta(hours=3)
OVERLAP = timedelta(minutes=10)  # What was being written while we read comes the next time.


@transaction.atomic
def subscribe(address: str, *, name: str, by: User | None) -> Installation:
    """Begin to read another installation; the worker fetches what it shows. One that was left
    before is read from the beginning. Raises PermissionDenied, and ValidationError naming the
    field."""
    require(by, SUBSCRIBE)
    return _begin(address, name=name, by=by)


def _begin(address: str, *, name: str, by: User | None) -> Installation:
    root, name = clean_address(address), " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Write what it is called.")})
    others = Installation.objects.exclude(address=root)
    if others.filter(name__iexact=name).exists():
        raise ValidationError({"name": _("We read another one that is called so.")})
    found, new = Installation.objects.get_or_create(address=root, defaults={"name": name})
    if not new and found.subscribed:
        raise ValidationError({"address": _("We read it already.")})
    if not new:
        to = {"subscribed": True, "name": name, "since": None, "next_at": timezone.now()}
        move(found, when={"subscribed": False}, to=to)
    record("comparison.subscribed", found, by=by, installation=found)
    return found


def clean_address(address: str) -> str:
    """Where a site begins, of what somebody wrote or copied. Raises ValidationError."""
    text = address.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        found = fetching.parts(text)
    except fetching.Fault:
        error = _("Write the address as https://example.se")
        raise ValidationError({"address": error}) from None
    root = f"{found.scheme}://{found.netloc.lower()}"
    if root == settings.SITE_URL:
        raise ValidationError({"address": _("That is this site.")})
    if found.scheme != "https" and not settings.LOCAL_INSTALLATIONS:
        raise ValidationError({"address": _("It has to begin with https.")})
    return root


@transaction.atomic
def unsubscribe(installation: Installation, *, by: User | None) -> None:
    """Read it no longer, and keep nothing of what it said. Raises PermissionDenied and Stale."""
    require(by, SUBSCRIBE)
    move(installation, when={"subscribed": True}, to={"subscribed": False, "fault": ""})
    Borrowed.objects.filter(installation=installation).delete()
    record("comparison.unsubscribed", installation, by=by, installation=installation)


@dataclass(frozen=True)
class Taken:
    """How many matters are new or changed, and how many are gone."""

    changed: int
    gone: int


def take_in(installation: Installation) -> Taken:
    """Fetch what has changed there and keep it: all of it, or nothing when something goes wrong.

    Raises ``fetching.Fault``, which is kept with the installation too. Done by the system.
    """
    began = timezone.now()
    since = installation.since - OVERLAP if installation.since else None
    try:
        papers = list(reading.papers(installation.address, since))
    except fetching.Fault as fault:
        rows = Installation.objects.filter(pk=installation.pk)
        rows.update(fault=fault.code, next_at=began + AFTER_A_FAULT)
        raise
    taken = keep(installation, papers, began=began, whole=since is None)
    if taken.changed or taken.gone:
        alike.renew()
    return taken


@transaction.atomic
def keep(
    installation: Installation, papers: Sequence[reading.Paper], *, began: datetime, whole: bool
) -> Taken:
    """Keep what was fetched; what a ``whole`` reading did not name is gone. Nothing is kept of one
    that we have stopped to read meanwhile."""
    rows = Installation.objects.select_for_update().filter(pk=installation.pk, subscribed=True)
    if not rows.exists():
        return Taken(0, 0)
    ours = Borrowed.objects.filter(installation=installation)
    known = {row.address: row for row in ours}
    latest = {paper.address: paper for paper in papers}
    left = {address for address, paper in latest.items() if paper.gone}
    if whole:
        left |= known.keys() - latest.keys()
    gone = [known[address].pk for address in left if address in known]
    changed = []
    for address, paper in latest.items():
        if paper.gone:
            continue
        row = known.get(address) or Borrowed(installation=installation, address=address)
        if _differs(row, paper):
            changed.append(row)
    ours.filter(pk__in=gone).delete()
    Borrowed.objects.bulk_create([row for row in changed if row.pk is None])
    fields = ["web", "title", "text", "themes", "stage", "evidence", "terms", "modified_at"]
    Borrowed.objects.bulk_update([row for row in changed if row.pk is not None], fields)
    rows.update(since=began, read_at=began, next_at=began + AGAIN, fault="")
    if changed or gone:
        record("comparison.taken_in", installation, installation=installation,
               changed=len(changed), gone=len(gone))  # fmt: skip
    return Taken(len(changed), len(gone))


def _differs(row: Borrowed, paper: reading.Paper) -> bool:
    """Write a paper into its row; whether that changed anything."""
    told = {
        "web": paper.web,
        "title": paper.title,
        "text": paper.text,
        "themes": paper.themes,
        "stage": paper.stage,
        "evidence": paper.evidence,
    }
    same = row.pk is not None and all(getattr(row, name) == text for name, text in told.items())
    if same:
        return False
    for name, text in told.items():
        setattr(row, name, text)
    row.terms = " ".join(sorted(alike.terms_of(f"{paper.title}\n{paper.text}\n{paper.themes}")))
    row.modified_at = paper.modified_at or timezone.now()
    return True


def import_once(address: str) -> tuple[Installation, Taken]:
    """What ``./soc opendata import`` does: begin to read an installation if we do not yet, and take
    in what it shows now. Raises ValidationError and Fault."""
    root = clean_address(address)
    found = Installation.objects.filter(address=root, subscribed=True).first()
    if found is None:
        with transaction.atomic():
            name = fetching.parts(root).netloc
            found = _begin(root, name=name, by=None)
    return found, take_in(found)
