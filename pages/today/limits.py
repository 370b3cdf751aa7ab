"""The limits of the list, to try and to save: how many would stand on it is said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple

import streamlit as st

from pages.shared.house import current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_set
from pages.today.day import Day
from segmentation.language.errors import InputError
from segmentation.measures.managers.call_words import finding_limits
from segmentation.measures.managers.today import read_today
from segmentation.settings.call_rules import LIMITS, CallRules, call_rules, parse_call_rules, reset_call_rules, save_call_rules

IN_A_ROW = 4


def draw_limits(day: Day) -> None:
    """Draw the limits to be tried; they are saved for the store."""
    warehouse = current_warehouse()
    store_id, kept = day.view.store_id, call_rules(warehouse, day.view.store_id)
    with st.container(key="wide_today_limits"), st.expander(_("Limits: how long the list is and whom it takes in")):
        written: dict[str, str] = {}
        cells = [cell for _row in range(0, len(LIMITS), IN_A_ROW) for cell in st.columns(IN_A_ROW, vertical_alignment="bottom")]
        for cell, (name, limit) in zip(cells, LIMITS.items(), strict=True):
            value = cell.number_input(
                _(limit.label), value=getattr(kept, name), step=1,  # out of range: refused below, and said
                key=f"call_limit_{name}_{store_id}_{warehouse.version_but_contacts}", help=_(limit.help), format="%d",
            )
            written[name] = str(value)
        wrong = [name for name, text in written.items() if not LIMITS[name].low <= int(text) <= LIMITS[name].high]
        for name in wrong:
            text = _("{label}: a whole number from {low} to {high}, not {value}.")
            limit = LIMITS[name]
            st.error(plain(text.format(label=_(limit.label), low=limit.low, high=limit.high, value=written[name])))
        rules = kept if wrong else parse_call_rules(written, kept)
        st.write(plain(finding_limits(_listed(day, rules), _listed(day, kept), current_language())))
        if not may_set():
            return
        with st.container(horizontal=True):
            st.button(
                _("Save for this store"), key="save_call_limits", type="primary", disabled=rules == kept,
                on_click=_do, args=(lambda: save_call_rules(warehouse, store_id, written),),
            )
            st.button(
                _("Back to the defaults"), key="reset_call_limits", on_click=_do,
                args=(lambda: reset_call_rules(warehouse, store_id),),
            )
        if error := st.session_state.pop("call_limits_error", None):
            st.error(plain(error.text(current_language())))


def _listed(day: Day, rules: CallRules) -> int:
    """Return how many would be on the list of the day under these limits."""
    if rules == day.found.rules and not day.ahead:
        return len(day.found.of_day(rules.per_day))
    warehouse, own, settings, view = current_warehouse(), scheme(), settings_of(day.view), day.view
    found = reading_of(
        view, f"today {day.on} under {astuple(rules)}",
        lambda: read_today(warehouse, view.store_id, own, view.as_of, day.on, settings, rules),
    )
    return len(found.of_day(rules.per_day))


def _do(change: Callable[[], object]) -> None:
    try:
        change()
    except InputError as error:
        st.session_state["call_limits_error"] = error
