"""Figures side by side, each with its change: how a change is written, and what it is compared with."""

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


@dataclass(frozen=True)
class Figure:
    """One figure with its change: ``change`` is signed text, ``against`` what it is compared with."""

    label: Markdown
    value: Markdown
    change: Markdown | None = None
    against: Markdown = ""
    help: Markdown | None = None
    less_is_better: bool = False


def draw_figures(figures: Sequence[Figure]) -> None:
    """Draw the figures side by side; a change of nothing has neither arrow nor colour."""
    for column, each in zip(st.columns(len(figures)), figures, strict=True):
        moved = bool(re.search(r"[1-9]", each.change or ""))
        colour = "inverse" if each.less_is_better else "normal"
        column.metric(
            each.label, each.value, each.change, colour if moved else "off", delta_arrow="auto" if moved else "off",
            delta_description=each.against or None, help=each.help,
        )


def against_month(figure: Figure, change: str | None, day: date) -> Figure:
    """Return the figure with its change against the month of ``day``; as it is where there is nothing to compare with."""
    if change is None:
        return figure
    return replace(figure, change=change, against=_("vs {month}").format(month=format_month_name(day, current_language())))


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
    """Return by how many points a ratio (0–1) has changed, to so many digits; None where either is unknown."""
    if now is None or before is None:
        return None
    points = round((now - before) * 100, digits) + 0.0  # no negative zero
    text = _("{points} pt") if f"{abs(points):.{digits}f}" == "1" else _("{points} pts")
    return signed(points, text.format(points=f"{points:.{digits}f}"))


def change_of_ratio(row: Mapping[str, Any], before: Mapping[str, Any] | None, name: str) -> str | None:
    """Return by how many points the ratio ``name`` of a period has changed; None where there is no period before."""
    return None if before is None else change_of_share(row[name], before[name])
