"""How is the house doing: the month, the grades and what each grade brings."""

import streamlit as st

from pages.overview.house_charts import draw_month_bridge, draw_monthly_revenue, draw_pies, draw_revenue_shares
from pages.overview.take_home import draw_one_page
from pages.shared.definition import draw_definition, period
from pages.shared.downloads import draw_download
from pages.shared.figures import draw_figures
from pages.shared.house import overview_of, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, offer_upload, pick_view
from pages.shared.pin import table_slide
from pages.shared.summary import (
    DEFINITION,
    SUMMARY_COLUMNS,
    draw_movement,
    overview_figures,
    say_month_is_empty,
    statements,
)
from pages.shared.tables import described, draw_table
from pages.warnings.parts import draw_warned_link
from segmentation.measures.revenue.overview import finding_active, finding_overview

view = pick_view(_("Overview"))
check_first_bill(view)
lang, overview = current_language(), overview_of(view)
tiers = overview.tiers

st.subheader(plain(finding_overview(overview, lang)), anchor=False)
say_month_is_empty(overview, view)
draw_figures(overview_figures(overview, settings_of(view)["active_days"]))
draw_warned_link(view)

if overview.visited:
    draw_pies(view, overview)
    one, two = st.columns([2, 3], gap="medium")
    with one:
        draw_revenue_shares(view, overview)
else:
    two = st.container()
    offer_upload()
with two:
    draw_monthly_revenue(view, overview)

if overview.visited:
    one, two = st.columns(2, gap="medium")
    with one:
        draw_movement(overview, "joined", _("Joined this month"), _("Nobody came for the first time."))
    with two:
        draw_movement(overview, "asleep", _("Fell asleep this month"), _("Nobody fell asleep."))
    draw_month_bridge(view, overview)
    st.caption(finding_active(overview, lang))
    heading = _("What each grade is and brings")
    st.markdown(f"**{heading}**")
    draw_table(tiers, SUMMARY_COLUMNS, "tiers")
    draw_download(
        lambda: tiers.select(["store", *SUMMARY_COLUMNS]), _("Grades"), view,
        slide=lambda: table_slide(view, heading, period(view), described(tiers.select(SUMMARY_COLUMNS))),
    )
    draw_one_page(view, overview)

draw_definition(view, [_(DEFINITION)], statements())
