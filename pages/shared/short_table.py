"""A table of few rows, all of them seen at once: nothing to sort or to scroll, and the page loads no grid for it."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.address import addresses_with
from pages.shared.house import scheme
from pages.shared.language import _, current_language
from pages.shared.phone import draw_cards, tier_chip
from segmentation.exports.tables import spelling, with_names
from segmentation.fields import NUMBERS, field, label, write
from segmentation.language.i18n import format_count
from segmentation.language.text import writable

CARDS_SEEN = 6
HEAD, ROW = 35, 35.4  # pixels of the heads, and of a row of one line
ON_PAPER = 5  # rows of a table that scrolls on the screen
STYLE = """<style>
.short { overflow: auto }
.short table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; width: 100% }
.short th { border-bottom: 1px solid #80889099; font-weight: 600; padding: 6px 10px; text-align: left; vertical-align: bottom;
  background: var(--ground); position: sticky; top: 0 }
.short td { border-bottom: 1px solid #80889040; padding: 6px 10px; overflow-wrap: anywhere }
.short td:first-child { min-width: 5em; overflow-wrap: break-word }
.short a { color: inherit }
.short .number { text-align: right; white-space: nowrap }
.short .on-paper { display: none; margin: 2px 10px !important }
.short small { color: var(--muted); padding-left: 6px }
.short .tier { border: 2px solid; border-radius: 12px; font-size: 13px; padding: 0 8px; white-space: nowrap }
@media print {
  .short[style] { max-height: none !important; overflow: hidden }
  .short[style] tbody tr:nth-child(n + ROWS) { display: none } .short .on-paper { display: block }
}
@media (max-width: 640px) { .short td:not(.number) { min-width: 6.5em; overflow-wrap: break-word } }
</style>""".replace("ROWS", str(ON_PAPER + 1))


def draw_short_table(frame: pa.Table, columns: Iterable[str], key: str, *, total: int = 0, seen: int = 0) -> None:
    """Draw all rows of a frame as a table, as ``draw_table`` writes them; a list of customers as cards too, for a phone.

    ``total`` where the frame is but the beginning of so many rows, which is said below it; of more rows than are to be ``seen``
    at once it scrolls, and none of them is cut through.
    """
    names, lang = list(columns), current_language()
    place = st.container(key=f"short_{key}")
    if {"name", "customer"} <= set(frame.column_names) and "name" in names:
        draw_cards(frame, names, CARDS_SEEN, max(total, frame.num_rows), opens="customer")
        place = place.container(key=f"wide_{key}")
    heads = "".join(f"<th{_side(name)}>{html.escape(label(name, lang))}</th>" for name in names)
    link = addresses_with("customer")
    rows = "".join(
        f"<tr>{''.join(f'<td{_side(name)}>{_cell(name, row, lang, link)}</td>' for name in names)}</tr>"
        for row in with_names(frame).to_pylist()
    )
    room = f' style="max-height: {HEAD + ROW * seen:.0f}px"' if seen else ""
    paper = ""
    if seen and frame.num_rows > ON_PAPER:
        paper = f'<p class="on-paper">{html.escape(_cut_text(ON_PAPER, max(total, frame.num_rows)))}</p>'
    place.html(f'<div class="short"{room}><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{paper}</div>')
    say_what_is_cut(place, frame.num_rows, total)


def say_what_is_cut(place: DeltaGenerator, shown: int, total: int, before: int = 0) -> None:
    """Say in ``place`` how many of all rows stand above it, where that is not all; ``before`` them are so many."""
    if shown < total:
        place.caption(_cut_text(shown, total, before))


def _cut_text(shown: int, total: int, before: int = 0) -> str:
    text, lang = _("The first {shown} of {total} rows; downloads have all of them."), current_language()
    if before:
        text = _("Rows {first} to {last} of {total}; downloads have all of them.")
    return text.format(
        shown=format_count(shown, lang), total=format_count(total, lang), first=format_count(before + 1, lang),
        last=format_count(before + shown, lang),
    )


def _side(name: str) -> str:
    return ' class="number"' if field(name).kind in NUMBERS else ""


def _cell(name: str, row: dict[str, Any], lang: str, link: Callable[[str], str]) -> str:
    value, own = row[name], field(name)
    if own.kind == "tier":
        meaning = f" <small>{html.escape(scheme().tier(value).meaning[lang])}</small>" if value else ""
        return tier_chip(value, lang) + meaning
    if own.kind == "flag":
        return "–" if value is None else "✓" if value else ""
    spell = spelling(name, lang, scheme())
    text = html.escape(writable(spell(value) if spell else write(name, value, lang)))
    if name == "name" and row.get("customer"):
        return f'<a href="{html.escape("customer" + link(row["customer"]))}" target="_self">{text}</a>'
    return text
