"""Tables as pages draw them: what ``fields`` knows of each column, as wide as its values need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.house import scheme
from pages.shared.language import _, current_language
from pages.shared.phone import draw_cards
from pages.shared.seeing import rights_here
from pages.shared.short_table import say_what_is_cut
from segmentation.charts.palette import WALK_IN, tier_colours
from segmentation.exports.tables import describe, spelling, with_names
from segmentation.fields import NUMBERS, WRITERS, Field, field, label, write
from segmentation.language.i18n import format_count, format_money
from segmentation.language.text import columns_wide
from segmentation.slides import Table

ROW, HEAD = 32, 36  # pixels of a row, and of what stands over the rows
MOST_ROWS, FIRST_ROWS = 1000, 200  # of a table, and of one that has not all its rows
LONGEST_TIER = 36  # columns of half width; a longer name stands without its meaning
LONG_MONEY = 13  # characters of an amount from one million on
LONG_GROUP, GROUP_WIDTH = 12, 160  # a long name of a manager or a module leaves the others their room


def styled(frame: pa.Table, columns: Iterable[str], *, brief: bool = False) -> tuple[Any, dict[str, Any]]:
    """Return the frame as a Styler and its column settings: numbers as people write them, tiers in their colours.

    A customer without a name goes by his key. ``brief`` names a tier without saying what it means.
    """
    lang, own = current_language(), scheme()
    names, frame = list(columns), with_names(frame)
    shown = without_remains(frame.select(names)).to_pandas(types_mapper=pd.ArrowDtype)
    formats, settings = {}, {}
    for name in names:
        each, head = field(name), label(name, lang)
        if each.kind == "tier":
            shown[name], settings[name] = _tiers(shown[name], head, brief=brief)
            continue
        align = "right" if each.kind in NUMBERS else None
        settings[name] = st.column_config.Column(head, width=_width(frame[name], each, head, lang), alignment=align)
        if each.kind in WRITERS:
            formats[name] = _writing(name, lang)
        elif each.kind != "flag" and (spell := spelling(name, lang, own)):  # flags are ticks
            shown[name] = [None if pd.isna(key) else spell(key) for key in shown[name]]
    return shown.style.format(formats, na_rep="–"), settings


def without_remains(frame: pa.Table) -> pa.Table:
    """Return ``frame`` with zeros under its NULLs.

    What computed it leaves there what was in memory before, maybe another store's names, and a table goes to the browser as
    it is in memory.
    """
    return frame.take(pa.array(np.arange(frame.num_rows)))


def _tiers(keys: pd.Series, head: str, *, brief: bool) -> tuple[list[str], Any]:
    """Return tiers by their labels, and the settings of a column that has them in their colours."""
    lang, own = current_language(), scheme()
    labels = {tier.key: f"{tier.label[lang]} · {tier.meaning[lang]}" for tier in own.tiers}
    if brief or max(map(columns_wide, labels.values())) > LONGEST_TIER:
        labels = {tier.key: tier.label[lang] for tier in own.tiers}
    width = min(300, max(100, 28 + round(7.4 * max(map(columns_wide, labels.values())))))  # very long ones are cut
    options, colours = [*labels.values(), own.ungraded[lang]], [*tier_colours(own).values(), WALK_IN]
    config = st.column_config.MultiselectColumn(head, width=width, options=options, color=colours)
    return [[own.ungraded[lang] if pd.isna(key) else labels[key]] for key in keys], config


def _width(column: pa.ChunkedArray, own: Field, head: str, lang: str) -> int | None:
    """Return how many pixels a column takes that the browser, which looks at the first rows only, would measure wrongly."""
    if own.kind == "group" and own.width is None and (pc.max(pc.utf8_length(column)).as_py() or 0) > LONG_GROUP:
        return GROUP_WIDTH
    if own.kind != "money" or not len(column):
        return own.width_in(lang)
    ends = pc.min_max(column).as_py().values()
    longest = max(len(format_money(end, lang)) for end in ends)
    return max(8 * longest + 20, sum(7 if letter.isascii() else 14 for letter in head) + 16) if longest >= LONG_MONEY else None


def _writing(name: str, lang: str) -> Callable[[Any], str]:
    return lambda value: write(name, None if pd.isna(value) else value, lang)


def draw_table(
    frame: pa.Table, columns: Iterable[str], key: str, rows: int = 10, *, brief: bool = False, total: int = 0,
    before: int = 0, opens: str | bool | None = None, **options: Any,
) -> Any:
    """Draw a frame's columns as a table as high as its rows, at most ``rows`` of them, and return what st.dataframe returns.

    A list of customers is drawn as cards too, which a phone shows in its place; a tap on a name does what selecting a row does:
    it opens the customer, on this page or on the page ``opens`` ("": this one; False: none).
    Of more than ``MOST_ROWS`` the first ``FIRST_ROWS`` are drawn: nobody reads them, and server and browser are slow with them.
    Then it is said how many there are; ``total`` where the frame itself is but their beginning, or a page of them with so many
    ``before`` it.
    """
    names, total = list(columns), max(total, frame.num_rows)
    shown = frame.slice(0, MOST_ROWS if total <= MOST_ROWS else min(FIRST_ROWS, MOST_ROWS))
    place = st.container()
    if {"name", "customer"} <= set(frame.column_names) and "name" in names:
        opens = "" if opens is None and "on_select" in options else None if opens is False else opens
        draw_cards(frame, names, rows, total - before, opens=opens)
        place = place.container(key=f"wide_{key}")
    style, settings = styled(shown, names, brief=brief)
    options |= {"height": table_height(shown.num_rows, rows), "row_height": ROW}
    table = place.dataframe(style, hide_index=True, column_config=settings, key=key, placeholder="–", **options)
    if "phone" in names and rights_here().sees_names and not rights_here().sees_phones:
        st.caption(_("Your account sees no phones in full"))
    say_what_is_cut(place, shown.num_rows, total, before)
    if shown.num_rows == total:
        say_that_it_scrolls(place, total, rows)
    return table


def say_that_it_scrolls(place: DeltaGenerator, total: int, rows: int) -> None:
    """Say in ``place`` how many rows the table above has where it shows ``rows`` of them at once: nothing else tells of more."""
    if total > rows:
        text, lang = _("{count} rows in all; the table scrolls."), current_language()
        place.caption(text.format(count=format_count(total, lang)))


def table_height(rows: int, most: int) -> int:
    """Return how many pixels high a table is that shows so many whole rows at once."""
    return HEAD + ROW * min(rows, most) + 2


def described(
    frame: pa.Table, title: str = "", columns: Iterable[str] | None = None, *, most: int | None = None,
    whole: pa.Table | None = None, totals: bool = True,
) -> Table:
    """Return a frame, or columns of it, as a described table in the session's language, for a slide or a workbook.

    Of more rows than ``most`` it has the first, and knows the ``whole`` (``frame``, if not given). Without ``totals`` nothing is
    summed.
    """
    return describe(frame, current_language(), scheme(), title=title, columns=columns, most=most, whole=whole, totals=totals)
