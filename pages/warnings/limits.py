"""The limits of the warnings, to try and to save."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_set
from pages.shared.warned import signs_of
from segmentation.language.errors import InputError
from segmentation.language.i18n import count_customers, format_count, format_money_short
from segmentation.measures.movement.warnings import count_flagged
from segmentation.settings.warning_rules import (
    LIMITS,
    parse_warning_rules,
    reset_warning_rules,
    save_warning_rules,
    warning_rules,
)


def draw_limits(view: View) -> None:
    """Draw the limits to be tried: how many customers they would flag is said before they are saved for the store."""
    warehouse, lang = current_warehouse(), current_language()
    kept = warning_rules(warehouse, view.store_id)
    with st.expander(_("Limits: when a customer counts as slipping away")):
        written = {}
        for cell, (name, limit) in zip(st.columns(len(LIMITS), vertical_alignment="bottom"), LIMITS.items(), strict=True):
            kind = float if limit.digits else int
            value = cell.number_input(
                _(limit.label), kind(limit.low), kind(limit.high), kind(getattr(kept, name)), kind(0.5 if limit.digits else 1),
                key=f"limit_{name}_{view.store_id}_{warehouse.version}", help=_(limit.help),
                format=f"%.{limit.digits}f" if limit.digits else "%d",
            )
            written[name] = f"{value:.{limit.digits}f}"
        rules = parse_warning_rules(written, kept)
        changed = {name: text for name, text in written.items() if getattr(rules, name) != getattr(kept, name)}
        signs = signs_of(view)
        would, now = (
            reading_of(view, f"flagged by {each}", lambda each=each: count_flagged(warehouse, signs, each))
            for each in (rules, kept)
        )
        text = _("These limits flag {customers} with {money} at stake; those that are saved flag {now}.")
        st.write(plain(text.format(
            customers=count_customers(would.customers, lang), money=format_money_short(would.stake, lang),
            now=format_count(now.customers, lang),
        )))
        if not may_set():
            return
        with st.container(horizontal=True):
            st.button(
                _("Save for this store"), key="save_limits", type="primary", disabled=rules == kept,
                on_click=_do, args=(lambda: save_warning_rules(warehouse, view.store_id, changed),),
            )
            st.button(
                _("Back to the defaults"), key="reset_limits",
                on_click=_do, args=(lambda: reset_warning_rules(warehouse, view.store_id),),
            )
        if error := st.session_state.pop("limits_error", None):
            st.error(plain(error.text(lang)))


def _do(change: Callable[[], object]) -> None:
    try:
        change()
    except InputError as error:
        st.session_state["limits_error"] = error
