"""What kind of house a store is, changed later: its words and the scheme that its lists begin with, never its rules."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared.language import _, current_language, plain
from segmentation.settings.trades import change_trade, list_trades, trade_of
from segmentation.warehouse import Warehouse


def pick_trade(warehouse: Warehouse, row: dict[str, Any]) -> None:
    """Draw the picker of the store's kind; a choice is kept at once."""
    lang, trades, held = current_language(), list_trades(), trade_of(warehouse, row["store_id"])
    labels = {"": _("Kind of house: not said")} | {key: each.label[lang] for key, each in trades.items()}
    key = f"trade_{row['store_id']}"
    st.session_state[key] = held.key if held else ""
    st.selectbox(
        _("What kind of house is it?"), list(labels), format_func=lambda each: plain(labels[each]), key=key, width=260,
        label_visibility="collapsed", on_change=lambda: change_trade(warehouse, row["store_id"], st.session_state[key]),
        help=_("Its figures go by the words of its trade, and its lists begin with the scheme of it. Rules and modules stay."),
    )
