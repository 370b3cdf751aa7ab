"""Which customer has which grade, and why."""

import streamlit as st

from pages._draw import described, draw_definition, draw_download, draw_table, period
from pages._filters import choices_of, draw_pager, matching_text, pick_filters, picked_page, picked_sort
from pages._language import _
from pages._parts import check_first_bill, grades_of, offer_upload, pick_view, scheme, show_in_address, warehouse
from pages._pin import table_slide
from pages._why import draw_why, pick_customer, select_row
from segmentation.i18n import N_
from segmentation.measures.customers import customers_page

COLUMNS = (
    "tier", "name", "contribution", "frequency", "recency_days", "standard", "manager", "module", "phone",
    "last_visit", "contribution_rank", "frequency_rank", "region", "customer",
)
PINNED, PINNED_COLUMNS = 12, ("tier", "name", "contribution", "frequency", "recency_days", "manager", "phone")
STATEMENTS = ("facts/customer_facts", f"tiers/{scheme().rule}", "measures/grades", "measures/grades_page")
DEFINITION = N_(
    "Listed is every customer with a bill up to the as-of day or with a profile; walk-ins are not. Visits are the days visited "
    "in the window, contribution is the sum of the bills in the window with refunds deducted, the average per table is "
    "contribution divided by tables."
)

view = pick_view(_("Customers"))
check_first_bill(view)
house, grades = warehouse(), grades_of(view)
if not grades.num_rows:
    st.info(_("No bill names a customer yet. Upload bills with a customer column to see who comes back."))
    offer_upload()
    st.stop()

choices = choices_of(view)
answer = st.empty()
filters = pick_filters(choices)
sort, descending = picked_sort()
page = picked_page(filters, sort, descending)
found = customers_page(grades, house, filters, sort, page.size, page.offset, descending=descending)
said = matching_text(found, grades.num_rows, choices, view)
answer.subheader(said, anchor=False)

keys, table = found.rows["customer"].to_pylist(), f"customers_{page.key}"
customer = pick_customer(keys, table, grades)
left, right = st.columns([3, 2]) if customer else (st.container(), None)
with left:
    if keys:
        draw_table(found.rows, COLUMNS, table, rows=15, on_select=select_row, selection_mode="single-row")
        st.caption(_("Select a row to see why a customer has this grade."))
    else:
        st.info(_("No customer passes these filters."))
    one, two = (st.container(), st.container()) if customer else st.columns([2, 3], vertical_alignment="center")
    with one:
        draw_download(
            lambda: customers_page(grades, house, filters, sort, None, descending=descending).rows, N_("Graded customers"), view,
            slide=lambda: table_slide(view, said, period(view), described(found.rows.slice(0, PINNED).select(PINNED_COLUMNS))),
        )
    with two:
        draw_pager(page, found.customers)
if right:
    with right:
        draw_why(view, customer, grades)
show_in_address("customer", customer)

draw_definition(view, [_(DEFINITION)], STATEMENTS)
