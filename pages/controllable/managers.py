"""Who controls how much: the account managers of one month, as bars and as a table."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.downloads import draw_download
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.revenue.ratios import tell_managers
from segmentation.language.i18n import N_, format_month
from segmentation.measures.revenue.controllable import Controllable, finding_managers, finding_no_managers, told_months

COLUMNS = ("manager", "customers", "managed", "share")
WITH_ACTIVE = ("manager", "customers", "active_customers", "managed", "managed_active", "share")


def draw_by_manager(view: View, found: Controllable, pick: Picker) -> None:
    """Draw the managers of a month to pick: bars of what their customers brought, the figures, the downloads."""
    lang = current_language()
    months = found.months["month"].to_pylist()[::-1]
    row, _before = told_months(found)
    month = st.selectbox(
        _("Month"), months, months.index(row["month"]) if row else 0, format_func=lambda each: format_month(each, lang),
        key=f"manager_month_{view.store_id}", width=220,
    )
    managers = found.managers.filter(pc.equal(found.managers["month"], pa.scalar(month, pa.date32())))
    if not managers.num_rows:
        st.info(plain(finding_no_managers(found, month, lang)))
        return
    all_active = managers["managed"].equals(managers["managed_active"])  # so it is unless the active days are less than a month
    one, two = st.columns([2, 3], gap="medium")
    with one:
        subtitle = (
            _("{month}: revenue of their customers and its share of all")
            if all_active
            else _("{month}: revenue of their customers and its share of all; hatched: customers not active any more")
        )
        when = format_month(month, lang)
        subtitle = subtitle.format(month=when)
        chart = tell_managers(managers, lang, finding_managers(managers, lang), subtitle)
        height = 40 + 34 * len(chart.categories)
        draw_told(chart, "manager_bars", slide=lambda: chart_slide(view, chart), height=height, width=440, pick=pick)
    with two:
        managers = managers.select(COLUMNS if all_active else WITH_ACTIVE)
        draw_table(managers, managers.column_names, f"managers_{month:%Y_%m}", rows=12)
        name = N_("Controllable revenue by manager")
        draw_download(
            lambda: managers, name, view, "managers",
            lambda: table_slide(view, finding_managers(managers, lang), when, described(managers)),
            named=True, notes=(when,), on=f"{month:%Y-%m}",
        )
