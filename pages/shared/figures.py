"""Figures side by side between two hairlines, each with its change and what it is compared with.

They are written as one element: five of Streamlit's took a browser longer than two charts.
A change is an arrow in the colour of the text; only one that is bad for the house is red. Green says nothing here: in China
red often means up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared.language import _, current_language
from segmentation.language.i18n import format_count, format_money_short, format_month_name
from segmentation.language.text import writable

MOVED = re.compile("[1-9]")
STYLE = """<style>
.figures { border: solid var(--hairline); border-width: 1px 0; display: flex; padding: 6px 0 !important }
.stHtml .figures { margin: -4px 0 -2px !important }
.figure { flex: 1 1 0; margin: 0 !important; min-width: 0; padding: 0 16px 0 0 }
.figure + .figure { border-left: 1px solid var(--hairline); padding-left: 16px }
.figure * { margin: 0 !important }
.figure dt, .figure .against { color: var(--muted); font-size: 13px; font-weight: 400; line-height: 18px }
.figure .value { font-size: 28px; font-variant-numeric: tabular-nums; font-weight: 600; line-height: 36px }
.figure .value, .figure .change { overflow-wrap: anywhere }
.figure .change { font-size: 13px; font-weight: 600; line-height: 18px } .figure .worse { color: var(--worse) }
.figure .against { padding-left: 6px } .figure .against:first-child { padding: 0 }
.figure .asked { border: 1px solid; border-radius: 50%; cursor: help; display: inline-block; font-size: 11px; height: 15px;
  line-height: 13px; margin-left: 6px !important; position: relative; text-align: center; width: 15px }
.figure .told { background: var(--ground); border: 1px solid var(--hairline); border-radius: 6px; box-shadow: 0 2px 8px #0003;
  color: var(--ink); display: none; left: 50%; line-height: 18px; padding: 6px 10px; position: absolute; text-align: left;
  top: 20px; transform: translateX(-50%); font-size: 13px; white-space: normal; width: 240px; z-index: 9 }
.figure:first-child .told { transform: translateX(-20%) } .figure:last-child .told { transform: translateX(-80%) }
.figure .asked:is(:hover, :focus) .told { display: block }
@media (max-width: 640px) {
  .figures { flex-wrap: wrap; row-gap: 8px } .figure { border: 0 !important; flex-basis: 40%; padding: 0 8px 0 0 !important }
}
@media print { .figure .asked { display: none } .figures { break-inside: avoid } }
</style>"""


@dataclass(frozen=True)
class Figure:
    """One figure with its change: ``change`` is signed text, ``against`` what it is compared with, best with its value.

    All are shown as they are, so they may hold names.
    """

    label: str
    value: str
    change: str | None = None
    against: str = ""
    help: str | None = None
    less_is_better: bool = False


def draw_figures(figures: Sequence[Figure]) -> None:
    """Draw the figures side by side; what else there is to say of one opens where its mark is pointed at or tapped."""
    st.html(f'<dl class="figures">{"".join(map(_figure, figures))}</dl>')


def _figure(each: Figure) -> str:
    said, asked = said_change(each), ""
    if each.help:
        asked = f'<span class="asked" tabindex="0">?<span class="told" role="tooltip">{_shown(each.help)}</span></span>'
    worse = " worse" if is_worse(each) else ""
    change = f'<span class="moved{worse}">{_shown(said)}</span>' if said else ""
    against = f'<span class="against">{_shown(each.against)}</span>' if each.against else ""
    return (
        f'<div class="figure"><dt>{_shown(each.label)}{asked}</dt><dd class="value">{_shown(each.value)}</dd>'
        f'<dd class="change">{change}{against}</dd></div>'
    )


def _shown(text: str) -> str:
    return html.escape(writable(text))


def said_change(each: Figure) -> str:
    """Return the change as it is shown, such as "▲ 14" or "＝ unchanged"; "" where there is none."""
    return _with_arrow(each.change) if each.change else ""


def _with_arrow(change: str) -> str:
    if not MOVED.search(change):
        return f"＝ {_('unchanged')}"
    return f"{'▼' if _has_fallen(change) else '▲'} {change.strip('+-−')}"


def is_worse(figure: Figure) -> bool:
    """Return whether the figure has changed to the worse."""
    change = figure.change or ""
    return bool(MOVED.search(change)) and _has_fallen(change) != figure.less_is_better


def _has_fallen(change: str) -> bool:
    return change.startswith(("-", "−"))


def against_month(figure: Figure, change: str | None, day: date, before: str) -> Figure:
    """Return the figure with its change against the month of ``day``, in which it was ``before``.

    It is returned as it is where there is nothing to compare with.
    """
    if change is None:
        return figure
    return replace(figure, change=change, against=in_month(day, before))


def in_month(day: date, value: str) -> str:
    """Return what a figure was in the month of ``day``, such as "Sep ¥1.22M"."""
    return f"{format_month_name(day, current_language())} {value}"


def signed(value: float | Decimal, text: str) -> str:
    """Return ``text`` with a plus in front where ``value`` is positive."""
    return f"+{text}" if value > 0 else text


def change_of_count(now: int, before: int) -> str:
    """Return by how many a count has changed."""
    return signed(now - before, format_count(now - before, current_language()))


def change_of_money(now: Decimal, before: Decimal) -> str:
    """Return by how much an amount in CNY has changed."""
    return signed(now - before, format_money_short(now - before, current_language()))


def change_of_share(now: float | None, before: float | None, digits: int = 1) -> str | None:
    """Return by how many points a ratio (0–1) has changed; None where either is unknown.

    It is the difference of the two as they are shown, to so many digits: who takes one from the other finds it.
    """
    if now is None or before is None:
        return None
    points = round(round(now * 100, digits) - round(before * 100, digits), digits) + 0.0  # no negative zero
    text = _("{points} pt") if f"{abs(points):.{digits}f}" == "1" else _("{points} pts")
    return signed(points, text.format(points=f"{points:.{digits}f}"))


def change_of_ratio(row: Mapping[str, Any], before: Mapping[str, Any] | None, name: str) -> str | None:
    """Return by how many points the ratio ``name`` of a period has changed; None where there is no period before."""
    return None if before is None else change_of_share(row[name], before[name])
