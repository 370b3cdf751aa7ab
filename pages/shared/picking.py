"""What is chosen in the charts of a page by a click, and how another click changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, show_in_address
from pages.shared.language import _
from segmentation.charts.echarts.look import MAIN, Marks, picked_of
from segmentation.slides import Behind

NAME = "list"  # of what is chosen, in the session and in the address bar
MOST_CHARACTERS = 2000


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
    elif st.session_state.get("list_page") != page or _was_undone():
        st.session_state[NAME] = ""
    st.session_state["list_page"] = page
    chosen = tuple(parse_qsl(st.session_state.get(NAME) or "", keep_blank_values=True))
    show_in_address(NAME, urlencode(chosen) or None)
    return Picker(chosen, _take)


def _was_undone() -> bool:
    """Return whether the list that this session wrote into the address bar is no more there: the browser went a step back."""
    return NAME not in st.query_params and st.session_state.get(f"shown_{NAME}") is not None


def close_list() -> None:
    """Let nothing be chosen, in a callback."""
    _take(())


def _take(behind: Behind) -> None:
    st.session_state[NAME] = urlencode(behind)
    address_is_behind(NAME)


def on_click(marks: Marks, key: str, picker: Picker) -> Callable[[], None]:
    """Return the callback of a chart: the mark that was clicked is chosen, or is no more where it was; another mark of the same
    customers leaves them chosen.

    The browser tells which marks are chosen of those that it shows, so the one clicked is the difference to what it told before;
    where there is none, it has drawn them anew, none of them chosen, and the same one was clicked again.
    """
    if key not in st.session_state:  # drawn for the first time, or again after another page
        st.session_state.pop(f"seen_{key}", None)
        st.session_state.pop(f"last_{key}", None)

    def clicked() -> None:
        now, before = _marks(st.session_state[key]), st.session_state.get(f"seen_{key}", ())
        st.session_state[f"seen_{key}"] = now
        changed = [each for each in now if each not in before] or [each for each in before if each not in now]
        clicked_on = changed or now
        behind, last = picked_of(marks, clicked_on), st.session_state.get(f"last_{key}")
        if behind:
            st.session_state[f"last_{key}"] = clicked_on[0]
            again = behind == picker.chosen and (last is None or last in clicked_on)  # another bar of its group lets it stay
            picker.take(() if again else behind)

    return clicked


def pick_part(parts: Mapping[Behind, str], key: str, picker: Picker) -> None:
    """Draw the choice among the parts of a chart, which does what a click on one does, for whoever has no pointer.

    It shows what is chosen, also where a click or a link did it; emptied, it closes the list. The session keeps whom a part
    stands for, never what it is called.
    """
    field, known = f"part_{key}", {urlencode(behind): behind for behind in parts}
    chosen = urlencode(picker.chosen)
    st.session_state[field] = chosen if chosen in known else None

    def taken() -> None:
        behind = known.get(st.session_state[field], ())
        st.session_state.pop(f"last_{key}", None)  # the next click on it is a second one
        picker.take(behind)

    st.selectbox(
        _("Pick a part to see its customers"), list(known), format_func=lambda each: parts[known[each]], key=field, index=None,
        on_change=taken, placeholder=_("Pick a part to see its customers"), label_visibility="collapsed",
    )


def _marks(event: Any) -> tuple[tuple[int, str, int], ...]:
    """Return what the browser says is selected, of a chart of ECharts or of plotly, as series, kind and number of each mark."""
    if "points" in event["selection"]:
        return tuple((point["curve_number"], MAIN, point["point_index"]) for point in event["selection"]["points"])
    return tuple(
        (group["series_index"], group["data_type"], number)
        for group in event["selection"]["selected"] for number in group["data_indices"]
    )
