"""How is the house doing: the month, the grades and what each grade brings."""

import streamlit as st

from pages.overview.against import pick_against
from pages.overview.control import draw_control
from pages.overview.house_charts import draw_house, draw_list_under, draw_month_bridge, draw_revenue_shares
from pages.overview.summary import DEFINITION, draw_movement, overview_figures, say_month_is_empty, statements
from pages.overview.take_home import draw_pages_to_print
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill, offer_upload
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer
from pages.shared.house import overview_of, settings_of
from pages.shared.language import _, current_language
from pages.shared.picking import page_picker
from pages.shared.tiers import draw_tier_table
from pages.shared.view import pick_view
from pages.shared.warned import draw_warned_link
from segmentation.measures.revenue.overview import finding_active, finding_overview

view = pick_view(_("Overview"))
check_first_bill(view)
lang, overview = current_language(), overview_of(view)

answer, overview = pick_against(view, overview)
draw_answer(finding_overview(overview, lang), answer)
say_month_is_empty(overview, view)
draw_figures(overview_figures(overview, settings_of(view)["active_days"]))
draw_warned_link(view)
draw_control(view)

pick = page_picker("overview")
if not overview.visited:
    offer_upload()
draw_house(view, overview, pick)
draw_list_under("house", view, pick.chosen)

if overview.visited:
    one, two = st.columns(2, gap="medium")
    with one:
        draw_movement(view, overview, "asleep")
    with two:
        draw_movement(view, overview, "joined")
    one, two = st.columns([1.3, 1], gap="medium")
    with one:
        draw_month_bridge(view, overview, pick)
        if overview.has_history:
            st.caption(finding_active(overview, lang))
    with two:
        draw_revenue_shares(view, overview, pick)
    draw_list_under("month", view, pick.chosen)
    draw_tier_table(view, overview.tiers)
    draw_pages_to_print(view, overview)

draw_definition(view, [_(DEFINITION)], statements())
