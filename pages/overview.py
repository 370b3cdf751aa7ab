"""How is the house doing: the month, the grades and what each grade brings."""

import streamlit as st

from pages._draw import day_text, draw_chart, draw_definition, draw_download, draw_figures, draw_table, period
from pages._language import _, current_language
from pages._parts import check_first_bill, offer_upload, overview_of, pick_view, scheme, settings_of
from pages._summary import (
    DEFINITION,
    RULE_OF_THUMB,
    STATEMENTS,
    SUMMARY_COLUMNS,
    bridge_text,
    draw_movement,
    overview_figures,
    say_month_is_empty,
)
from segmentation.charts.pies import contributions_title, counts_title, draw_contributions, draw_counts
from segmentation.charts.revenue import draw_months, draw_shares, months_title, shares_title
from segmentation.measures.overview import ACTIVE_SHARE_LINE, finding

view = pick_view(_("Overview"))
check_first_bill(view)
lang, own = current_language(), scheme()
overview = overview_of(view)
tiers, shares, months = overview.tiers, overview.window_shares, overview.months

st.subheader(finding(overview, lang), anchor=False)
say_month_is_empty(overview, view)
draw_figures(overview_figures(overview, settings_of(view)["active_days"]))

if overview.visited:
    one, two = st.columns(2, gap="medium")
    with one:
        when = _("Graded customers on {day}").format(day=day_text(view.as_of))
        draw_chart(draw_counts(tiers, own, lang), counts_title(tiers, own, lang), when, "pie_customers")
    with two:
        walk_in = shares.walk_in if st.session_state.get("with_walk_ins", True) else None
        title = contributions_title(tiers, own, lang, walk_in)
        draw_chart(draw_contributions(tiers, own, lang, walk_in), title, period(view), "pie_contribution")
        st.toggle(_("With walk-ins"), True, key="with_walk_ins", persist_state="session")

    one, two = st.columns([2, 3], gap="medium")
    with one:
        bars = draw_shares(shares.identified_share, shares.active_share, ACTIVE_SHARE_LINE, lang)
        title = shares_title(shares.active_share, ACTIVE_SHARE_LINE, lang)
        draw_chart(bars, title, _("Share of revenue, {period}").format(period=period(view)), "shares")
        st.caption(_(RULE_OF_THUMB))
else:
    two = st.container()
    offer_upload()
with two:
    subtitle = _("Revenue by month: identified customers with their share, walk-ins hatched")
    data = months.select(["month", "total", "identified", "walk_in"])
    draw_chart(draw_months(months, lang, view.as_of), months_title(months, lang, view.as_of), subtitle, "months", data)

if overview.visited:
    one, two = st.columns(2, gap="medium")
    with one:
        draw_movement(overview, "joined", _("Joined this month"), _("Nobody came for the first time."))
    with two:
        draw_movement(overview, "asleep", _("Fell asleep this month"), _("Nobody fell asleep."))
    st.caption(bridge_text(overview))
    st.markdown(f"**{_('What each grade is and brings')}**")
    draw_table(tiers, SUMMARY_COLUMNS, "tiers")
    draw_download(lambda: tiers.select(["store", *SUMMARY_COLUMNS]), _("Grades"), view)

draw_definition(view, [_(DEFINITION)], STATEMENTS)
