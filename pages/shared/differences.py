"""How two pies differ, as the legend between them: chip, name and points, strong where they are many."""

from __future__ import annotations

import html
from collections.abc import Iterable

from pages.shared.charts import look
from pages.shared.language import _
from segmentation.charts.stage import Difference
from segmentation.slides import Chart, Slide

STYLE = """
.differences .what { font-weight: 600; text-align: center; line-height: 1.2; padding-bottom: 0.3em }
.difference { display: flex; align-items: center; gap: 0.4em } .difference span { flex: 1; min-width: 0 }
.difference span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.difference b { font-weight: inherit; font-variant-numeric: tabular-nums }
.difference i { width: 0.7em; height: 0.7em; flex: none; border-radius: 3px }
"""


def differences_html(row: Iterable[Difference], head: str, small: int, line: int, *, named: bool = True) -> str:
    """Return the legend, each line ``line`` pixels high, below what its points are of in letters of ``small`` pixels."""
    muted = look().muted
    lines = "".join(_line(each, line, muted, named=named) for each in row)
    return f'<div class="what" style="font-size:{small}px;color:{muted}">{html.escape(head)}</div>{lines}'


def legend_head(slide: Slide, pie: Chart) -> str:
    """Return what the differences of a row of pies are of: what the strip of gaps calls it."""
    what = slide.strip.series[0 if pie.unit == "count" else -1].name if slide.strip else pie.title
    return _("{share}: gap in points").format(share=what)


def _line(each: Difference, high: int, muted: str, *, named: bool) -> str:
    name = each.label if named else ""
    style = "font-weight:700" if each.is_weighty else f"color:{muted}"
    return (
        f'<div class="difference" style="height:{high}px;{style}"><i style="{chip(each.colour, hatched=each.hatched)}"></i>'
        f'<span title="{html.escape(name)}">{html.escape(name)}</span><b>{html.escape(each.text)}</b></div>'
    )


def chip(colour: str, *, hatched: bool) -> str:
    """Return the style of the little square of a slice."""
    if hatched:
        return f"background:repeating-linear-gradient(135deg,{colour} 0 2px,transparent 2px 5px);outline:1px solid {colour}"
    return f"background:{colour}"
