"""The two sides of a comparison: each a store and a day, kept in the session and in the address bar, and what they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, choose, show_in_address, stop
from pages.shared.definition import potential_of, window_of
from pages.shared.empty import empty_state
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of, stores
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.phone import fold_line, foldable
from pages.shared.view import (
    EARLIEST,
    LATEST,
    parse_day,
    pick_as_of,
    pick_key,
    pick_scheme,
    pick_store,
    pick_window,
    said_of,
    settle_scheme,
)
from segmentation.charts.revenue.comparison import Side
from segmentation.language.i18n import N_, format_day
from segmentation.measures.revenue.composition import BY, composition
from segmentation.measures.windows import can_be_compared, longest_common, unlike_text
from segmentation.settings.kept import scheme_settings

BY_NAMES = {"tier": N_("Grade"), "module": N_("Module"), "module_tier": N_("Module × grade")}


def pick_sides(title: Markdown) -> tuple[View, View]:
    """Draw the title with the window and the two rows of store and day, and return both sides; the left is every page's.

    Where no store has a bill yet, the empty state is drawn instead and the page stops.
    """
    settle_scheme()
    if not any(row["bills"] for row in stores()):
        st.title(title, anchor=False)
        empty_state()
        stop()
    with foldable("pickers"):
        head, kind, walk_in, span, rules = st.columns([1.6, 3, 1.2, 1.2, 2], gap="small", vertical_alignment="center")
        left, right = st.columns(2, gap="large")
    head.title(title, anchor=False)
    with kind:
        pick_key(_("Slices"), "by", {by: BY_NAMES[by] for by in BY}, "module")
    with walk_in:
        _pick_walk_in()
    with rules:
        pick_scheme()
    with left:
        store, day = st.columns([2, 1])
        with store:
            one = pick_store()
        with day:
            as_of = pick_as_of(_last_day(one))
    with right:
        store, day = st.columns([2, 1])
        with store:
            other = _pick_other_store(one)
        with day:
            other_as_of = _pick_other_day(other, one, as_of)
    with span:
        window = pick_window(scheme_settings(current_warehouse(), one["store_id"], scheme())["window"])
    sides = View(one, as_of, window), View(other, other_as_of, window)
    fold_line(head, "pickers", [*said_of(sides[0], with_scheme=False)[:2], *said_of(sides[1], with_scheme=True)])
    return sides


def picked_by() -> str:
    """Return by what the slices are made."""
    return st.session_state["by"]


def picked_walk_in() -> bool:
    """Return whether the pies of contribution have a slice of walk-ins."""
    return st.session_state["walk_ins"]


def side_of(view: View, by: str) -> Side:
    """Return what the customers of a side are, read once for the version of the warehouse and what was picked."""
    warehouse, settings = current_warehouse(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        found = reading_of(
            view, f"composition {by}", lambda: composition(warehouse, view.store_id, scheme(), view.as_of, settings, by)
        )
    potential = {current_language(): potential_of(view)}
    return Side(view.store["store"], found, scheme().tier_keys, window_of(view), potential)


def offer_common_window(one: View, other: View) -> None:
    """Where the bills of the two sides do not cover as many days, say so, and offer the longest window that both cover."""
    windows, lang = (window_of(one), window_of(other)), current_language()
    if can_be_compared(windows):
        return
    st.warning(plain(unlike_text(windows, (_side_name(one), _side_name(other)), lang)))
    common = longest_common(windows, scheme().setting("window").choices)
    if common is None:
        least = min(map(int, (choice for choice in scheme().setting("window").choices if choice.isdigit())))
        st.caption(_("No window that both sides cover can be chosen: the shortest has {days} days.").format(days=least))
    elif common != one.window:
        label = _("Compare both over {days} days").format(days=common)
        st.button(plain(label), key="common_window", type="primary", on_click=_take_window, args=(common,))


def _take_window(choice: str) -> None:
    st.session_state["window"] = choice
    address_is_behind("window")


def _side_name(view: View) -> str:
    return f"{view.store['store']} · {format_day(view.as_of, current_language())}"


def _last_day(row: dict[str, Any]) -> date:
    return row["last_date"] or max(each["last_date"] for each in stores() if each["last_date"])


def _pick_walk_in() -> None:
    asked = asked_for("walk_ins")
    if asked in ("yes", "no"):
        st.session_state["walk_ins"] = asked == "yes"
    chosen = st.session_state.setdefault("walk_ins", True)
    st.session_state["pick_walk_ins"] = chosen
    st.toggle(_("With walk-ins"), key="pick_walk_ins", on_change=choose, args=("walk_ins",))
    show_in_address("walk_ins", "yes" if chosen else "no")


def _pick_other_store(one: dict[str, Any]) -> dict[str, Any]:
    """The store picked for the right side, else another one with bills, else the same."""
    known = {row["store_id"]: row for row in stores()}
    asked = asked_for("store2")
    named = {str(number): number for number in known} | {row["store"]: number for number, row in known.items()}
    if asked in named:
        st.session_state["store2"] = named[asked]
    chosen = st.session_state.get("store2")
    if chosen not in known:
        others = [number for number, row in known.items() if row["bills"] and number != one["store_id"]]
        chosen = others[0] if others else one["store_id"]
    st.session_state["pick_store2"] = chosen
    st.selectbox(
        _("Beside it"), list(known), format_func=lambda number: known[number]["store"], key="pick_store2",
        label_visibility="collapsed",
        on_change=choose, args=("store2",),
    )
    show_in_address("store2", str(chosen))
    return known[chosen]


def _pick_other_day(other: dict[str, Any], one: dict[str, Any], as_of: date) -> date:
    """The day picked for the right side; else the store's last, of the same store half a year before the left side's."""
    asked = parse_day(asked_for("as_of2"))
    if asked:
        st.session_state["as_of2"] = asked
    last = _last_day(other)
    if other["store_id"] == one["store_id"] and other["first_date"]:
        last = max(other["first_date"], as_of - timedelta(days=182))
    chosen = st.session_state.get("as_of2") or last
    st.session_state["pick_as_of2"] = chosen
    st.date_input(
        _("As of"), min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", key="pick_as_of2",
        on_change=choose, args=("as_of2",), label_visibility="collapsed",
    )
    show_in_address("as_of2", chosen.isoformat())
    return chosen

