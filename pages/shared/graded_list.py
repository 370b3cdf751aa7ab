"""The graded list of a page: filters, table, why-panel, downloads; the same wherever customers are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.shared.address import show_in_address, stop
from pages.shared.behind import open_chosen, row_chosen
from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.empty import offer_upload
from pages.shared.filters import choices_of, pick_filters
from pages.shared.groups import within_group
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of, scheme
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.listing import draw_pager, picked_page, picked_sort
from pages.shared.pin import table_slide
from pages.shared.seeing import sees_own
from pages.shared.tables import described, draw_table
from pages.shared.why import draw_why, pick_customer, select_row
from segmentation.language.i18n import N_
from segmentation.measures.grades.customers import Filters, customers_page, finding_page, listed_text
from segmentation.measures.groups.members import condition_of
from segmentation.measures.movement.month_ends import first_day
from segmentation.measures.revenue.overview import nobody_came_text, read_named

FACTS = ("contribution", "frequency", "recency_days")
RANKS = ("contribution_rank", "standard_rank", "frequency_rank")  # of the first two a list has one
PINNED = 12
BESIDE = ("name", "contribution", "frequency", "recency_days", "manager")  # of a list beside a picture


def list_columns() -> tuple[str, ...]:
    """Return the columns of the list under the page's scheme: what it graded by stands beside the facts."""
    own = scheme()
    scores = own.score_columns
    if own.rule == "rank_overlap":
        return ("tier", "name", *FACTS, "standard", "manager", "module", "phone", "last_visit", *RANKS, "region", "customer")
    return ("tier", "name", *scores, *FACTS, "standard", "manager", "module", "phone", "last_visit", "region", "customer")


def stop_without_customers(view: View, grades: pa.Table) -> None:
    """Where nobody is listed, say whether bills name a customer, offer the upload, and stop the page."""
    if not grades.num_rows:
        _stop_without_customers(view)


def stop_without_visits(view: View) -> None:
    """The same for a page without a graded list: where no customer has come up to the as-of day."""
    warehouse = current_warehouse()
    first = reading_of(view, "first visit", lambda: first_day(warehouse, view.store_id))
    if first is None or first > view.as_of:
        _stop_without_customers(view)


def _stop_without_customers(view: View) -> None:
    warehouse = current_warehouse()
    named = reading_of(view, "named", lambda: read_named(warehouse, view.store_id, view.as_of))
    st.info(plain(nobody_came_text(named, current_language())))
    offer_upload()
    stop()


def draw_graded_list(
    view: View, grades: pa.Table, columns: Sequence[str], answer: Any = None, *, beside: bool = False, files: bool = False
) -> None:
    """Draw the filters, the list with its downloads, and the panel of the customer chosen.

    ``answer`` is where the sentence goes that says how many pass and what they bring; without one it stands above the list.
    Of a list of ``files`` a row opens the customer's file, and the panel stands open only where the address asks for it.
    ``beside`` a picture the list is a block of half the width: filters folded away, few columns, the panel below it.
    """
    warehouse, choices = current_warehouse(), choices_of(view)
    columns = [name for name in columns if name in grades.column_names]
    answer = answer or st.empty()
    with st.expander(_("Filter and sort"), key="fold_filters") if beside else st.container():
        filters = pick_filters(choices, narrow=beside)
    sort, descending = picked_sort()
    page = picked_page(filters, sort, descending)
    within = within_group(view, grades, filters.group)
    found = customers_page(within, warehouse, filters, sort, page.size, page.offset, descending=descending)
    of_all, lang, of_one = (grades.num_rows, choices.contribution), current_language(), sees_own()
    said = finding_page(found, *of_all, period(view), lang, of_one=of_one)
    basis = listed_text(found, *of_all, lang, of_one=of_one)
    if beside:
        with answer:
            draw_head(said, basis)
    else:
        draw_answer(said, answer)
        st.caption(plain(basis))

    def listed() -> pa.Table:
        return customers_page(within, warehouse, filters, sort, None, descending=descending).rows

    keys, table = found.rows["customer"].to_pylist(), f"customers_{page.key}"
    customer = pick_customer(keys, table, grades) if not files or "customer" in st.query_params else None
    under = beside or not customer
    left, right = (st.container(), st.container() if customer else None) if under else st.columns([3, 2])
    with left:
        if keys:
            brief = scheme().rule != "rank_overlap"  # scores take the room of the meanings
            shown, rows = ([name for name in BESIDE if name in columns], 10) if beside else (columns, 15)
            chosen = {"on_select": lambda: row_chosen(table, keys), "opens": "customer"} if files else {"on_select": select_row}
            draw_table(
                found.rows, shown, table, rows, brief=brief, selection_mode="single-row", total=found.customers,
                before=page.offset, **chosen,
            )
            st.caption(_("Click a row for the file.") if files else _("Select a row to see why a customer has this grade."))
            if files:
                open_chosen(view, keys)
        else:
            st.info(_("No customer passes these filters."))
        one, two = (st.container(), st.container()) if customer or beside else st.columns([3, 2], vertical_alignment="center")
        pinned = tuple(name for name in columns if name not in (*RANKS, "customer", "region", "last_visit", "module"))[:9]
        with one:
            draw_download(
                listed, N_("Graded customers"), view,
                slide=lambda: table_slide(
                    view, said, f"{period(view)} · {basis}", described(listed(), columns=pinned, most=PINNED)
                ),
                named=True, hand_on=True, row=customer, notes=(period(view),),
                group=lambda: condition_of(filters), no_group=_no_group(filters),
            )
        with two:
            draw_pager(page, found.customers)
    if right:
        with right:
            draw_why(view, customer, grades)
    show_in_address("customer", customer)


def _no_group(filters: Filters) -> Markdown:
    """Return why what these filters let pass is no group to save; nothing where it is one."""
    if filters.group:
        return _("Take the saved group out of the filter first.")
    return _("Filter the list first: a group is whom a filter lets pass.") if filters == Filters() else ""
