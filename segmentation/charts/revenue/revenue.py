"""Revenue by month, identified and walk-in, and how much of it comes from customers one knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import floor, log10

import plotly.graph_objects as go
import pyarrow as pa

from segmentation.charts.palette import HATCH, IDENTIFIED, REFERENCE, TRACK, WALK_IN, escape, figure
from segmentation.language.i18n import format_day, format_money, format_money_short, format_month, format_ratio, translator
from segmentation.measures.revenue.overview import MONTHS_SHOWN

MONTHS_LABELLED = 15
HEIGHT = 300


def draw_months(months: pa.Table, lang: str, as_of: date) -> go.Figure | None:
    """Return bars of revenue by month, identified customers below and walk-ins, hatched, above.

    ``months``: month, total, identified, walk_in (CNY), is_complete, in order; the last ``MONTHS_SHOWN``
    are drawn. An incomplete month says up to which day it goes. None without a month.
    """
    rows = months.slice(max(0, months.num_rows - MONTHS_SHOWN)).to_pylist()
    if not rows:
        return None
    _ = translator(lang)
    places = list(range(len(rows)))
    hovers = [_hover(row, lang, as_of) for row in rows]
    labelled = len(rows) <= MONTHS_LABELLED
    top = max((row["total"] for row in rows), default=Decimal(0))
    common = {"x": places, "customdata": hovers, "hovertemplate": "%{customdata}<extra></extra>", "width": 0.8}
    identified = go.Bar(
        y=[float(row["identified"]) for row in rows], name=_("Identified customers"), marker={"color": IDENTIFIED},
        text=[_share(row, lang) if labelled and row["identified"] > top * Decimal("0.1") else "" for row in rows],
        textposition="inside", insidetextanchor="middle", textangle=0, textfont={"color": "#FFFFFF", "size": 13}, **common,
    )
    walk_in = go.Bar(
        y=[float(row["walk_in"]) for row in rows], name=_("Walk-ins"),
        marker={
            "color": WALK_IN, "line": {"color": WALK_IN, "width": 1},
            "pattern": {"shape": HATCH, "fillmode": "replace", "size": 6},
        },
        **common,
    )
    best = max(places, key=lambda place: rows[place]["total"])
    told = sorted({best, len(rows) - 1})  # the best and the last: those that the title names
    totals = go.Scatter(
        x=[place if place == best else place + 0.52 for place in told],
        y=[float(max(rows[place]["total"], rows[place]["identified"], Decimal(0))) for place in told],
        text=[f"<b>{format_money_short(rows[place]['total'], lang)}</b>" for place in told],
        textposition=["top center" if place == best else "middle right" for place in told],
        mode="text", hoverinfo="skip", textfont={"size": 14}, cliponaxis=False,
    )
    names = [
        month_tick(row["month"], number, len(rows), lang, None if row["is_complete"] else as_of)
        for number, row in enumerate(rows)
    ]
    ticks = money_ticks(min((row["total"] for row in rows), default=Decimal(0)), top)
    return figure(
        [identified, walk_in, totals],
        height=HEIGHT,
        barmode="relative",
        xaxis={
            "tickvals": places, "ticktext": names,
            "tickangle": 0, "tickfont": {"size": 12}, "range": [-0.6, len(rows) - 0.4], "showgrid": False, "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": [float(tick) for tick in ticks], "ticktext": [format_money_short(tick, lang) for tick in ticks],
            "tickfont": {"size": 12}, "zeroline": False, "fixedrange": True,
        },
        margin={"l": 8, "r": 64, "t": 28, "b": 8},
    )


def _hover(row: dict, lang: str, as_of: date) -> str:
    _ = translator(lang)
    lines = [
        f"<b>{format_month(row['month'], lang)}</b>",
        _("Revenue: {money}").format(money=format_money(row["total"], lang)),
        _("Identified customers: {money}").format(money=format_money(row["identified"], lang)),
        _("Walk-ins: {money}").format(money=format_money(row["walk_in"], lang)),
    ]
    if not row["is_complete"]:
        lines.insert(1, _("up to {day}").format(day=format_day(as_of, lang)))
    return "<br>".join(lines)


def _share(row: dict, lang: str) -> str:
    return format_ratio(row["identified"] / row["total"], lang, 0) if row["total"] > 0 else ""


def month_tick(month: date, number: int, count: int, lang: str, until: date | None = None) -> str:
    """Return the month, thinned out where there are many; the year under the first month and every January.

    ``until`` is the last day of a month that is not over.
    """
    if until is not None:
        _ = translator(lang)
        return _("{month}<br>to day {day}").format(month=_month_only(month, lang), day=until.day)
    if count > MONTHS_LABELLED and number % 3:
        return ""
    year = f"<br>{month.year}" if number == 0 or month.month == 1 or count > MONTHS_LABELLED else ""
    return _month_only(month, lang) + year


def _month_only(month: date, lang: str) -> str:
    """Return 9月 or Sep.

    >>> _month_only(date(2026, 9, 1), "zh"), _month_only(date(2026, 9, 1), "en")
    ('9月', 'Sep')
    """
    return f"{month.month}月" if lang == "zh" else format_month(month, lang).split(" ")[0]


def money_ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return three to six round amounts from zero (or below ``low``) up to ``high``.

    >>> [str(tick) for tick in money_ticks(Decimal(0), Decimal(1_700_000))]
    ['0', '500000', '1000000', '1500000']
    """
    reach = float(max(high, -min(low, Decimal(0)), Decimal(1)))
    size = 10 ** floor(log10(reach))
    step = Decimal(str(next(size * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if reach / (size * part) <= 5)))
    ticks = [step * number for number in range(floor(min(low, Decimal(0)) / step), int(high // step) + 1)]
    return [tick.to_integral_value() if step >= 1 else tick for tick in ticks]


def draw_shares(identified: float | None, active: float | None, line: float, lang: str) -> go.Figure | None:
    """Return two horizontal bars, the shares (0–1) of revenue from identified and from active customers, with the line.

    The line is a consultant's rule of thumb for the active customers, and is labelled so. None without revenue.
    """
    if identified is None or active is None:
        return None
    _ = translator(lang)
    names = [_("Active customers"), _("Identified customers")]  # plotly stacks from the bottom up
    shares = [active, identified]
    texts = [f"<b>{format_ratio(share, lang)}</b>" for share in shares]
    track = go.Bar(x=[1, 1], y=names, orientation="h", marker={"color": TRACK}, width=0.5, hoverinfo="skip")
    bars = go.Bar(
        x=[min(max(share, 0.0), 1.0) for share in shares], y=names, orientation="h", width=0.5,
        marker={"color": IDENTIFIED}, text=texts, textposition="inside", insidetextanchor="start",
        textfont={"color": "#FFFFFF", "size": 16}, customdata=[[name, text] for name, text in zip(names, texts, strict=True)],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    marks = (0, 0.25, 0.5, 0.75, 1)
    label = _("{line} rule of thumb").format(line=format_ratio(line, lang, 0))
    return figure(
        [track, bars],
        height=190,
        barmode="overlay",
        xaxis={
            "range": [0, 1], "tickvals": marks, "ticktext": [format_ratio(mark, lang, 0) for mark in marks],
            "showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 12},
        },
        yaxis={"fixedrange": True, "tickfont": {"size": 14}, "automargin": True, "showgrid": False},
        shapes=[{
            "type": "line", "x0": line, "x1": line, "y0": -0.45, "y1": 1.45,
            "line": {"color": REFERENCE, "width": 3, "dash": "dash"},
        }],
        annotations=[{
            "x": line, "y": 1.5, "yanchor": "bottom", "text": escape(label), "showarrow": False,
            "font": {"size": 13},
        }],
        margin={"l": 8, "r": 16, "t": 28, "b": 8},
    )
