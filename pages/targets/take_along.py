"""The plan to take away: a table to fill in and bring back, and a sheet a manager to print."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.downloads import draw_download, offer
from pages.shared.house import current_warehouse, scheme
from pages.shared.language import _, current_language
from pages.shared.masking import picked_masking
from pages.shared.pin import table_slide
from pages.shared.tables import described
from pages.targets.look import Look
from segmentation.exports.csv import file_name
from segmentation.exports.plan_sheets import mask_plan, plan_sheets
from segmentation.language.i18n import N_, format_month
from segmentation.measures.managers.plan_words import FORMULAS, finding_planned, managers_table, plan_table, season_text
from segmentation.settings.plan_reasons import read_reasons
from segmentation.slides import Slide


def draw_take_along(look: Look) -> None:
    """Draw the downloads of the plan of all managers."""
    plan, lang, own, store = look.plan, current_language(), scheme(), look.view.store["store"]

    def make() -> pa.Table:
        rows = plan_table(plan, lang)
        return rows.add_column(0, "store", pa.array([store] * rows.num_rows, pa.string()))  # where it is brought back to

    def slide() -> Slide:
        said = f"{format_month(look.month, lang)} · {season_text(plan.proposal, lang)}"
        return table_slide(look.view, finding_planned(plan, lang), said, described(managers_table(plan, lang), totals=False))

    def sheets() -> bytes:
        told = mask_plan(plan, masking.masker()) if masking.how else plan
        reasons = {} if masking.how else read_reasons(current_warehouse(), look.view.store_id, look.month)
        return plan_sheets(masking.store(store), told, own, lang, reasons).encode()

    with st.container(horizontal=True, key="plan_downloads"):
        draw_download(
            make, N_("Targets"), look.view, "download_plan", slide, named=True, notes=(season_text(plan.proposal, lang),),
            on=f"{look.month:%Y-%m}", formulas=FORMULAS,
        )
        masking = picked_masking()
        name = file_name(masking.store(store), N_("Targets"), f"{look.month:%Y-%m}", lang).removesuffix(".csv") + ".html"
        offer(_("Print, a page a manager"), sheets, name, "text/html", "print_plan",
              help=_("A page that opens in any browser and prints to one sheet of A4 for each manager"))
