"""The months behind the ratios: all their figures, and totals typed where only customers' bills were uploaded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.downloads import draw_download
from pages.shared.empty import may_upload
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.seeing import may_change
from pages.shared.tables import described, draw_table
from segmentation.ingest.edit import set_month_totals
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_money, format_month
from segmentation.measures.revenue.controllable import Controllable, finding_ratios, months_text

COLUMNS = (
    "month", "total", "ratio_identified", "ratio_managed", "ratio_managed_active", "walk_in_share", "gap_managed_active",
    "identified", "managed", "managed_active", "walk_in", "complete", "said",
)
ACTIVE = ("ratio_managed_active", "managed_active")
ROW = 35  # pixels


def draw_by_month(view: View, found: Controllable) -> None:
    """Draw every month's figures, the newest first, with the downloads."""
    months = found.months.select(COLUMNS).take(list(range(found.months.num_rows - 1, -1, -1)))
    if months["managed"].equals(months["managed_active"]):  # so it is unless the active days are less than a month
        months = months.drop_columns(ACTIVE)
    name = N_("Controllable revenue by month")
    draw_table(months, months.column_names, "control_months_table", rows=14)
    lang = current_language()
    when = months_text(found, lang)
    draw_download(
        lambda: months, name, view, "control_months",
        lambda: table_slide(view, finding_ratios(found.months, lang), when, described(months)),
        notes=(when,),
    )


def draw_totals(view: View, found: Controllable) -> None:
    """Draw the months with the total that was said of each, to be typed; a total below the customers' own bills is refused."""
    if not may_change("month_totals"):
        return
    said = st.session_state.get("totals_said")
    if said == (view.store_id, current_warehouse().version):
        st.success(_("Saved. The list of imports on the page Upload keeps these totals; undo them any time."))
    st.markdown(_(
        "The revenue of a month is the sum of its bills. Where only customers' bills were uploaded, type the month's whole "
        "revenue here, or upload a file of totals: it then replaces the sum. Empty means: the sum of the bills."
    ))
    before = _frame(found)
    edited = st.data_editor(
        before, key=f"totals_{view.store_id}_{current_warehouse().version}_{view.as_of}_{view.window}", hide_index=True,
        placeholder="–", disabled=["month", "billed", "identified"], height=ROW * (1 + min(14, len(before))) + 3, width=760,
        column_config={
            "month": st.column_config.TextColumn(_("Month"), width=130),
            "billed": st.column_config.TextColumn(_("Sum of the bills"), width=170, alignment="right"),
            "identified": st.column_config.TextColumn(_("Customers' own bills"), width=190, alignment="right"),
            "total": st.column_config.NumberColumn(
                _("Total revenue (CNY)"), width=190, format="%.2f", step=0.01, help=_("Not less than the customers' own bills")
            ),
        },
    )
    changes = _changes(before, edited)
    with st.container(horizontal=True, vertical_alignment="center"):
        save = st.button(_("Save"), key="save_totals", type="primary" if changes else "secondary", disabled=not changes)
        if may_upload():
            st.page_link("pages/upload/page.py", label=_("Upload a file of totals"))
    if save:
        _write(view, changes)


def _frame(found: Controllable) -> pd.DataFrame:
    lang = current_language()
    rows = found.months.to_pylist()[::-1]
    return pd.DataFrame({
        "month": [format_month(row["month"], lang) for row in rows],
        "billed": [format_money(row["billed"], lang) for row in rows],
        "identified": [format_money(row["identified"], lang) for row in rows],
        "total": pd.array([None if row["said_total"] is None else float(row["said_total"]) for row in rows], dtype="Float64"),
    }, index=[row["month"] for row in rows])


def _changes(before: pd.DataFrame, edited: pd.DataFrame) -> dict[date, Decimal | None]:
    """Return the months whose total is another one now; None where it was emptied."""
    pairs = zip(before.index, map(_amount, before["total"]), map(_amount, edited["total"]), strict=True)
    return {month: now for month, was, now in pairs if now != was}


def _amount(value: Any) -> Decimal | None:
    return None if pd.isna(value) else Decimal(f"{value:.2f}")


def _write(view: View, changes: dict[date, Decimal | None]) -> None:
    """Keep all the totals or, where one is refused, none of them."""
    try:
        set_month_totals(current_warehouse(), view.store_id, changes)
    except InputError as error:
        st.error(plain(error.text(current_language())))
        return
    st.session_state["totals_said"] = (view.store_id, current_warehouse().version)
    st.rerun()
