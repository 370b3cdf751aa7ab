"""Bullets: how far each has come against a plan, as a bar on the ground of its target, with what is expected by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from segmentation.charts.echarts.look import (
    LINE,
    MAIN,
    TRACK,
    Drawn,
    Look,
    Options,
    as_text,
    base,
    clickable,
    fill,
    is_chosen,
    mark,
)
from segmentation.charts.labels import pixels_wide, shortened
from segmentation.charts.palette import IDENTIFIED, WALK_IN
from segmentation.slides import Behind

LONGEST = 14
GROUND, BAR, STROKE, RING = 22, 11, 28, 9  # pixels
LEGEND = 30
PHONE = 480  # pixels of a chart at most


@dataclass(frozen=True)
class Bullet:
    """One row: what is done, and where known the target, what is expected by now and where it will end, from low to high.

    ``text`` is written behind it, ``more`` in red; ``told`` is what pointing at it says.
    """

    label: str
    actual: Decimal
    target: Decimal | None = None
    expected: Decimal | None = None
    projection: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    text: str = ""
    more: str = ""
    told: tuple[str, ...] = ()
    is_behind: bool = False
    behind: Behind = ()


@dataclass(frozen=True)
class Words:
    """What the parts of a bullet are called in the legend."""

    actual: str
    target: str
    expected: str
    projection: str


def draw_bullets(
    bullets: Sequence[Bullet], words: Words, look: Look, *, size: int = 13, row: int = 44, chosen: Behind = ()
) -> Drawn:
    """Return the bullets below each other, the first on top; who is behind is red, which his text says too."""
    names = [shortened(each.label, LONGEST) for each in bullets]
    beside = round(max((pixels_wide(name, size) for name in names), default=0)) + 14
    room = round(max((pixels_wide(f"{each.text} {each.more}", size) for each in bullets), default=0)) + 24 + RING
    reached = [value for each in bullets for value in (each.actual, each.target, each.expected, each.projection, each.high)]
    most = max((float(value) for value in reached if value is not None and value > 0), default=1.0)
    low = min((float(each.actual) for each in bullets if each.actual < 0), default=0.0)
    bars = [
        mark(
            float(each.actual), fill(look.bad if each.is_behind else IDENTIFIED, look, chosen=is_chosen(each.behind, chosen)),
            each.told or (each.label,),
        )
        for each in bullets
    ]
    strong = {"fontWeight": 600, "fontSize": size}
    marks = {(0, MAIN): tuple(each.behind for each in bullets)}
    series: list[Options] = [
        {
            "type": "bar", "name": words.actual, "data": bars, "barWidth": BAR, "z": 3, "itemStyle": {"color": IDENTIFIED},
            **clickable(marks, 0),
        },
        {
            "type": "bar", "name": words.target, "yAxisIndex": 1, "barWidth": GROUND, "z": 1, "silent": True,
            "itemStyle": {"color": TRACK, "borderColor": WALK_IN, "borderWidth": 1},
            "data": [None if each.target is None else float(each.target) for each in bullets],
        },
        _points(words.expected, [each.expected for each in bullets], look.ink, "rect", [3, STROKE], 4),
        _ring(words.projection, bullets, look),
        {
            "type": "scatter", "symbolSize": 1, "silent": True, "itemStyle": {"color": "transparent"}, "z": 5,
            "data": [
                {"value": [most, place], "label": {"show": bool(each.text), "formatter": _written(each)}}
                for place, each in enumerate(bullets)
            ],
            "label": {
                "position": "right", "distance": RING + 3, "color": look.ink, "fontSize": size, "overflow": "none",
                "rich": {"n": strong, "b": {**strong, "color": look.bad}},
            },
        },
    ]
    axis = {
        "type": "category", "data": names, "inverse": True, "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": LINE}},
    }
    label = {"interval": 0, "fontSize": size, "color": look.ink}
    parts = [(words.actual, "roundRect"), (words.expected, "path://M4 0h2v10H4z"), (words.target, "roundRect")]
    if any(each.projection is not None for each in bullets):
        parts.append((words.projection, "circle"))
    height = LEGEND + row * len(bullets) + 6
    options = {
        **base(look, size),
        "legend": {
            "show": any(each.target is not None for each in bullets), "left": 0, "top": 0,
            "itemWidth": 16, "itemHeight": 10, "itemGap": 16,
            "selectedMode": False, "data": [{"name": name, "icon": icon} for name, icon in parts],
            "textStyle": {"fontSize": size, "color": look.muted},
        },
        "grid": {"left": beside, "right": room, "top": LEGEND, "bottom": 6},
        "xAxis": {"type": "value", "show": False, "min": low, "max": most},
        "yAxis": [{**axis, "axisLabel": label}, {**axis, "show": False, "position": "left"}],
        "series": series,
        "media": [  # on a phone the legend takes two lines
            {"query": {"maxWidth": PHONE}, "option": {"grid": {"top": LEGEND + 22}}},
            {"query": {"minWidth": PHONE + 1}, "option": {"grid": {"top": LEGEND}}},
        ],
    }
    return Drawn(options, height, marks)


def _written(each: Bullet) -> str:
    return f"{{n|{as_text(each.text)}}}" + (f" {{b|{as_text(each.more)}}}" if each.more else "")


def _points(name: str, values: Sequence[Decimal | None], colour: str, symbol: str, size: Any, z: int) -> Options:
    return {
        "type": "scatter", "name": name, "symbol": symbol, "symbolSize": size, "silent": True, "z": z, "tooltip": {"show": False},
        "itemStyle": {"color": colour},
        "data": [[float(value), place] for place, value in enumerate(values) if value is not None],
    }


def _ring(name: str, bullets: Sequence[Bullet], look: Look) -> Options:
    """Return where each will end: a ring, and a line from the lowest to the highest that the months before allow."""
    ring = _points(name, [each.projection for each in bullets], look.ground, "circle", RING, 6)
    ring["itemStyle"] |= {"borderColor": look.muted, "borderWidth": 2}
    ring["markLine"] = {
        "symbol": "none", "silent": True, "label": {"show": False},
        "lineStyle": {"color": look.muted, "type": "solid", "width": 2},
        "data": [
            [{"coord": [float(each.low), place]}, {"coord": [float(each.high), place]}]
            for place, each in enumerate(bullets) if each.low is not None and each.high is not None and each.low < each.high
        ],
    }
    return ring
