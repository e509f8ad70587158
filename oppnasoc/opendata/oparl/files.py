"""Files that anybody may have: minutes as a page, clean copies of documents, evidence.

A key tells what it is: ``minutes-7``, ``copy-7`` (by the meeting), ``proof-3-fil`` (by the step).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from oppnasoc.matters import published as matters
from oppnasoc.matters.models import Step
from oppnasoc.meetings import published
from oppnasoc.meetings.models import Meeting, Release
from oppnasoc.meetings.originals import CONTENT_TYPES
from oppnasoc.opendata import addresses

from .kinds import JSON, Made, kind, moment, thing

KEY = re.compile(r"(minutes|copy|proof)-(\d{1,18})(?:-(fil|bild))?")


def minutes_file(meeting: Meeting, *, alone: bool) -> JSON:
    """The minutes of a meeting, which are a page."""
    return thing(
        "File",
        addresses.of("file", f"minutes-{meeting.pk}"),
        name=meeting.title,
        mimeType="text/html",
        date=meeting.held_on.isoformat(),
        accessUrl=addresses.page(meeting.get_absolute_url()),
        fileLicense=addresses.LICENCE,
        meeting=[addresses.of("meeting", meeting.pk)] if alone else None,
    )


def copy_file(release: Release, meeting: int, *, alone: bool) -> JSON:
    """The clean copy of a document that minutes came in as."""
    return thing(
        "File",
        addresses.of("file", f"copy-{meeting}"),
        fileName=f"original-{meeting}.{release.kind}",
        mimeType=CONTENT_TYPES.get(release.kind, "application/octet-stream").split(";")[0],
        size=release.size,
        date=moment(release.released_at)[:10],
        accessUrl=addresses.page(release.get_absolute_url()),
        fileLicense=addresses.LICENCE,
        meeting=[addresses.of("meeting", meeting)] if alone else None,
    )


def of_step(step: Step, *, alone: bool) -> dict[str, JSON]:
    """The files beside a step of a change, by their keys."""
    found = {}
    beside = (
        ("fil", step.file_url, step.file_title, "application/pdf"),
        ("bild", step.picture_url, step.picture_shows, "image/jpeg"),
    )
    for what, url, name, mime in beside:
        if url:
            key = f"proof-{step.pk}-{what}"
            found[key] = thing(
                "File",
                addresses.of("file", key),
                name=name,
                mimeType=mime,
                date=step.taken_on.isoformat(),
                accessUrl=addresses.page(url),
                fileLicense=addresses.LICENCE,
                paper=[addresses.of("paper", step.matter_id)] if alone else None,
            )
    return found


def files(keys: Sequence[str]) -> Mapping[str, Made]:
    """Files by their keys; three queries."""
    wanted: dict[str, list[int]] = {"minutes": [], "copy": [], "proof": []}
    for key in keys:
        if found := KEY.fullmatch(key):
            wanted[found[1]].append(int(found[2]))
    made: dict[str, Made] = {}
    read = published.minutes().filter(meeting__in=wanted["minutes"]).select_related("meeting")
    for minutes in read:
        meeting = minutes.meeting
        content = minutes_file(meeting, alone=True)
        made[f"minutes-{meeting.pk}"] = Made(content, f"meeting:{meeting.pk}")
    copies = published.releases().filter(minutes__meeting__in=wanted["copy"])
    for release in copies.select_related("minutes"):
        pk = release.minutes.meeting_id
        made[f"copy-{pk}"] = Made(copy_file(release, pk, alone=True), f"meeting:{pk}")
    for step in matters.steps().filter(pk__in=wanted["proof"]):
        for key, content in of_step(step, alone=True).items():
            made[key] = Made(content, f"paper:{step.matter_id}")
    return {key: made[key] for key in keys if key in made}


def of_meetings(meetings: Sequence[int]) -> Iterable[object]:
    """The keys of the files that go with meetings."""
    read = published.minutes().filter(meeting__in=meetings).values_list("meeting", flat=True)
    copies = published.releases().filter(minutes__meeting__in=meetings)
    found = copies.values_list("minutes__meeting", flat=True)
    return [*(f"minutes-{pk}" for pk in read), *(f"copy-{pk}" for pk in found)]


def of_matters(pks: Sequence[int]) -> Iterable[object]:
    """The keys of the files that go with matters."""
    steps = matters.steps().filter(matter__in=pks).exclude(Q(file="") & Q(picture=""))
    return [key for step in steps for key in of_step(step, alone=True)]


def every() -> Iterable[object]:
    read = published.minutes().order_by("pk").values_list("meeting", flat=True)
    copies = published.releases().order_by("pk").values_list("minutes__meeting", flat=True)
    steps = matters.steps().exclude(Q(file="") & Q(picture=""))
    proofs = (key for step in steps for key in of_step(step, alone=True))
    return [*(f"minutes-{pk}" for pk in read), *(f"copy-{pk}" for pk in copies), *proofs]


kind(
    "file",
    "File",
    every=every,
    made=files,
    parts={"meeting": of_meetings, "paper": of_matters},
)
