"""What serving a customer costs in a store: a rate for each visit and one for each contact."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared.address import stop
from pages.shared.language import Markdown, _, current_language, plain
from segmentation.language.errors import InputError
from segmentation.settings.costs import HIGHEST_RATE, cost_rates, save_cost_rates
from segmentation.warehouse import Warehouse


def show_cost_rates(warehouse: Warehouse, store: dict[str, Any]) -> None:
    """Draw what the rates do, the two rates, and the button that saves them."""
    store_id = store["store_id"]
    saved = cost_rates(warehouse, store_id)
    st.markdown(_(
        "What a customer leaves in the end: profit = gross profit − cost to serve = contribution − cost − visits × rate per "
        "visit − contacts × rate per contact. Visits come from the bills, contacts a month from the customer profiles."
    ))
    cells = st.columns(3)
    with cells[0]:
        per_visit = _ask(_("Rate per visit (CNY)"), float(saved.per_visit), f"rate_visit_{store_id}",
                         _("Service, room, parking, small gifts: what one visit costs beside the goods"))
    with cells[1]:
        per_contact = _ask(_("Rate per contact (CNY)"), float(saved.per_contact), f"rate_contact_{store_id}",
                           _("What one visit, call or message of the manager costs: time, travel, gifts"))
    changed = (per_visit, per_contact) != (float(saved.per_visit), float(saved.per_contact))
    if st.button(_("Save"), key="save_rates", type="primary" if changed else "secondary", disabled=not changed):
        try:
            save_cost_rates(
                warehouse, store_id,
                f"{per_visit:.2f}" if per_visit != float(saved.per_visit) else None,
                f"{per_contact:.2f}" if per_contact != float(saved.per_contact) else None,
            )
        except InputError as error:
            st.error(plain(error.text(current_language())))
            stop()
        st.session_state["rates_said"] = (store_id, warehouse.version)
        st.rerun()
    if st.session_state.get("rates_said") == (store_id, warehouse.version) and not changed:
        st.success(_("Saved. From now on profit in this store is counted with these rates."))


def _ask(label: Markdown, value: float, key: str, explained: Markdown) -> float:
    return st.number_input(label, 0.0, float(HIGHEST_RATE), value, 1.0, "%.2f", key=key, help=explained)
