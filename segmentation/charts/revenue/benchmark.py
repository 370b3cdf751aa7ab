"""Houses set beside each other: who stands in which quarter on what, and how one ratio of a house went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from segmentation.charts.palette import FELL, IDENTIFIED, MANAGED, WALK_IN
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import format_count, format_month, translator
from segmentation.measures.benchmark.ratios import RATIOS
from segmentation.measures.benchmark.standing import Benchmark, Standing, finding_trend, write_distance, write_place, write_value
from segmentation.slides import Behind, Category, Chart, Grid, GridCell, Series

QUARTERS = {1: IDENTIFIED, 2: WALK_IN, 3: WALK_IN, 4: FELL}  # with the place written in every box
MONTHS = 24
NO_IDS: Mapping[str, int] = {}


def tell_standings(
    found: Benchmark, month: date, title: str, lang: str, houses: Sequence[str] = (), ids: Mapping[str, int] = NO_IDS
) -> Grid:
    """Return a box a house and ratio (shares only): its value, its place of how many, coloured by quarter.

    ``houses`` are the rows, all of ``found`` where none are given. Below four houses there are no quarters, and one colour.
    A box of a house that is a store here, which ``ids`` say, leads to it in that month.
    """
    _ = translator(lang)
    shares = [key for key, each in RATIOS.items() if not each.is_money]
    boxes = {(each.house, each.ratio): each for each in found.in_month(month)}
    rows = tuple(houses) or found.houses
    cells = tuple(tuple(_box(boxes.get((house, ratio)), _leads(house, month, ids)) for ratio in shares) for house in rows)
    quarters = any(each.quartile is not None for each in boxes.values())
    subtitle = (
        _("{month} · value and place; blue: best quarter, red: last quarter") if quarters
        else _("{month} · value and place; quarters from four houses on")
    )
    return Grid(
        title, subtitle.format(month=format_month(month, lang)), rows, tuple(_(RATIOS[ratio].label) for ratio in shares), cells
    )


def _leads(house: str, month: date, ids: Mapping[str, int]) -> Behind:
    return (("store", str(ids[house])), ("month", month.isoformat())) if house in ids else ()


def _box(standing: Standing | None, behind: Behind) -> GridCell:
    if standing is None:
        return GridCell(lines=("–",))
    colour = QUARTERS[standing.quartile] if standing.quartile is not None else WALK_IN
    place = f"{standing.place}/{standing.of}"
    return GridCell(value=float(standing.value), unit="ratio", lines=(place,), colour=colour, behind=behind)


def tell_trend(
    found: Benchmark, house: str, ratio: str, lang: str, *, titled: bool = False, ids: Mapping[str, int] = NO_IDS
) -> Chart | None:
    """Return a ratio of a house by month as a line, beside the house in the middle where there are four or more; None without.

    ``titled``: it stands among those of other houses on the same ratio, and its title names the house, and all begin
    with the same month. A month of a house that is a store here, which ``ids`` say, leads to it.
    """
    _ = translator(lang)
    own = found.trend(house, ratio)[-MONTHS:]
    told = [value for value in own if value is not None]
    if not told:
        return None
    begins = 0 if titled else next(number for number, value in enumerate(own) if value is not None)
    months, own, middle = (each[-MONTHS:][begins:] for each in (found.months, found.trend(house, ratio), found.middle(ratio)))
    label, unit = _(RATIOS[ratio].label), "money" if RATIOS[ratio].is_money else "ratio"
    named, below = (house, label) if titled else (label, house)
    series = [Series(house, unit, tuple(_plain(value, unit) for value in own), IDENTIFIED)]
    if any(value is not None for value in middle):
        values = tuple(_plain(value, unit) for value in middle)
        series.append(Series(_("House in the middle"), unit, values, MANAGED, hatched=True))
    categories = tuple(
        Category(
            format_month(month, lang), behind=_leads(house, month, ids), tick=month_tick(month, number, len(months), lang)
        )
        for number, month in enumerate(months)
    )
    subtitle = _("{house}, by month, beside the house in the middle of {count}") if len(series) > 1 else _("{house}, by month")
    return Chart(
        "line", finding_trend(ratio, named, told, lang),
        subtitle.format(house=below, count=format_count(len(found.houses), lang)), categories, tuple(series),
    )


def _plain(value, unit):
    return value if value is None or unit == "money" else float(value)


def standings_table(standings: Sequence[Standing], lang: str) -> pa.Table:
    """Return how a house stands in a month as it is read: indicator, figure_text, place_text, nearest_better, distance_text."""
    _ = translator(lang)
    columns = {
        "indicator": [_(RATIOS[each.ratio].label) for each in standings],
        "figure_text": [write_value(each.ratio, each.value, lang) for each in standings],
        "place_text": [write_place(each, lang) for each in standings],
        "nearest_better": [each.nearest_better for each in standings],
        "distance_text": [write_distance(each, lang) for each in standings],
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def standings_file(standings: Sequence[Standing], lang: str) -> pa.Table:
    """Return standings to reckon with: house, month, indicator, ratio_value, place_number, quartile, houses_there,
    nearest_better, distance; shares are 0–1, amounts in CNY."""
    _ = translator(lang)
    exact = pa.decimal128(14, 4)
    return pa.table({
        "house": pa.array([each.house for each in standings], pa.string()),
        "month": pa.array([each.month for each in standings], pa.date32()),
        "indicator": pa.array([_(RATIOS[each.ratio].label) for each in standings], pa.string()),
        "ratio_value": pa.array([each.value for each in standings], exact),
        "place_number": pa.array([each.place for each in standings], pa.int64()),
        "quartile": pa.array([each.quartile for each in standings], pa.int64()),
        "houses_there": pa.array([each.of for each in standings], pa.int64()),
        "nearest_better": pa.array([each.nearest_better for each in standings], pa.string()),
        "distance": pa.array([each.distance for each in standings], exact),
    })
