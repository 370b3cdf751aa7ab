"""What keeping a customer costs, which no bill says: asked of whoever looks, once for all pages."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from pages.shared.language import _

KEEPING_COST = 300.0  # CNY; only a place to start from
MOST_COST = 1_000_000.0


def pick_keeping_cost() -> Decimal:
    """Ask what keeping one customer costs a year and return it (CNY); the same wherever it is asked."""
    cost = st.number_input(
        _("What keeping one customer costs a year (CNY)"), 0.0, MOST_COST, KEEPING_COST, step=50.0, format="%.2f",
        key="keeping_cost", persist_state="session", help=_("Your own estimate: calls, visits, gifts. No bill says it."),
    )
    return Decimal(f"{cost:.2f}")
