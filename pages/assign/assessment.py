"""How well the managers look after their customers: each against the window before and the store, by grade."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_
from segmentation.measures.managers.assess import STORE, Assessment, assess, finding_assessment

COLUMNS = (
    "manager", "customers", "active_share", "active_share_before", "frequency_a_month", "contribution_a_month",
    "contribution_a_month_before", "standard",
)
ALL = ""


def draw_assessment(view: View) -> None:
    """Draw what the customers of each manager are and bring, of all grades or one, with the store as the last row."""
    lang, warehouse, settings = current_language(), current_warehouse(), settings_of(view)
    found: Assessment = reading_of(
        view, "assessment", lambda: assess(warehouse, view.store_id, scheme(), view.as_of, settings)
    )
    said = finding_assessment(found, lang)
    draw_head(said, period(view))
    names = {ALL: _("All grades"), **{tier.key: plain(tier.label[lang]) for tier in scheme().tiers}}
    tier = st.segmented_control(
        _("Grade"), list(names), format_func=names.get, key="assess_tier", default=ALL, required=True, persist_state="session",
        label_visibility="collapsed",
    )
    every = found.table()
    of_tier = pc.is_null(every["tier"]) if tier == ALL else pc.equal(every["tier"], tier)
    rows = _named(every.filter(pc.fill_null(of_tier, False))).select(COLUMNS)
    if not found.before:
        rows = rows.drop_columns([name for name in COLUMNS if name.endswith("_before")])
        st.caption(_("The window before is not wholly covered by bills, so there is nothing to compare with."))
    draw_table(rows, rows.column_names, "assessment", 16)
    draw_download(
        lambda: rows, N_("Assessment of the managers"), view, "assessment",
        lambda: table_slide(view, said, period(view), described(rows, totals=False)), named=True, totals=False,
        notes=(period(view),),
    )


def _named(rows: pa.Table) -> pa.Table:
    """Return the rows with words for nobody and for the store."""
    words = [{None: _("Nobody's"), STORE: _("Whole store")}.get(name, name) for name in rows["manager"].to_pylist()]
    return rows.set_column(rows.column_names.index("manager"), "manager", pa.array(words, pa.string()))
