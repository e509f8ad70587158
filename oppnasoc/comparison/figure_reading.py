"""A key figure as it is read: a table year by year, and two small drawings of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from oppnasoc.ui.chart import Chart
from oppnasoc.ui.chart import Row as Bar

from .figures import KeyFigure, Peer, Value

MOST_YEARS = 10


@dataclass(frozen=True)
class Line:
    """A place and its cells, one for each year: (what stands there, whether it is gone)."""

    peer: Peer
    cells: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Read:
    years: list[int]
    lines: list[Line]
    charts: list[Chart]
    has_gone: bool


def written(figure: KeyFigure, value: float) -> str:
    """A value as people write it, with the figure's decimals."""
    return str(number_format(round(value, figure.decimals), figure.decimals, use_l10n=True))


def read(figure: KeyFigure, values: Sequence[Value], peers: Sequence[Peer]) -> Read:
    """Our own municipality first, the others by name, the country last: never by the values."""
    by_cell = {(value.peer_id, value.year): value for value in values}
    years = sorted({value.year for value in values})[-MOST_YEARS:]
    told = {value.peer_id for value in values}
    places = sorted((peer for peer in peers if peer.pk in told), key=lambda peer: peer.order)
    lines = []
    for peer in places:
        row = [by_cell.get((peer.pk, year)) for year in years]
        cells = [(written(figure, v.value), v.gone_at is not None) if v else ("–", False)
                 for v in row]  # fmt: skip
        lines.append(Line(peer, cells))
    has_gone = any(gone for line in lines for _text, gone in line.cells)
    charts = [over_time(figure, by_cell, years, places), beside(figure, by_cell, years, places)]
    return Read(years, lines, [each for each in charts if each.drawing], has_gone)


Cells = dict[tuple[int, int], Value]


def over_time(
    figure: KeyFigure, cells: Cells, years: Sequence[int], places: Sequence[Peer]
) -> Chart:
    """Our own municipality and the country, year by year."""
    shown = [peer for peer in places if peer.is_own or peer.is_country]
    rows = [bar(figure, str(year), [cells.get((peer.pk, year)) for peer in shown])
            for year in years]  # fmt: skip
    title = _("%(title)s, year by year") % {"title": figure.title}
    about = _("The table below says the same in figures.")
    return Chart("over-tid", title, about, [peer.name for peer in shown], rows)


def beside(figure: KeyFigure, cells: Cells, years: Sequence[int], places: Sequence[Peer]) -> Chart:
    """Everybody in the latest year that our own has, in the order of the table."""
    own = [peer.pk for peer in places if peer.is_own]
    ours = [year for year in years if not own or any((pk, year) in cells for pk in own)]
    latest = ours[-1:] or [0]
    rows = [bar(figure, peer.name, [cells.get((peer.pk, latest[0]))]) for peer in places]
    title = _("%(title)s, %(year)d") % {"title": figure.title, "year": latest[0]}
    about = _("In the order of their names. The table below says the same in figures.")
    return Chart("bredvid", title, about, [figure.unit], rows)


def bar(figure: KeyFigure, label: str, values: Sequence[Value | None]) -> Bar:
    """None is drawn as nothing; a value below nothing has no bar, and stands in the table."""
    shown = [v.value if v is not None and v.value >= 0 else None for v in values]
    words = [written(figure, v.value) if v is not None else "" for v in values]
    instead = "" if any(each is not None for each in shown) else _("not told")
    return Bar(label, shown, words, instead)
