"""What is chosen in the charts of a page by a click, and how another click changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, show_in_address
from segmentation.charts.echarts.look import MAIN, Marks, picked_of
from segmentation.measures.grades.customers import Filters
from segmentation.slides import Behind

NAME = "list"  # of what is chosen, in the session and in the address bar
MOST_CHARACTERS = 400


@dataclass(frozen=True)
class Picker:
    """What is chosen, drawn with an edge, and what a click does with the mark that it falls on."""

    chosen: Behind
    take: Callable[[Behind], None]


def page_picker(page: str) -> Picker:
    """Return the picker of a page, whose list stands in the address bar; another page begins without one."""
    asked = asked_for(NAME)
    if asked is not None:
        st.session_state[NAME] = asked[:MOST_CHARACTERS]
    elif st.session_state.get("list_page") != page:
        st.session_state[NAME] = ""
    st.session_state["list_page"] = page
    chosen = tuple(parse_qsl(st.session_state.get(NAME) or "", keep_blank_values=True))
    show_in_address(NAME, urlencode(chosen) or None)
    return Picker(chosen, _take)


def close_list() -> None:
    """Let nothing be chosen, in a callback."""
    _take(())


def _take(behind: Behind) -> None:
    st.session_state[NAME] = urlencode(behind)
    address_is_behind(NAME)


def filter_picker() -> Picker:
    """Return the picker of a page that has a graded list: a click filters it by grade."""
    kept = st.session_state.get("filters") or Filters()
    only = kept.tiers if kept == Filters(tiers=kept.tiers) else ()
    return Picker((("tier", only[0] or ""),) if len(only) == 1 else (), _filter)


def _filter(behind: Behind) -> None:
    tier = dict(behind).get("tier")
    st.session_state["filters"] = Filters(tiers=(tier or None,)) if behind else Filters()
    st.session_state["customer"] = None


def on_click(marks: Marks, key: str, picker: Picker) -> Callable[[], None]:
    """Return the callback of a chart: the mark that was clicked is chosen, or is no more where it was.

    The browser tells which marks are chosen of those that it shows, so the one clicked is the difference to what it told before.
    """
    if key not in st.session_state:  # drawn for the first time, or again after another page
        st.session_state.pop(f"seen_{key}", None)

    def clicked() -> None:
        now, before = _marks(st.session_state[key]), st.session_state.get(f"seen_{key}", ())
        st.session_state[f"seen_{key}"] = now
        behind = picked_of(marks, [each for each in now if each not in before] or [each for each in before if each not in now])
        if behind:
            picker.take(() if behind == picker.chosen else behind)

    return clicked


def _marks(event: Any) -> tuple[tuple[int, str, int], ...]:
    """Return what the browser says is selected, of a chart of ECharts or of plotly, as series, kind and number of each mark."""
    if "points" in event["selection"]:
        return tuple((point["curve_number"], MAIN, point["point_index"]) for point in event["selection"]["points"])
    return tuple(
        (group["series_index"], group["data_type"], number)
        for group in event["selection"]["selected"] for number in group["data_indices"]
    )
