"""Figures side by side between two hairlines, each with its change and what it is compared with.

A change is an arrow in the colour of the text; only one that is bad for the house is red. Green says nothing here: in China
red often means up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared.language import Markdown, _, current_language
from segmentation.language.i18n import format_count, format_money_short, format_month_name

MOVED = re.compile("[1-9]")


@dataclass(frozen=True)
class Figure:
    """One figure with its change: ``change`` is signed text, ``against`` what it is compared with, best with its value."""

    label: Markdown
    value: Markdown
    change: Markdown | None = None
    against: Markdown = ""
    help: Markdown | None = None
    less_is_better: bool = False


def draw_figures(figures: Sequence[Figure]) -> None:
    """Draw the figures side by side."""
    with st.container(key="figures"):
        for column, each in zip(st.columns(len(figures)), figures, strict=True):
            said = said_change(each)
            column.metric(
                each.label, each.value, f":red[{said}]" if is_worse(each) else said, "off", delta_arrow="off",
                delta_description=each.against or None, help=each.help,
            )


def said_change(each: Figure) -> Markdown:
    """Return the change as it is shown, such as "▲ 14" or "＝ unchanged"; "" where there is none."""
    return _with_arrow(each.change) if each.change else ""


def _with_arrow(change: Markdown) -> Markdown:
    if not MOVED.search(change):
        return f"＝ {_('unchanged')}"
    return f"{'▼' if _has_fallen(change) else '▲'} {change.strip('+-−')}"


def is_worse(figure: Figure) -> bool:
    """Return whether the figure has changed to the worse."""
    change = figure.change or ""
    return bool(MOVED.search(change)) and _has_fallen(change) != figure.less_is_better


def _has_fallen(change: str) -> bool:
    return change.startswith(("-", "−"))


def against_month(figure: Figure, change: str | None, day: date, before: Markdown) -> Figure:
    """Return the figure with its change against the month of ``day``, in which it was ``before``.

    It is returned as it is where there is nothing to compare with.
    """
    if change is None:
        return figure
    return replace(figure, change=change, against=in_month(day, before))


def in_month(day: date, value: Markdown) -> Markdown:
    """Return what a figure was in the month of ``day``, such as "Sep ¥1.22M"."""
    return f"{format_month_name(day, current_language())} {value}"


def signed(value: float | Decimal, text: Markdown) -> Markdown:
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
