"""What pointing at the marks of a chart tells, by whom they stand for: the chart in words, for who picks without a pointer."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from segmentation.charts.echarts.look import EDGE, Drawn, Marks
from segmentation.slides import Behind

if TYPE_CHECKING:
    import plotly.graph_objects as go

TAG = re.compile(r"</?b>")


def told_parts(drawn: Drawn | go.Figure, marks: Marks) -> dict[Behind, str]:
    """Return what each part of a chart that a click opens tells on one line, place by place as they are drawn.

    Marks that stand for the same customers are one part, which tells what all of them do. No two parts read alike: the second
    of two that would has its number.

    >>> bar = {"tooltip": {"formatter": "Sep\\n5"}}
    >>> told_parts(Drawn({"series": [{"data": [bar, bar, bar]}]}, 1, {(0, "main"): ((("a", "1"),), (), (("a", "2"),))}), {
    ...     (0, "main"): ((("a", "1"),), (), (("a", "2"),))})
    {(('a', '1'),): 'Sep · 5', (('a', '2'),): 'Sep · 5 (2)'}
    """
    places = sorted((kind != EDGE, number, series) for (series, kind), each in marks.items() for number in range(len(each)))
    kinds = {(series, kind != EDGE): kind for series, kind in marks}
    lines: dict[Behind, dict[str, None]] = {}
    for is_mark, number, series in places:
        kind = kinds[series, is_mark]
        if behind := marks[series, kind][number]:
            lines.setdefault(behind, {}).update(dict.fromkeys(_lines(drawn, series, kind, number)))
    found: dict[Behind, str] = {}
    seen: dict[str, int] = {}
    for behind, each in lines.items():
        text = " · ".join(filter(None, each))
        seen[text] = seen.get(text, 0) + 1
        found[behind] = text if seen[text] == 1 else f"{text} ({seen[text]})"
    return found


def _lines(drawn: Drawn | go.Figure, series: int, kind: str, number: int) -> Sequence[str]:
    if isinstance(drawn, Drawn):
        own: Mapping[str, Any] = drawn.options["series"][series]
        return own["links" if kind == EDGE else "data"][number]["tooltip"]["formatter"].split("\n")
    told = drawn.data[series].customdata
    return [html.unescape(TAG.sub("", line)) for line in told[number].split("<br>")] if told is not None else ()
