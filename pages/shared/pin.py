"""Pinning: a small button beside a chart or table puts it, as it stands, into the workshop that is being prepared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from pages.shared.address import asked_for, show_in_address
from pages.shared.house import View, current_warehouse, workshops
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.seeing import may_change
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count
from segmentation.settings.workshops import pin
from segmentation.slides import Chart, Grid, Slide, Table


def current_workshop() -> str:
    """Return the name of the workshop that is being prepared: the one opened last, else the first; a new one where none is.

    A session that a reload has begun anew finds it in the address.
    """
    known = workshops()
    if (asked := asked_for("workshop")) in known:
        st.session_state["workshop"] = asked
    chosen = st.session_state.get("workshop")
    return chosen if chosen in known else known[0] if known else _("My workshop")


def pin_button(make: Callable[[], Slide], key: str, label: Markdown | None = None) -> None:
    """Draw the button that pins what ``make`` returns, for whom there are workshops; where it was put is said in a toast."""
    if not may_change("settings"):
        return
    if st.session_state.get("workshop") in workshops()[1:]:  # of the first, a reload needs not be told
        show_in_address("workshop", st.session_state["workshop"])
    st.button(
        label or _("Pin to the workshop"), key=f"pin_{key}", type="tertiary", on_click=_pin, args=(make,),
        help=_("Adds it, as it is now, as the last slide of “{name}”").format(name=plain(current_workshop())),
    )


def chart_slide(view: View, chart: Chart) -> Slide:
    """Return a slide of one chart of the store."""
    return Slide(chart.title, (chart,), subtitle=chart.subtitle, notes=chart.notes, store=view.store["store"], as_of=view.as_of)


def charts_slide(view: View, title: str, subtitle: str, charts: Sequence[Chart], notes: Sequence[str] = ()) -> Slide:
    """Return a slide of several charts of the store side by side, at most four."""
    return Slide(title, charts, subtitle=subtitle, notes=notes, store=view.store["store"], as_of=view.as_of)


def grid_slide(view: View, grid: Grid) -> Slide:
    """Return a slide of one grid of the store."""
    return Slide(
        grid.title, subtitle=grid.subtitle, notes=grid.notes, store=view.store["store"], as_of=view.as_of, grid=grid
    )


def table_slide(view: View, title: str, subtitle: str, table: Table) -> Slide:
    """Return a slide of one table of the store."""
    return Slide(title, (), table, subtitle=subtitle, store=view.store["store"], as_of=view.as_of)


def _pin(make: Callable[[], Slide]) -> None:
    name = current_workshop()
    try:
        number = pin(current_warehouse(), name, replace(make(), lang=current_language()))
    except InputError as error:
        st.toast(plain(error.text(current_language())))
        return
    st.session_state["workshop"] = name
    st.toast(_("Pinned as slide {number} of “{name}”").format(number=format_count(number, current_language()), name=plain(name)))
