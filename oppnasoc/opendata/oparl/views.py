"""``/oparl/v1.1/``: what others read of us in the council standard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from oppnasoc.opendata import addresses
from oppnasoc.opendata.models import Exhibit
from oppnasoc.opendata.register import look_at
from oppnasoc.opendata.serving import BadQuestion, json_answer, last_modified, open_data
from oppnasoc.ui.context import municipality

from .kinds import JSON, SCHEMA, Kind, Made, kinds, moment, thing

#: The name of a list in a body, and the kind that it lists.
LISTS = {
    "organization": "organization",
    "person": "person",
    "meeting": "meeting",
    "paper": "paper",
    "membership": "membership",
    "agendaItem": "agendaitem",
    "consultation": "consultation",
    "file": "file",
    "locationList": "location",
}
FILTERS = {
    "created_since": "created_at__gte",
    "created_until": "created_at__lte",
    "modified_since": "modified_at__gte",
    "modified_until": "modified_at__lte",
}
LONGEST_KEY = 60
MOST_ROW = 2**63 - 1


@open_data
def system(request: HttpRequest) -> HttpResponseBase:
    """``/oparl/v1.1/system``: where a reader begins."""
    site = municipality()
    return json_answer(
        thing(
            "System",
            f"{settings.SITE_URL}{reverse('oparl_system')}",
            oparlVersion=SCHEMA,
            license=addresses.LICENCE,
            body=f"{settings.SITE_URL}{reverse('oparl_bodies')}",
            name=f"{site.site_name} {site.short_name}",
            contactEmail=site.email or settings.DEFAULT_FROM_EMAIL,
            contactName=site.name,
            website=f"{settings.SITE_URL}/",
            web=f"{settings.SITE_URL}{reverse('open_data')}",
        )
    )


def the_body() -> JSON:
    site = municipality()
    content = thing(
        "Body",
        addresses.body(),
        system=f"{settings.SITE_URL}{reverse('oparl_system')}",
        name=site.name,
        shortName=site.short_name,
        website=f"{settings.SITE_URL}/",
        license=addresses.LICENCE,
        contactEmail=site.email or settings.DEFAULT_FROM_EMAIL,
        contactName=site.name,
        classification="Kommun",
        web=f"{settings.SITE_URL}{reverse('about')}",
        **{name: addresses.every(kind) for name, kind in LISTS.items()},
    )
    # A list that has to be there, though groups of users have no terms of office.
    return {**content, "legislativeTerm": []}


@open_data
def bodies(request: HttpRequest) -> HttpResponseBase:
    """Every body, which is one: the municipality."""
    own = f"{settings.SITE_URL}{reverse('oparl_bodies')}"
    return json_answer(
        {
            "data": [the_body()],
            "pagination": {"totalElements": 1, "elementsPerPage": 1},
            "links": {"first": own, "self": own},
        }
    )


@open_data
def body(request: HttpRequest) -> HttpResponseBase:
    """The municipality with the addresses of all lists."""
    return json_answer(the_body())


@open_data
def things(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/oparl/v1.1/body/1/paper?modified_since=…``: all things of a kind, page by page."""
    of = known(kind)
    return _list(request, of, Exhibit.objects.filter(kind=of.path), addresses.every(kind))


@open_data
def meetings_of(request: HttpRequest, key: int) -> HttpResponseBase:
    """``/oparl/v1.1/organization/4/meeting``: the meetings of one group."""
    if not shown(kinds()["organization"], [str(key)]):
        raise Http404
    rows = Exhibit.objects.filter(kind="meeting", beside=f"organization:{key}")
    return _list(request, kinds()["meeting"], rows, f"{addresses.of('organization', key)}/meeting")


@open_data
def one(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """``/oparl/v1.1/paper/7``: one thing, or what is left of it: that it was there."""
    of = known(kind)
    if len(key) > LONGEST_KEY:
        raise Http404
    rows = Exhibit.objects.filter(kind=of.path, key=key)
    row, made = rows.first(), shown(of, [key]).get(key)
    if row is None and made is not None:  # No entry has told of it, as of a seat that begins today.
        look_at({of.path: [key]})
        row = rows.first()
    if row is None:
        raise Http404
    return last_modified(json_answer(told(of, row, made)), row.modified_at)


def known(path: str) -> Kind:
    if path not in kinds():
        raise Http404
    return kinds()[path]


def shown(kind: Kind, keys: Sequence[str]) -> dict[str, Made]:
    return dict(kind.made(keys))


def told(kind: Kind, row: Exhibit, made: Made | None) -> JSON:
    """A thing with its times; without ``made`` only what it was, when, and that it is gone."""
    times = {"created": moment(row.created_at), "modified": moment(row.modified_at)}
    if made is None:
        gone = thing(kind.name, addresses.of(kind.path, row.key))
        return {**gone, **times, "deleted": True}
    return {**made.content, **times}


def _list(request: HttpRequest, kind: Kind, rows: QuerySet[Exhibit], own: str) -> HttpResponseBase:
    """A page of a list. What has gone stands there only when one asks for what has changed since.

    A page begins after a row and not at a number, so nothing is skipped when something goes, and
    the last page costs what the first does.
    """
    wanted = {name: at(request, name) for name in FILTERS if name in request.GET}
    for name, when in wanted.items():
        rows = rows.filter(**{FILTERS[name]: when})
    if "modified_since" not in wanted:
        rows = rows.filter(gone_at=None)
    size = number(request, "limit", least=1, most=kind.per_page, otherwise=kind.per_page)
    after = number(request, "after", least=0, most=MOST_ROW, otherwise=0)
    total = rows.count()
    page = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    more, page = len(page) > size, page[:size]
    made = shown(kind, [row.key for row in page if row.gone_at is None])
    asked: dict[str, Any] = {name: moment(when) for name, when in wanted.items()}
    if size != kind.per_page:
        asked["limit"] = size
    links = {"first": _address(own, asked)}
    links["self"] = _address(own, {**asked, "after": after} if after else asked)
    if more:
        links["next"] = _address(own, {**asked, "after": page[-1].pk})
    content = {
        "data": [told(kind, row, made.get(row.key)) for row in page],
        "pagination": {"totalElements": total, "elementsPerPage": size},
        "links": links,
    }
    answer = json_answer(content)
    return last_modified(answer, max((row.modified_at for row in page), default=None))


def _address(own: str, asked: dict[str, Any]) -> str:
    return f"{own}?{urlencode(asked)}" if asked else own


def number(request: HttpRequest, name: str, *, least: int, most: int, otherwise: int) -> int:
    """A whole number that was asked with; BadQuestion when it is none. More than most is most."""
    given = request.GET.get(name)
    if given is None:
        return otherwise
    if not (given.isascii() and given.isdecimal() and len(given) < 20 and int(given) >= least):
        raise BadQuestion(f"{name} must be a whole number, {least} or more.")
    return min(int(given), most)


def at(request: HttpRequest, name: str) -> datetime:
    """A time that was asked with, as 2026-03-20T13:00:00+01:00 or a day; else BadQuestion."""
    given = request.GET[name][:40].replace(" ", "+")  # An address writes + as a space.
    try:
        found: datetime | date | None = parse_datetime(given) or parse_date(given)
        if isinstance(found, datetime):
            found = found if timezone.is_aware(found) else timezone.make_aware(found)
        elif found is not None:
            found = timezone.make_aware(datetime.combine(found, time.min))
        if found is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadQuestion(f"{name} must be a time such as 2026-03-20T13:00:00+01:00.")
