"""How much of the revenue a house controls, month by month: three nested ratios and the line of a rule of thumb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa

from segmentation.charts.palette import HATCH, IDENTIFIED, MANAGED, MANAGED_ACTIVE, REFERENCE, TRACK, escape, figure
from segmentation.charts.revenue.revenue import month_tick
from segmentation.language.i18n import N_, format_day, format_money, format_money_short, format_month, format_ratio, translator
from segmentation.measures.revenue.overview import MONTHS_SHOWN
from segmentation.slides import Category, Chart, Column, Series, Table, cut_text

HEIGHT = 380
BAR_HEIGHT = 38
NEAREST = 0.075  # labels closer than this (of the axis) are moved apart


@dataclass(frozen=True)
class Ratio:
    """One of the nested ratios: its columns (amount, ratio), label (msgid), and how its line is drawn."""

    amount: str
    column: str
    label: str
    colour: str
    symbol: str
    dash: str


RATIOS = (
    Ratio("identified", "ratio_identified", N_("Identified"), IDENTIFIED, "circle", "solid"),
    Ratio("managed", "ratio_managed", N_("Managed"), MANAGED, "square", "solid"),
    Ratio("managed_active", "ratio_managed_active", N_("Managed and active"), MANAGED_ACTIVE, "diamond", "dot"),
)


ALL_ACTIVE = N_("Managed (all active)")


def shown_ratios(rows: Sequence[Mapping[str, Any]]) -> tuple[Ratio, ...]:
    """Return the ratios worth a line: where all managed customers are active in every month, the last two are one line.

    That is the rule for single months: who has a bill in a month was seen in it.
    """
    if any(row["ratio_managed"] != row["ratio_managed_active"] for row in rows):
        return RATIOS
    return (RATIOS[0], replace(RATIOS[1], label=ALL_ACTIVE))


def draw_ratios(months: pa.Table, line: float, lang: str, as_of: date) -> go.Figure | None:
    """Return a line a ratio (0–1) over the months, each labelled at its end, and the reference ``line``, labelled as a rule.

    ``months``: month, total, identified, managed, managed_active (CNY), ratio_identified, ratio_managed,
    ratio_managed_active, complete, in order; the last ``MONTHS_SHOWN`` are drawn. An incomplete month has hollow marks
    and says up to which day it goes; a month without revenue is a gap. None without a month.
    """
    rows = months.slice(max(0, months.num_rows - MONTHS_SHOWN)).to_pylist()
    if not rows:
        return None
    places = list(range(len(rows)))
    traces = [_line(ratio, rows, places, lang, as_of) for ratio in shown_ratios(rows)]
    ticks = [
        month_tick(row["month"], number, len(rows), lang, None if row["complete"] else as_of) for number, row in enumerate(rows)
    ]
    marks = (0, 0.25, 0.5, 0.75, 1)
    return figure(
        traces,
        height=HEIGHT,
        xaxis={
            "tickvals": places, "ticktext": ticks,
            "tickangle": 0, "tickfont": {"size": 12}, "range": [-0.4, len(rows) - 0.6], "showgrid": False, "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [0, 1.04], "tickvals": marks, "ticktext": [format_ratio(mark, lang, 0) for mark in marks],
            "tickfont": {"size": 12}, "zeroline": False, "fixedrange": True, "gridcolor": TRACK,
        },
        shapes=[{
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": line, "y1": line,
            "line": {"color": REFERENCE, "width": 2, "dash": "dash"},
        }],
        annotations=_ends(rows, line, lang),
        margin={"l": 8, "r": 190, "t": 12, "b": 8},
    )


def _line(ratio: Ratio, rows: Sequence[Mapping[str, Any]], places: list[int], lang: str, as_of: date) -> go.Scatter:
    symbols = [ratio.symbol if row["complete"] else f"{ratio.symbol}-open" for row in rows]
    return go.Scatter(
        x=places, y=[row[ratio.column] for row in rows], mode="lines+markers", name=translator(lang)(ratio.label),
        line={"color": ratio.colour, "width": 3, "dash": ratio.dash},
        marker={"color": ratio.colour, "symbol": symbols, "size": 9, "line": {"color": ratio.colour, "width": 2}},
        customdata=[_hover(ratio, row, lang, as_of) for row in rows], hovertemplate="%{customdata}<extra></extra>",
        connectgaps=False, cliponaxis=False,
    )


def _ends(rows: Sequence[Mapping[str, Any]], line: float, lang: str) -> list[dict[str, Any]]:
    """Return a label at the end of the rule's line and of each ratio's, moved apart where they end close to each other."""
    _ = translator(lang)
    rule = _("{line} rule of thumb").format(line=format_ratio(line, lang, 0))
    wanted = [(line, REFERENCE, "┅", escape(rule))]
    for ratio in shown_ratios(rows):
        last = next((row for row in reversed(rows) if row[ratio.column] is not None), None)
        if last is None:
            continue
        share = f"{escape(_(ratio.label))} <b>{format_ratio(last[ratio.column], lang, 0)}</b>"
        wanted.append((last[ratio.column], ratio.colour, "■", share))
    wanted.sort(key=lambda each: -each[0])
    places: list[float] = []
    for value, *_rest in wanted:
        places.append(min(value, places[-1] - NEAREST) if places else value)
    lift = max(0.0, 0.02 - places[-1])
    return [
        {
            "xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "y": place + lift, "yanchor": "middle", "showarrow": False,
            "align": "left", "font": {"size": 14}, "text": f'<span style="color:{colour}">{mark}</span> {text}',
        }
        for place, (_value, colour, mark, text) in zip(places, wanted, strict=True)
    ]


def _hover(ratio: Ratio, row: Mapping[str, Any], lang: str, as_of: date) -> str:
    _ = translator(lang)
    share = f"{_(ratio.label)} <b>{format_ratio(row[ratio.column], lang)}</b>"
    until = [] if row["complete"] else [_("up to {day}").format(day=format_day(as_of, lang))]
    money = _("{part} of {total}").format(part=format_money(row[ratio.amount], lang), total=format_money(row["total"], lang))
    return "<br>".join([f"<b>{format_month(row['month'], lang)}</b>", *until, share, money])


def tell_ratios(months: pa.Table, line: float, lang: str, title: str, subtitle: str) -> Chart:
    """Return the ratios by month as a described chart of lines, the rule of thumb as a reference. Columns as ``draw_ratios``."""
    _ = translator(lang)
    rows = months.slice(max(0, months.num_rows - MONTHS_SHOWN)).to_pylist()
    rule = _("{line} rule of thumb").format(line=format_ratio(line, lang, 0))
    series = [
        Series(_(ratio.label), "ratio", tuple(row[ratio.column] for row in rows), ratio.colour) for ratio in shown_ratios(rows)
    ]
    reference = Series(rule, "ratio", (line,) * len(rows), REFERENCE, reference=True)
    return Chart(
        "line", title, subtitle, tuple(Category(format_month(row["month"], lang)) for row in rows), (*series, reference)
    )


def draw_managers(managers: pa.Table, lang: str, most: int = 12) -> go.Figure | None:
    """Return a bar a manager of what his customers bring (CNY), the part of those active in full colour; the first ``most``.

    ``managers``: manager, managed, managed_active (CNY), share of all revenue (0–1), largest first. None without any.
    """
    rows = managers.slice(0, most).to_pylist()
    if not rows:
        return None
    _ = translator(lang)
    names = [f"{escape(_short(row['manager']))} " for row in rows]
    places = list(range(len(rows)))
    texts = [f"<b>{format_money_short(row['managed'], lang)}</b>  {format_ratio(row['share'], lang)}" for row in rows]
    hovers = [
        "<br>".join([
            f"<b>{escape(row['manager'])}</b>",
            _("Contribution: {money}").format(money=format_money(row["managed"], lang)),
            _("of it from active customers: {money}").format(money=format_money(row["managed_active"], lang)),
        ])
        for row in rows
    ]
    common = {"y": places, "orientation": "h", "customdata": hovers, "hovertemplate": "%{customdata}<extra></extra>"}
    whole = go.Bar(
        x=[float(max(row["managed"], 0)) for row in rows], width=0.62, text=texts, textposition="outside",
        textfont={"size": 13}, cliponaxis=False,
        marker={
            "color": MANAGED, "line": {"color": MANAGED, "width": 1},
            "pattern": {"shape": HATCH, "fillmode": "replace", "size": 6},
        },
        **common,
    )
    active = go.Bar(
        x=[float(max(row["managed_active"], 0)) for row in rows], width=0.62, marker={"color": MANAGED}, **common
    )
    top = max(float(row["managed"]) for row in rows)
    return figure(
        [whole, active],
        height=BAR_HEIGHT * len(rows) + 24,
        barmode="overlay",
        xaxis={"visible": False, "fixedrange": True, "range": [0, max(top, 1.0) * 1.8]},
        yaxis={
            "tickvals": places, "ticktext": names, "autorange": "reversed", "fixedrange": True, "showgrid": False,
            "zeroline": False, "automargin": True, "tickfont": {"size": 13},
        },
    )


def tell_managers(managers: pa.Table, lang: str, title: str, subtitle: str, most: int = 12) -> Chart:
    """Return the managers' bars as a described chart: what the customers of each bring (CNY); the share of the first in the subtitle.

    Columns as ``draw_managers``. Where there are more than ``most``, the subtitle says of how many these are the first, and what
    part of what all of them look after they have.
    """
    _ = translator(lang)
    rows = managers.slice(0, most).to_pylist()
    brought = Series(_("Managed"), "money", tuple(row["managed"] for row in rows), MANAGED)
    table = Table((Column("", "money", total=True),), tuple((amount,) for amount in managers["managed"].to_pylist()))
    first = f"{rows[0]['manager']} {format_ratio(rows[0]['share'], lang, 0)}" if rows else None
    said = _("; ").join(filter(None, (subtitle, first, cut_text(table, len(rows), lang))))
    return Chart("bar", title, said, tuple(Category(row["manager"]) for row in rows), (brought,), secret="manager")


def _short(name: str, columns: int = 16) -> str:
    """Return a name that leaves room for its bar; a Chinese character takes two columns.

    >>> _short("A very long name of a manager"), _short("王经理"), _short("王经理和他的同事们")
    ('A very long nam…', '王经理', '王经理和他的同…')
    """
    if sum(1 if letter.isascii() else 2 for letter in name) <= columns:
        return name
    kept, room = "", columns - 1
    for letter in name:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            break
        kept += letter
    return f"{kept}…"
