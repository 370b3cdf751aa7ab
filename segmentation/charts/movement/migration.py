"""Who moved from which tier to which: a grid for any screen and deck, ribbons for the screen, and the months as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa

from segmentation.charts.labels import short_label
from segmentation.charts.palette import FONT, MANAGED, REFERENCE, WALK_IN, escape, figure, tier_colours
from segmentation.language.i18n import count_customers, format_count, format_money_short, format_month, format_ratio, translator
from segmentation.measures.movement.migration import (
    Migration,
    definitions,
    finding_costliest,
    finding_history,
    place_label,
    place_order,
)
from segmentation.slides import Category, Chart, Grid, GridCell, Series

UP, DOWN, STAYED = MANAGED, REFERENCE, WALK_IN
MEASURES = {"customers": "count", "contribution": "money"}
RIBBON = 0.45  # opacity, so that ribbons that cross are seen through
GAP = 0.03  # of the height, between two nodes


def tell_migration(found: Migration, lang: str, subtitle: str, measure: str = "customers") -> Grid:
    """Return where customers stood (rows) against where they stand (columns), in ``measure``: customers, or contribution (CNY).

    Each box tells the share of its row's customers besides, and its money, or its customers. Green went up or came, orange
    went down, grey stayed; an empty box is nobody. The title names the costliest path.
    """
    _ = translator(lang)
    rows = found.cells.to_pylist()
    stood = list(dict.fromkeys(row["from_place"] for row in rows))
    stand = list(dict.fromkeys(row["to_place"] for row in rows))
    cells = {(row["from_place"], row["to_place"]): row for row in rows}
    sums = {place: sum(cells[place, to]["customers"] for to in stand if (place, to) in cells) for place in stood}
    boxes = tuple(
        tuple(_box(cells.get((place, to)), sums[place], found, lang, measure) for to in stand) for place in stood
    )
    return Grid(
        finding_costliest(found, lang), subtitle, tuple(place_label(found.scheme, place, lang) for place in stood),
        tuple(place_label(found.scheme, place, lang) for place in stand), boxes, _("Grade before"), _("Grade after"),
        (*definitions(lang), _("Green went up or came, orange went down, grey stayed.")),
    )


def _box(cell: Mapping[str, Any] | None, customers: int, found: Migration, lang: str, measure: str) -> GridCell | None:
    if cell is None or not cell["customers"]:
        return None
    _ = translator(lang)
    share = _("{share} of the row").format(share=format_ratio(cell["customers"] / customers, lang, 0))
    other = format_money_short(cell["contribution"], lang) if measure == "customers" else count_customers(cell["customers"], lang)
    colour = _colour(found, cell["from_place"], cell["to_place"])
    return GridCell("", cell[measure], MEASURES[measure], (other, share), colour)


def _colour(found: Migration, stood: str, stands: str) -> str:
    """Return the colour of a way: up or come, down or without a tier now, stayed."""
    order = place_order(found.scheme)
    if stood == stands or (stood == order[-1] and stands == order[-2]):
        return STAYED
    return UP if order.index(stands) < order.index(stood) else DOWN


def draw_sankey(
    found: Migration, lang: str, measure: str = "customers", *, height: int = 460, size: int = 15
) -> go.Figure | None:
    """Return the moves as ribbons from the places on the earlier day (left) to those on the later one (right); None for nobody.

    A ribbon is as thick as its customers, or as its contribution (nothing below zero), and a place names its own; customdata has
    what is shown when it is pointed at. Places keep the order of the scheme. In decks the grid of ``tell_migration`` stands in
    its place.
    """
    rows = [row for row in found.cells.to_pylist() if row["customers"] and row[measure] > 0]
    if not rows:
        return None
    stood = list(dict.fromkeys(row["from_place"] for row in rows))
    stand = sorted({row["to_place"] for row in rows}, key=place_order(found.scheme).index)
    sums = [
        [sum((float(row[measure]) for row in rows if row[side] == place), 0.0) for place in places]
        for side, places in (("from_place", stood), ("to_place", stand))
    ]
    colours = tier_colours(found.scheme)
    names = [place_label(found.scheme, place, lang) for place in (*stood, *stand)]
    written = format_count if measure == "customers" else format_money_short
    counts = [
        written(sum(row[measure] for row in rows if row[side] == place), lang)
        for side, places in (("from_place", stood), ("to_place", stand)) for place in places
    ]
    ribbons = go.Sankey(
        arrangement="fixed", textfont={"size": size, "family": FONT},
        node={
            "label": [f"{short_label(name)} · {count}" for name, count in zip(names, counts, strict=True)],
            "color": [colours.get(place, STAYED) for place in (*stood, *stand)],
            "x": [0.001] * len(stood) + [0.999] * len(stand), "y": [*_centres(sums[0]), *_centres(sums[1])],
            "pad": 12, "thickness": 22, "line": {"width": 0}, "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [stood.index(row["from_place"]) for row in rows],
            "target": [len(stood) + stand.index(row["to_place"]) for row in rows],
            "value": [float(row[measure]) for row in rows],
            "color": [_see_through(_colour(found, row["from_place"], row["to_place"])) for row in rows],
            "customdata": [_told(found, row, lang) for row in rows], "hovertemplate": "%{customdata}<extra></extra>",
        },
    )
    return figure([ribbons], height=height, font={"family": FONT, "size": size}, margin={"l": 8, "r": 8, "t": 16, "b": 16})


def _centres(sums: Sequence[float]) -> list[float]:
    """Return where the middle of each node stands, from the top (0) to the bottom (1), with gaps between them.

    >>> _centres([1.0, 1.0])
    [0.2425, 0.7575]
    """
    whole, room = sum(sums), 1 - GAP * (len(sums) - 1)
    places, above = [], 0.0
    for each in sums:
        high = room * each / whole
        places.append(round(min(max(above + high / 2, 0.001), 0.999), 4))
        above += high + GAP
    return places


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {RIBBON})"


def _told(found: Migration, row: Mapping[str, Any], lang: str) -> str:
    way = f"{place_label(found.scheme, row['from_place'], lang)} → {place_label(found.scheme, row['to_place'], lang)}"
    who = escape(count_customers(row["customers"], lang))
    return f"<b>{escape(way)}</b><br>{who}<br>{format_money_short(row['contribution'], lang)}"


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
    return Chart(
        "column", finding_history(history, lang, measure), subtitle,
        tuple(Category(format_month(row["month_end"], lang)) for row in rows),
        (
            Series(_("Went up, {sum} in all").format(sum=sums[up]), MEASURES[measure], tuple(row[up] for row in rows), UP),
            Series(
                _("Went down, {sum} in all").format(sum=sums[down]), MEASURES[measure], tuple(row[down] for row in rows), DOWN,
                hatched=True,
            ),
        ),
    )
