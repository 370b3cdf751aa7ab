"""Bars that lie, columns that stand and stacks on the screen, each mark with its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentation.charts.echarts import axes
from segmentation.charts.echarts.look import (
    LINE,
    MAIN,
    PHONE,
    Drawn,
    Look,
    Marks,
    Options,
    as_text,
    base,
    clickable,
    fill,
    is_chosen,
    mark,
    stands_for,
)
from segmentation.charts.labels import pixels_wide, shortened
from segmentation.charts.palette import REFERENCE, text_on
from segmentation.slides import Behind, Chart, Series, Value, format_share, format_value, layer_shares

GAP = 0.32  # of the room of a name is between its bars and those of the next
HIDDEN = {"color": "transparent"}
STRONG = 1.06  # how much wider strong letters are
STROKE = "path://M4 0h2v10H4z"  # in the legend
CLEAR = 5  # pixels between a mark and its figure
MOST_LABELLED = 48  # marks; of more of them the figures are left to pointing at them


def draw_lying(
    chart: Chart, lang: str, look: Look, *, height: int, size: int, chosen: Behind = (), width: int | None = None
) -> Drawn:
    """Return lying bars, the first on top, figures at their ends and shares behind them; references are named on their line,
    or in a legend where they are a stroke across each bar, which no figure is written over.

    Parts of stacks tell their figures where ``width`` is known and they have room; behind a stack stands its sum.
    """
    drawn = [each for each in chart.series if not each.reference]
    references = [each for each in chart.series if each.reference]
    stacked, count = chart.kind == "stacked_bar", len(chart.categories)
    most = next((each for each in references if len(drawn) == 1 and _is_most(each, drawn[0])), None)
    shares = [f" · {share}" if share else "" for share in (format_share(each, lang) for each in layer_shares(chart))] \
        if chart.shares else [""] * count
    top, legend = 8, {}
    strokes = [each for each in references if not _is_level(each) and each is not most]
    named = [*(drawn if len(drawn) > 1 else ()), *strokes]
    if named:
        legend, top = axes.legend(named, look, size, width)
        for entry in legend["data"][len(named) - len(strokes) :]:
            entry["icon"] = STROKE
    elif any(_is_level(each) for each in references):
        top = round(1.5 * size)
    names, left = axes.names_beside(chart, look, size, height / max(1, count) > 3 * size, width)
    texts = [
        [f"{_said(value, each, lang)}{share}" for value, share in zip(each.values, shares, strict=True)] for each in drawn
    ]
    if most:
        texts = [[f"{one} / {_said(limit, most, lang)}" for one, limit in zip(texts[0], most.values, strict=True)]]
    low, high = _reach(chart.series, stacked=stacked)
    widest = max((pixels_wide(text, STRONG * size) for row in texts for text in row), default=0)
    room = 12 if stacked else round(widest) + 12
    sums = _sums(drawn) if stacked and not references else ([], [])
    if sums[0]:
        room += round(max(pixels_wide(_said(value, drawn[0], lang), STRONG * size) for side in sums for value in side))
    levels = [each for each in references if _is_level(each)]
    if width is None:  # on a phone as well, what is named at the far end is read to its end
        for each in levels:
            beyond = (1 - float(each.values[0] or 0) / (high or 1)) * (PHONE - left - room)
            room = max(room, round(pixels_wide(each.name, size) / 2 - beyond) + 4)
    behind = texts[0] if most else None
    if width and not stacked and len(drawn) == len(strokes) == 1:
        pixels = (width - left - room - (room if low < 0 else 0)) / (high - low)
        texts[0], behind = _apart(drawn[0], strokes[0], texts[0], pixels, size)
    marks, series = _bars(chart, drawn, lang, look, size, chosen, texts=None if stacked or most else texts, lying=True)
    if stacked and width:
        _write_inside(series, drawn, lang, look, size, (width - left - room - (room if low < 0 else 0)) / (high - low))
    for side, below in zip(sums, (False, True), strict=True):
        places = [at for at, value in enumerate(side) if value or not (below or sums[1][at])]  # of what sells nothing too
        texts_behind = {at: _said(side[at], drawn[0], lang) for at in places}
        if places:
            series.append(_sums_behind({at: side[at] for at in places}, texts_behind, look, size, "left" if below else "right"))
    if low < 0:  # figures of what is below zero stand between the bars and the names
        names = {**names, "axisLabel": {**names["axisLabel"], "margin": room + 8}}
    thickness = round(0.62 * (height - top - 8) / max(1, count))
    for each in references:
        series.append(_rule(each, look, size, lying=True) if _is_level(each) else _ticks(
            each, look, size, thickness, behind if each in (most, *strokes) else None,
        ))
    above = axes.legend(named, look, size, PHONE)[1] + (round(1.3 * size) if levels else 0) if named and width is None else top
    phone = [{"query": {limit: PHONE + by}, "option": {"grid": {"top": high_up}}}
             for limit, by, high_up in (("maxWidth", 0, above), ("minWidth", 1, top))]
    options = {
        **base(look, size), "legend": legend or {"show": False}, **({"media": phone} if above > top else {}),
        "grid": {"left": left + (room if low < 0 else 0), "right": room, "top": top, "bottom": 8},
        "xAxis": {"type": "value", "show": False, "min": low, "max": high}, "yAxis": names, "series": series,
    }
    return Drawn(options, height, marks)


def draw_standing(chart: Chart, lang: str, look: Look, *, height: int, size: int, width: int, chosen: Behind = ()) -> Drawn:
    """Return standing bars, side by side or stacked; above a stack stands its sum, each side of zero for itself.

    Where the figures would run into each other, money is told in a unit named once above; where they still would, they stand
    upright.
    """
    drawn = [each for each in chart.series if not each.reference]
    references = [each for each in chart.series if each.reference]
    stacked, count = chart.kind == "stacked_column", len(chart.categories)
    legend, top = axes.legend([*drawn, *references], look, size, width) if len(chart.series) > 1 else ({"show": False}, 8)
    values = [each.values for each in drawn]
    sums = _sums(drawn)
    shown: list[Sequence[Value | None]] = [sums[0], sums[1]] if stacked else values
    labelled = count * (1 if stacked else len(drawn)) <= MOST_LABELLED
    texts = [[None if value is None else _said(value, drawn[0], lang) for value in row] for row in shown]
    unit, beside = "", 1 if stacked else len(drawn)
    if labelled and _are_crowded(texts, size, width, beside):
        by, unit = axes.bare_unit([value for row in shown for value in row], chart.unit, lang)
        if unit:
            texts = [[None if value is None else axes.bare(value, by) for value in row] for row in shown]
    upright = _are_crowded(texts, size, width, beside)
    lift = max((pixels_wide(text, size) for row in texts for text in row if text), default=0) if upright else 1.3 * size
    unit_top = 0
    if unit and axes.legend_width(legend, size) + pixels_wide(unit, size) > width:  # it has a line of its own
        unit_top, top = top - 4, top + round(1.3 * size)
    names, below = axes.names_below(chart, look, size, width)
    low, high = _reach(chart.series, stacked=stacked)
    marks, series = _bars(chart, drawn, lang, look, size, chosen, lying=False,
                          texts=texts if labelled and not stacked else None, upright=upright)
    if stacked and labelled:
        texts = [
            [text if shown[side][at] or not shown[1 - side][at] else None for at, text in enumerate(texts[side])]
            for side in (0, 1)  # of what is all on one side nothing is written on the other
        ]
        series += [_totals(sums[side], texts[side], look, size, side, upright=upright) for side in (0, 1) if any(sums[side])]
    series += [_rule(each, look, size, lying=False) for each in references]
    if low < 0:  # names stand below what is written under the bars, and the axis at zero
        names = {**names, "axisLine": {"show": False}, "axisLabel": {**names["axisLabel"], "margin": round(lift) + 10}}
        series.append(_zero())
    options = {
        **base(look, size), "legend": legend, "title": _unit(unit, look, size, unit_top),
        "grid": {"left": 6, "right": 8, "top": top + round(lift) + 6, "bottom": below + (round(lift) + 4 if low < 0 else 0)},
        "xAxis": names,
        "yAxis": {"type": "value", "show": False, "min": low, "max": high}, "series": series,
    }
    return Drawn(options, height, marks)


def _bars(
    chart: Chart, drawn: Sequence[Series], lang: str, look: Look, size: int, chosen: Behind, *, lying: bool,
    texts: Sequence[Sequence[str | None]] | None, upright: bool = False,
) -> tuple[Marks, list[Options]]:
    """Return the series of the bars with what they stand for; ``texts`` are written at their ends."""
    stacked, marks, series = chart.kind.startswith("stacked"), {}, []
    for number, each in enumerate(drawn):
        items: list[Any] = []
        behind = []
        for place, (category, value) in enumerate(zip(chart.categories, each.values, strict=True)):
            stands = stands_for(category, each)
            behind.append(() if value is None else stands)
            hatched = each.hatched or category.hatched
            style = fill(axes.colour_of(each, category), look, hatched=hatched, chosen=is_chosen(stands, chosen))
            told = axes.told(category, each, lang, several=len(chart.series) > 1, value=value)
            at = None if texts is None else texts[number][place]
            negative = value is not None and value < 0
            side = ("left" if negative else "right") if lying else ("bottom" if negative else "top")
            items.append(mark(
                None if value is None else float(value), style, told, at and as_text(at),
                label={"position": side, **({"align": _end_at(side)} if upright else {})},
            ))
        marks[number, MAIN] = tuple(behind)
        series.append({
            "type": "bar", "name": axes.name_of(each), "data": items, "itemStyle": {"color": axes.colour_of(each)},
            "barCategoryGap": f"{GAP:.0%}", "barGap": "8%", "barMaxWidth": 90,
            "label": _label(look, size, "right" if lying else "top", upright=upright),
            **({"stack": "all"} if stacked else {}), **clickable(marks, number),
        })
    return marks, series


def _write_inside(
    series: Sequence[Options], drawn: Sequence[Series], lang: str, look: Look, size: int, pixels: float
) -> None:
    """Write the figures into the parts of stacks that are long enough, a unit being so many ``pixels``."""
    for options, each in zip(series, drawn, strict=True):
        for item, value in zip(options["data"], each.values, strict=True):
            said = _said(value, each, lang)
            if not value or pixels_wide(said, STRONG * size) + 10 > abs(float(value)) * pixels:
                continue
            colour, hatched = item["itemStyle"]["color"], "decal" in item["itemStyle"]
            ink = {"color": text_on(colour)}
            if hatched:
                ink = {"color": look.ink, "backgroundColor": look.ground, "padding": [1, 4]}
            item["label"] = {"show": True, "formatter": as_text(said), "position": "inside", **ink}


def _sums_behind(sums: Mapping[int, Value], texts: Mapping[int, str], look: Look, size: int, side: str) -> Options:
    """Return what stands behind lying stacks, by their places: points that are not seen, with the sums at their ``side``."""
    return {
        "type": "scatter", "symbolSize": 1, "silent": True, "itemStyle": HIDDEN, "tooltip": {"show": False}, "z": 5,
        "label": _label(look, size, side),
        "data": [
            {"value": [float(value), place], "label": {"show": True, "formatter": as_text(texts[place])}}
            for place, value in sums.items()
        ],
    }


def _label(look: Look, size: int, position: str, *, upright: bool = False) -> Options:
    turned = {"rotate": 90, "align": _end_at(position), "verticalAlign": "middle", "distance": 6} if upright else {}
    return {"position": position, "color": look.ink, "fontSize": size, "fontWeight": 600, "overflow": "none", **turned}


def _end_at(position: str) -> str:
    """Return which end of an upright figure stands at its mark: its first letter above the mark, its last below it."""
    return "right" if position == "bottom" else "left"


def _totals(
    sums: Sequence[Value], texts: Sequence[str | None], look: Look, size: int, side: int, *, upright: bool
) -> Options:
    """Return what stands above the stacks, or below those under zero: points that are not seen, with the sums at them."""
    return {
        "type": "scatter", "symbolSize": 1, "silent": True, "itemStyle": HIDDEN, "tooltip": {"show": False}, "z": 5,
        "label": _label(look, size, "bottom" if side else "top", upright=upright),
        "data": [
            {"value": [place, float(value)], "label": {"show": bool(value) or not side, "formatter": as_text(text or "")}}
            for place, (value, text) in enumerate(zip(sums, texts, strict=True))
        ],
    }


def _sums(series: Sequence[Series]) -> tuple[list[Value], list[Value]]:
    """Return what each stack sums up to above zero, and below it."""
    stacks = [[value for value in each if value is not None] for each in zip(*(each.values for each in series), strict=True)]
    above, below = ([sum(value for value in each if value * side > 0) for each in stacks] for side in (1, -1))
    return above, below


def _reach(series: Sequence[Series], *, stacked: bool) -> tuple[float, float]:
    """Return from where to where the values go, zero among them."""
    values = [float(value) for each in series for value in each.values if value is not None]
    if stacked:
        above, below = _sums([each for each in series if not each.reference])
        values += [float(value) for value in (*above, *below)]
    low, high = min([0.0, *values]), max([0.0, *values])
    return low, high if high > low else low + 1.0


def _are_crowded(texts: Sequence[Sequence[str | None]], size: int, width: int, beside: int) -> bool:
    """Return whether figures would touch, so many of them standing beside each other over a name."""
    widest = max((pixels_wide(text, size) for row in texts for text in row if text), default=0.0)
    slot = width / max([1, *map(len, texts)])
    if beside > 1:  # bars of one name stand closer than names do
        return widest + 1 > (1 - GAP) * slot / beside
    return widest + 4 > slot


def _said(value: Value | None, series: Series, lang: str) -> str:
    """Return a figure as it stands at a mark."""
    return format_value(value, series.unit, lang, short=True)


def _is_most(reference: Series, drawn: Series) -> bool:
    """Return whether a reference is what a row of scores could reach at most, each its own."""
    if reference.unit != "number":
        return False
    pairs = zip(drawn.values, reference.values, strict=True)
    return all(most is not None and (value is None or value <= most) for value, most in pairs)


def _apart(
    drawn: Series, stroke: Series, texts: Sequence[str | None], pixels: float, size: int
) -> tuple[list[str | None], list[str | None]]:
    """Return the figures at the ends of the bars, and those that a stroke would run through: they stand behind it."""
    hit = [
        value is not None and at is not None and 0 <= value < at
        and float(at - value) * pixels < CLEAR + pixels_wide(text or "", STRONG * size) + 2
        for value, at, text in zip(drawn.values, stroke.values, texts, strict=True)
    ]
    own = [None if over else text for over, text in zip(hit, texts, strict=True)]
    return own, [text if over else None for over, text in zip(hit, texts, strict=True)]


def _is_level(reference: Series) -> bool:
    return len(set(reference.values)) == 1 and reference.values[0] is not None


def _zero() -> Options:
    return _across([{"yAxis": 0}], {"color": LINE, "type": "solid", "width": 1}, {"show": False})


def _across(places: list[Options], style: Options, label: Options) -> Options:
    """Return a line across all marks; no bars, which would take room beside the others."""
    return {"type": "scatter", "data": [], "silent": True, "tooltip": {"show": False}, "markLine": {
        "symbol": "none", "silent": True, "lineStyle": style, "label": label, "data": places,
    }}


def _rule(series: Series, look: Look, size: int, *, lying: bool) -> Options:
    """Return a reference across all marks: one dashed line with its name where it is level, else a line from mark to mark."""
    colour = series.colour or REFERENCE
    dashed = {"color": colour, "type": "dashed", "width": 2}
    if lying:
        named = {"position": "start", "formatter": as_text(shortened(series.name, 40)), "color": look.ink, "fontSize": size}
        return _across([{"xAxis": float(series.values[0] or 0)}], dashed, named)
    return {
        "type": "line", "name": axes.name_of(series), "silent": True, "symbol": "none", "lineStyle": dashed,
        "itemStyle": {"color": colour}, "data": [None if value is None else float(value) for value in series.values],
    }


def _ticks(series: Series, look: Look, size: int, thickness: int, texts: Sequence[str | None] | None) -> Options:
    """Return a reference that differs from bar to bar as a stroke across each, with ``texts`` behind it."""
    return {
        "type": "scatter", "name": axes.name_of(series), "symbol": "rect", "symbolSize": [3, thickness], "silent": True,
        "tooltip": {"show": False}, "z": 4,
        "itemStyle": {"color": series.colour or REFERENCE, "opacity": 1}, "label": _label(look, size, "right"),
        "data": [
            {
                "value": [float(value), place],
                "label": {"show": bool(texts and texts[place]), "formatter": as_text((texts and texts[place]) or "")},
            }
            for place, value in enumerate(series.values) if value is not None
        ],
    }


def _unit(unit: str, look: Look, size: int, top: int) -> Options:
    """Return the unit of bare numbers, named once above the marks."""
    if not unit:
        return {"show": False}
    return {"text": unit, "right": 4, "top": top, "padding": 0,
            "textStyle": {"fontSize": size, "fontWeight": 400, "color": look.muted}}
