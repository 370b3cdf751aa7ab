"""What the three parts of the points weigh: to try at once, to keep for the store, and back to the defaults."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_set
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.point_weights import PointWeights, parse_point_weights, save_point_weights

PARTS = {"kept": N_("Kept and won"), "controllability": N_("Controllability"), "contribution": N_("Against the target")}


def pick_weights(view: View, kept: PointWeights) -> PointWeights:
    """Draw the weights to try and return them: those kept while what is written does not make 100, which is said."""
    warehouse, written = current_warehouse(), {}
    with st.expander(_("What the parts weigh")):
        for cell, (name, label) in zip(st.columns(len(PARTS), vertical_alignment="bottom"), PARTS.items(), strict=True):
            written[name] = cell.number_input(
                _(label), 0, 100, getattr(kept, name), 5, key=f"weight_{name}_{view.store_id}_{warehouse.version}",
                persist_state="session",
            )
        tried, error = kept, None
        try:
            tried = parse_point_weights({name: str(value) for name, value in written.items()})
        except InputError as found:
            error = found
        st.caption(_("What you type is shown at once and kept only once you say so. Together they make 100."))
        if error is not None:
            st.error(plain(error.text(current_language())))
        if not may_set():
            return tried
        with st.container(horizontal=True):
            st.button(
                _("Keep for this store"), key="keep_weights", type="primary", disabled=error is not None or tried == kept,
                on_click=save_point_weights, args=(warehouse, view.store_id, tried),
            )
            st.button(
                _("Back to the defaults"), key="reset_weights", disabled=asdict(kept) == asdict(PointWeights()),
                on_click=save_point_weights, args=(warehouse, view.store_id, None),
            )
    return tried
