"""What charts with axes share: names below columns or beside bars, legends, and the figures at the marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from segmentation.charts.echarts.look import LINE, Look, Options, fill
from segmentation.charts.labels import COLUMN, LINE_HEIGHT, lines_of, pixels_wide, shortened, wrapped
from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.language.i18n import translator
from segmentation.slides import Category, Chart, Series, Value, format_value

LONGEST_LEGEND = 52
MONTH = re.compile(r"(\d{4}年)(?=\d{1,2}月$)")
YEAR_BELOW = re.compile(r"\n(\d{4})$")
MOST_LINES = 3  # of a name below a mark, where two would touch its neighbours
BESIDE = 20  # columns of half width that a line of a name beside a bar may have, where the room is not known
LEFT_PART, CUT_NAME = 0.52, 18  # of a known width is what names beside bars may take; letters of one otherwise
BARE = {"zh": Decimal(10_000), "en": Decimal(1_000)}  # the unit of bare numbers


def names_below(chart: Chart, look: Look, size: int, width: int) -> tuple[Options, int]:
    """Return the axis of the names below standing marks, and the pixels that it takes.

    All are written where they have room on one line or on several, else standing upright; months are thinned evenly instead, for
    whoever sees two of them knows what is between, and so is what would touch even upright.
    """
    names = [tick_of(each) for each in chart.categories]
    size = 12 if size <= 13 else size  # on a page they are the least; on the stage they are as the rest
    slot, high, upright = width / max(1, len(names)), 1.25 * size, False
    is_time = any(each.tick for each in chart.categories)
    if name_step(names, size, width) > 1 and not is_time:
        broken = [
            MONTH.sub(r"\1\n", each.label) if MONTH.match(each.label) else "\n".join(even_lines(each.label, slot - 8, size))
            for each in chart.categories
        ]
        if all(name.count("\n") < MOST_LINES for name in broken):
            names = broken
    step = name_step(names, size, width)
    if step > 1 and not is_time and slot >= high + 2:
        upright, step = True, 1
        names = [wrapped(each.label) if slot >= 2 * high + 4 else shortened(each.label, CUT_NAME) for each in chart.categories]
    shown = _thinned(names, step) if step > 1 else names
    lines = max((name.count("\n") + 1 for name in shown if name), default=1)
    axis = {
        "type": "category", "data": shown, "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"interval": 0, "hideOverlap": not upright, "rotate": 90 if upright else 0, "fontSize": size,
                      "color": look.muted, "lineHeight": round(high)},
    }
    return axis, round((_widest(shown, size) if upright else lines * high) + 14)


def _thinned(names: Sequence[str], step: int) -> list[str]:
    """Return every ``step``-th name, of months the last January among them and each year under the first of its months only.

    >>> _thinned(["9月\\n2025", "10月", "11月", "12月", "1月\\n2026", "2月", "3月"], 3)
    ['', '10月\\n2025', '', '', '1月\\n2026', '', '']
    >>> _thinned(["8月\\n2025", "9月\\n2025", "10月\\n2025"], 2), _thinned(["1", "2", "3"], 2)
    (['8月\\n2025', '', '10月'], ['1', '', '3'])
    """
    years: list[str] = []
    for name in names:
        told = YEAR_BELOW.search(name)
        years.append(told[1] if told else years[-1] if years else "")
    turns = [at for at in range(1, len(names)) if years[at] != years[at - 1]]
    begin, shown, said = turns[-1] if turns else 0, [""] * len(names), ""
    for at in range(begin % step, len(names), step):
        shown[at] = YEAR_BELOW.sub("", names[at]) + (f"\n{years[at]}" if years[at] != said else "")
        said = years[at]
    return shown


def even_lines(text: str, room: float, size: float) -> list[str]:
    """Return the text in as few lines as it needs, about equally long.

    >>> even_lines("事业单位", 45, 12), even_lines("Public institution", 200, 12)
    (['事业', '单位'], ['Public institution'])
    """
    lines = lines_of(text, room, size)
    even = lines_of(text, pixels_wide(text, size) / len(lines) + COLUMN * size, size)
    return even if len(even) == len(lines) else lines


def _widest(names: Sequence[str], size: float) -> float:
    return max((pixels_wide(line, size) for name in names for line in name.split("\n")), default=0.0)


def tick_of(category: Category) -> str:
    """Return what stands below an axis for a category: its tick, else its label on up to two lines."""
    return category.tick or wrapped(category.label)


def name_step(names: Sequence[str], size: int, width: int) -> int:
    """Return which of the names below are written, every one or every n-th, so that they do not touch.

    >>> name_step(["Sep 2026"] * 14, 14, 600), name_step(["9月"] * 14, 14, 600)
    (2, 1)
    """
    widest = _widest(names, size) + 6
    room = width / max(1, len(names))
    return max(1, -(-int(widest) // max(1, int(room))))


def names_beside(chart: Chart, look: Look, size: int, roomy: bool, width: int | None = None) -> tuple[Options, int]:
    """Return the axis of the names beside lying bars, the first on top, and the pixels that it takes; more of a known width."""
    longest = CUT_NAME if width is None else max(CUT_NAME, int(LEFT_PART * width / (COLUMN * size)))
    room = LEFT_PART * (width or 0)
    names = [
        shortened(each.label, longest) if not roomy else "\n".join(lines_of(each.label, room, size)) if width
        else wrapped(each.label, BESIDE) for each in chart.categories
    ]
    axis = {
        "type": "category", "data": names, "inverse": True, "axisTick": {"show": False},
        "axisLine": {"show": True, "onZero": True, "lineStyle": {"color": LINE}},
        "axisLabel": {"interval": 0, "fontSize": size, "color": look.ink, "lineHeight": round(1.2 * size)},
    }
    return axis, round(_widest(names, size) + 14)


def legend(series: Sequence[Series], look: Look, size: int, width: int | None = None) -> tuple[Options, int]:
    """Return the legend above the marks, and the pixels that it takes, on as many lines as a known width asks for."""
    entries = [
        {"name": name_of(each), "itemStyle": fill(colour_of(each), look, hatched=each.hatched),
         **({"icon": "path://M0 4h3v2H0zM5 4h3v2H5zM10 4h3v2h-3z"} if each.reference else {"icon": "roundRect"})}
        for each in series
    ]
    lines, at = 1, 0.0
    for each in series if width else ():
        wide = pixels_wide(name_of(each), size) + 2.5 * size
        lines, at = (lines + 1, wide) if at and at + wide > width else (lines, at + wide)
    return {
        "show": True, "left": 0, "top": 0, "itemWidth": size, "itemHeight": round(0.85 * size), "itemGap": size,
        "selectedMode": False, "data": entries, "textStyle": {"fontSize": size, "color": look.muted},
    }, round(LINE_HEIGHT * size + 10) + (lines - 1) * round(1.7 * size)


def legend_width(legend: Options, size: int) -> float:
    """Return about how many pixels a legend takes on one line."""
    return sum(pixels_wide(each["name"], size) + 2.5 * size for each in legend.get("data", ()))


def name_of(series: Series) -> str:
    """Return what the legend calls a series."""
    return shortened(series.name, LONGEST_LEGEND)


def colour_of(series: Series, category: Category | None = None) -> str:
    """Return the colour of a mark: its series', else its category's."""
    own = REFERENCE if series.reference else IDENTIFIED
    return series.colour or (category.colour if category else "") or own


def told(category: Category, series: Series, lang: str, *, several: bool, value: Value | None) -> list[str]:
    """Return what pointing at a mark tells."""
    said = format_value(value, series.unit, lang)
    return [category.label, f"{series.name}: {said}" if several else said]


def bare_unit(values: Sequence[Value | None], unit: str, lang: str) -> tuple[Decimal, str]:
    """Return by what amounts are divided where marks carry bare numbers, and what that unit is called; 1 and "" for no money.

    >>> bare_unit([Decimal(1_040_000), Decimal(20)], "money", "zh"), bare_unit([3], "count", "zh")
    ((Decimal('10000'), '单位：万元'), (Decimal('1'), ''))
    """
    _ = translator(lang)
    most = max((abs(value) for value in values if value is not None), default=0)
    by = BARE[lang]
    if unit != "money" or most < 10 * by:
        return Decimal(1), ""
    return by, _("in ¥1,000") if by == 1_000 else _("in ¥10,000")


def bare(value: Value, by: Decimal) -> str:
    """Return an amount in a unit as a bare number.

    >>> bare(Decimal("1044999.50"), Decimal(10_000)), bare(Decimal(-20_000), Decimal(10_000))
    ('104', '−2')
    """
    number = round(Decimal(value) / by)
    return f"{'−' if number < 0 else ''}{abs(number):,}"
