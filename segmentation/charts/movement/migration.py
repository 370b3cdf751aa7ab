"""Who moved from which tier to which: a grid for any screen and deck, ribbons for the screen, and the months as columns."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.charts.echarts.flows import Place, Ribbon, draw_flows
from segmentation.charts.echarts.look import Drawn, Look
from segmentation.charts.palette import FELL, GAINED, WALK_IN, tier_colours
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import (
    count_customers,
    format_count,
    format_money_short,
    format_month,
    format_whole_ratio,
    translator,
)
from segmentation.measures.movement.migration import (
    Migration,
    definitions,
    finding_costliest,
    finding_history,
    place_label,
    place_order,
)
from segmentation.slides import Behind, Category, Chart, Grid, GridCell, Series

UP, DOWN, STAYED = GAINED, FELL, WALK_IN
MEASURES = {"customers": "count", "contribution": "money"}
# of one window: what is at stake has two, and adds up to nothing
OF = {"customers": "customers", "contribution": "contribution_from"}


def tell_migration(found: Migration, lang: str, subtitle: str, measure: str = "customers") -> Grid:
    """Return where customers stood (rows) against where they stand (columns), in ``measure``: customers, or contribution (CNY).

    Money is that of one window, up to the earlier day, so that a row sums to what its tier had brought. Each box tells its
    share of the row in ``measure`` besides, and its money, or its customers. Blue went up or came, red
    went down, grey stayed; an empty box is nobody. The title names the costliest path.
    """
    _ = translator(lang)
    rows = found.cells.to_pylist()
    stood = list(dict.fromkeys(row["from_place"] for row in rows))
    stand = list(dict.fromkeys(row["to_place"] for row in rows))
    cells = {(row["from_place"], row["to_place"]): row for row in rows}
    sums = {place: sum(cells[place, to][OF[measure]] for to in stand if (place, to) in cells) for place in stood}
    boxes = tuple(
        tuple(_box(cells.get((place, to)), sums[place], found, lang, measure) for to in stand) for place in stood
    )
    return Grid(
        finding_costliest(found, lang), subtitle, tuple(place_label(found.scheme, place, lang) for place in stood),
        tuple(place_label(found.scheme, place, lang) for place in stand), boxes, _("Grade before"), _("Grade after"),
        (*definitions(lang), _("Blue went up or came, red went down, grey stayed.")),
    )


def _box(cell: Mapping[str, Any] | None, whole: int | Decimal, found: Migration, lang: str, measure: str) -> GridCell | None:
    if cell is None or not cell["customers"]:
        return None
    _ = translator(lang)
    value = cell[OF[measure]]
    if measure == "customers":
        came = cell["from_place"] == place_order(found.scheme)[-1]  # and so had brought nothing before
        lines = [] if came else [format_money_short(cell["contribution_from"], lang)]
        text = _("{share} of the row's customers")
    else:
        lines = [count_customers(cell["customers"], lang)]
        text = _("{share} of the row's money")
    if whole > 0 and value >= 0:
        lines.append(text.format(share=format_whole_ratio(float(value / whole), lang)))
    colour = _colour(found, cell["from_place"], cell["to_place"])
    behind = way_behind(cell["from_place"], cell["to_place"])
    return GridCell("", value, MEASURES[measure], tuple(lines), colour, behind)


def _colour(found: Migration, stood: str, stands: str) -> str:
    """Return the colour of a way: up or come, down or without a tier now, stayed."""
    order = place_order(found.scheme)
    if stood == stands or (stood == order[-1] and stands == order[-2]):
        return STAYED
    return UP if order.index(stands) < order.index(stood) else DOWN


def draw_ribbons(
    found: Migration, lang: str, look: Look, measure: str = "customers", *, height: int = 400, size: int = 14, chosen: Behind = ()
) -> Drawn | None:
    """Return the moves as ribbons from the places on the earlier day (left) to those on the later one (right); None for nobody.

    A ribbon is as thick as its customers, or as their contribution up to the earlier day (nothing below zero), and a place names
    the sum of its ribbons and stands for all who were, or are, there. Places keep the order of the scheme. In decks the grid of
    ``tell_migration`` stands in its place.
    """
    rows = [row for row in found.cells.to_pylist() if row["customers"] and row[OF[measure]] > 0]
    stood = list(dict.fromkeys(row["from_place"] for row in rows))
    stand = sorted({row["to_place"] for row in rows}, key=place_order(found.scheme).index)
    colours = tier_colours(found.scheme)
    written = format_count if measure == "customers" else format_money_short

    def place(key: str, end: str) -> Place:
        size = written(sum(row[OF[measure]] for row in rows if row[f"{end}_place"] == key), lang)
        return Place(key, f"{place_label(found.scheme, key, lang)} · {size}", colours.get(key, STAYED), ((end, key),))

    sides = [place(key, "from") for key in stood], [place(key, "to") for key in stand]
    ribbons = [
        Ribbon(
            row["from_place"], row["to_place"], float(row[OF[measure]]), _told(found, row, lang), colour, colour == STAYED,
            way_behind(row["from_place"], row["to_place"]),
        )
        for row in rows for colour in (_colour(found, row["from_place"], row["to_place"]),)
    ]
    return draw_flows(*sides, ribbons, look, height=height, size=size, chosen=chosen)


def tell_colours(found: Migration, lang: str, measure: str = "customers") -> str:
    """Return what the colours of the ribbons stand for; in money with the sum that each of them draws."""
    _ = translator(lang)
    if measure == "customers":
        return _("Blue went up or came, red went down, grey stayed.")
    sums = dict.fromkeys((UP, DOWN, STAYED), Decimal(0))
    for row in found.cells.to_pylist():
        sums[_colour(found, row["from_place"], row["to_place"])] += row["contribution_from"]
    up, down, stayed = (format_money_short(each, lang) for each in sums.values())
    return _("Blue went up: {up}, red went down: {down}, grey stayed: {stayed}.").format(up=up, down=down, stayed=stayed)


def way_behind(stood: str, stands: str) -> Behind:
    """Return what a way from place to place stands for."""
    return ("from", stood), ("to", stands)


def _told(found: Migration, row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    way = f"{place_label(found.scheme, row['from_place'], lang)} → {place_label(found.scheme, row['to_place'], lang)}"
    return way, count_customers(row["customers"], lang), format_money_short(row["contribution_from"], lang)


def tell_history(history: pa.Table, lang: str, subtitle: str, measure: str = "customers") -> Chart | None:
    """Return who went up and who went down from month-end to month-end as standing columns, in customers or in money (CNY).

    ``history`` is what ``read_history`` returns; None without a month.
    """
    _ = translator(lang)
    rows = history.to_pylist()
    if not rows:
        return None
    up, down = ("promotions", "demotions") if measure == "customers" else ("promoted_contribution", "demoted_contribution")
    write = format_count if measure == "customers" else format_money_short
    sums = {name: write(sum(row[name] for row in rows), lang) for name in (up, down)}
    went_up, went_down = (
        (_("Went up, {sum} in all"), _("Went down, {sum} in all")) if measure == "customers"
        else (  # each by the window that its customers were looked at in
            _("Went up, {sum} in all (up to the month-end)"),
            _("Went down, {sum} in all (up to the month before)"),
        )
    )
    return Chart(
        "column", finding_history(history, lang, measure), subtitle,
        tuple(
            Category(
                format_month(row["month_end"], lang), behind=(("month", f"{row['month_end']:%Y-%m}"),),
                tick=month_tick(row["month_end"], number, len(rows), lang),
            )
            for number, row in enumerate(rows)
        ),
        (
            Series(
                went_up.format(sum=sums[up]), MEASURES[measure], tuple(row[up] for row in rows), UP,
                behind=(("move", "promoted"),),
            ),
            Series(
                went_down.format(sum=sums[down]), MEASURES[measure], tuple(row[down] for row in rows), DOWN,
                hatched=True, behind=(("move", "demoted"),),
            ),
        ),
    )
