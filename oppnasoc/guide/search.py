"""What can be found of the guide: processes and their steps, help and the situations that lead
to it, first times and tips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from oppnasoc.editorial.kinds import codes
from oppnasoc.editorial.models import Reviewed
from oppnasoc.editorial.publishing import public_versions
from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about
from oppnasoc.trail.models import Entry

from .models import FirstTime, Help, Process, Situation, Step, Tip

LOOKED_AT = 2  # versions in which a step may stand that is no longer there


def keys_of(model: type[Reviewed]) -> Callable[[], Iterable[int]]:
    """``every`` of a noun."""
    public = model._default_manager.filter(live=True).order_by("pk")
    return lambda: public.all().values_list("pk", flat=True)


def changed_on(thing: Reviewed) -> date:
    return timezone.localdate(thing.last_published_at) if thing.last_published_at else date.min


def text_of(thing: Reviewed) -> str:
    """Everything that it tells but its title, part by part."""
    _title, *parts = [text for _name, text in thing.told()]
    return sentences(parts)


def sentences(parts: Iterable[str]) -> str:
    """The parts with a stop after each, so that a line cut out of them can be read."""
    return "\n\n".join(p if p.endswith((".", "!", "?")) else f"{p}." for p in parts if p)


def processes(ids: Sequence[int]) -> Iterator[Found]:
    """Two queries; what the steps say is found as steps."""
    found = Process.objects.published().filter(pk__in=ids).prefetch_related("situations")
    for process in found.order_by("pk"):
        laws = [each.value.called for each in process.laws]
        papers = [each.value["title"] for each in process.papers]
        said = (process.summary, process.for_whom, process.easy_read, process.plain_body)
        yield Found(
            thing=process.pk,
            title=process.title,
            text="\n\n".join(part for part in (*said, *papers, *laws) if part),
            url=process.get_absolute_url(),
            on=changed_on(process),
            kept=" ".join(situation.title for situation in process.situations.all()),
        )


def steps(ids: Sequence[int]) -> Iterator[Found]:
    """One query. Each leads to its place on the page of its process."""
    found = Step.objects.filter(pk__in=ids, process__live=True).select_related("process")
    for step in found.order_by("pk"):
        yield Found(
            thing=step.pk,
            title=f"{step.process.title}: {step.title}",
            text=sentences(step.told().split("\n\n")),
            url=f"{step.process.get_absolute_url()}#{step.slug}",
            on=changed_on(step.process),
        )


def every_step() -> Iterable[int]:
    found: Iterable[int] = (
        Step.objects.filter(process__live=True).order_by("pk").values_list("pk", flat=True)
    )
    return found


def steps_touched(entry: Entry) -> Iterable[int]:
    """Its steps now, and those that the latest versions had."""
    keys = set(Step.objects.filter(process=entry.about_id).values_list("pk", flat=True))
    process = Process.objects.filter(pk=entry.about_id).first()
    if process is not None:
        latest = [each.data.get("revision") for each in public_versions(process)[:LOOKED_AT]]
        for revision in Revision.objects.filter(pk__in=[key for key in latest if key]):
            keys |= {step["pk"] for step in revision.content.get("steps", []) if step.get("pk")}
    return sorted(keys)


def helps(ids: Sequence[int]) -> Iterator[Found]:
    """Two queries."""
    found = Help.objects.published().filter(pk__in=ids).prefetch_related("situations")
    for each in found.order_by("pk"):
        yield Found(
            thing=each.pk,
            title=each.title,
            text=text_of(each),
            url=each.get_absolute_url(),
            on=changed_on(each),
            kept=" ".join(situation.title for situation in each.situations.all()),
        )


def situations(ids: Sequence[int]) -> Iterator[Found]:
    """Two queries. Where somebody stands is found by her own words, and by the help there is."""
    helps: dict[int, list[str]] = defaultdict(list)
    public = Help.objects.published().filter(situations__in=ids).order_by("title")
    for pk, title in public.values_list("situations", "title"):
        helps[pk].append(title)
    for each in Situation.objects.filter(pk__in=ids).order_by("pk"):
        yield Found(each.pk, each.title, sentences(helps[each.pk]), each.get_absolute_url())


def every_situation() -> Iterable[int]:
    found: Iterable[int] = Situation.objects.order_by("pk").values_list("pk", flat=True)
    return found


def situations_touched(entry: Entry) -> Iterable[int]:
    """Where a help leads from now, and where the version before it did."""
    through = Help.situations.through._default_manager.filter(help=entry.about_id)
    keys = set(through.values_list("situation", flat=True))
    one = Help.objects.filter(pk=entry.about_id).first()
    if one is not None:
        latest = [each.data.get("revision") for each in public_versions(one)[:LOOKED_AT]]
        for revision in Revision.objects.filter(pk__in=[key for key in latest if key]):
            keys |= set(revision.content.get("situations", []))
    return sorted(keys)


def first_times(ids: Sequence[int]) -> Iterator[Found]:
    for each in FirstTime.objects.published().filter(pk__in=ids).order_by("pk"):
        yield Found(each.pk, each.title, text_of(each), each.get_absolute_url(), changed_on(each))


def tips(ids: Sequence[int]) -> Iterator[Found]:
    for each in Tip.objects.published().filter(pk__in=ids).order_by("pk"):
        text = text_of(each).replace(f" {each.source_url}", "")  # no words to read
        yield Found(each.pk, each.title, text, each.get_absolute_url(), changed_on(each))


source(
    "process",
    "guide.Process",
    label=_("How we do"),
    order=42,
    documents=processes,
    every=keys_of(Process),
    touched=Touched(dict.fromkeys(codes(Process), about)),
)
source(
    "step",
    "guide.Step",
    label=_("Steps of how we do"),
    order=44,
    documents=steps,
    every=every_step,
    touched=Touched(dict.fromkeys(codes(Process), steps_touched)),
)
source(
    "help",
    "guide.Help",
    label=_("Help that exists"),
    order=46,
    documents=helps,
    every=keys_of(Help),
    touched=Touched(dict.fromkeys(codes(Help), about)),
)
source(
    "situation",
    "guide.Situation",
    label=_("Help by situation"),
    order=45,
    documents=situations,
    every=every_situation,
    touched=Touched(
        {"guide.situation_saved": about, **dict.fromkeys(codes(Help), situations_touched)}
    ),
)
source(
    "first_time",
    "guide.FirstTime",
    label=_("The first time"),
    order=48,
    documents=first_times,
    every=keys_of(FirstTime),
    touched=Touched(dict.fromkeys(codes(FirstTime), about)),
)
source(
    "tip",
    "guide.Tip",
    label=_("Tips"),
    order=50,
    documents=tips,
    every=keys_of(Tip),
    touched=Touched(dict.fromkeys(codes(Tip), about)),
)
