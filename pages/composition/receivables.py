"""What customers owe of bills on account: by age, by manager, customer by customer, with the terms of the house."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.behind import draw_behind, open_chosen, row_chosen
from pages.shared.charts import draw_told
from pages.shared.downloads import draw_download
from pages.shared.empty import offer_upload
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.tables import MOST_ROWS, described, draw_table
from segmentation.charts.revenue.accounts import tell_ages
from segmentation.language.errors import InputError
from segmentation.language.i18n import (
    N_,
    count_customers,
    format_count,
    format_day,
    format_money,
    format_money_short,
    format_ratio,
)
from segmentation.measures.revenue.receivables import (
    AGES,
    Receivables,
    finding_list,
    finding_receivables,
    notes_receivables,
    read_receivables,
    total,
)
from segmentation.settings.credit import CreditTerms, save_credit_terms

NAME = N_("On account")
DEFINITION = (
    N_(
        "A customer owes his bills on account (挂账, by their way of paying or their state) less his payments. A bill is due so "
        "many days after its day as the terms say. A payment that names its due day pays what falls due then; the rest pays the "
        "oldest first. The ages add up to what is owed."
    ),
)
CUSTOMERS = ("name", "receivable", "oldest_due", "last_paid_on", "manager", *AGES)
OF_AHEAD = ("name", "receivable", "on_account", "received", "last_paid_on", "manager")
FILE = (
    "customer", "name", "phone", "manager", "on_account", "received", "receivable", *AGES, "oldest_due", "last_paid_on", "over",
)
MANAGERS = ("manager", "customers", "receivable", "late_more", "customers_over")
LISTS = {"owing": N_("All who owe"), "late": N_("Overdue"), "over": N_("Over the limit"), "ahead": N_("Paid ahead")}
HIGH = 300  # pixels of the picture


def pick(_view: View) -> None:
    """Draw nothing: the tab has no picker of its own."""


def draw(view: View) -> None:
    """Draw the tab, or what to bring where no bill says that it went on account."""
    lang, warehouse = current_language(), current_warehouse()
    found = reading_of(view, "receivables", lambda: read_receivables(warehouse, view.store_id, view.as_of))
    draw_answer(finding_receivables(found, lang))
    for note in notes_receivables(found, lang):
        st.caption(plain(note))
    if not found.customers.num_rows:
        st.info(_("Upload bills whose payment method or state says 挂账, and a file of payments (day, customer, amount)."))
        offer_upload()
        return
    draw_figures(_figures(found))
    when = _("As of {day}").format(day=format_day(view.as_of, lang))
    picker = page_picker("composition")
    one, two = st.columns([1.1, 1], gap="medium")
    with one:
        chart = tell_ages(found, lang, _("What is owed, by how long it is overdue"), when)
        draw_told(chart, "ages", slide=lambda: chart_slide(view, chart), height=HIGH, pick=picker)
    with two:
        draw_head(_("Whose customers owe"), when)
        draw_table(found.managers, MANAGERS, "owed_managers", rows=8)
        draw_download(
            lambda: found.managers, N_("Receivables by manager"), view, "download_owed_managers", named=True, notes=(when,),
        )
    draw_behind(view, picker.chosen)
    _draw_customers(view, found, when)
    _draw_terms(view, found.terms)


def _figures(found: Receivables) -> list[Figure]:
    """Return what is owed, what is late, who is over the limit, what is late for more than 90 days, and what came."""
    lang, owed = current_language(), found.owed
    share = format_ratio(float(found.late / owed), lang, 0) if owed else "–"
    said = _("{share} of what is owed").format(share=share)
    oldest = total(found.owing, "late_more")
    limit = _("no limit is set")
    if found.terms.limit:
        limit = _("limit {money}").format(money=format_money_short(found.terms.limit, lang))
    return [
        Figure(_("Owed"), format_money_short(owed, lang), None, _("by {customers}").format(
            customers=count_customers(found.owing.num_rows, lang)
        ), format_money(owed, lang)),
        Figure(_("Overdue"), format_money_short(found.late, lang), None, said, f"{format_money(found.late, lang)} · {said}"),
        Figure(_("Over 90 days late"), format_money_short(oldest, lang)),
        Figure(
            _("Over the limit"), format_count(found.over.num_rows, lang), None, limit,
            format_money(found.terms.limit, lang) if found.terms.limit else _("Set under the list, in the terms"),
        ),
        Figure(_("Received so far"), format_money_short(total(found.customers, "received"), lang), None, _(
            "of {money} on account"
        ).format(money=format_money_short(total(found.customers, "on_account"), lang))),
    ]


def _draw_customers(view: View, found: Receivables, when: str) -> None:
    """Draw the customers of the picked list, the largest sum first."""
    frames = {"owing": found.owing, "late": found.overdue, "over": found.over, "ahead": found.ahead}
    names = {
        key: f"{_(name)} · {format_count(frames[key].num_rows, current_language())}" for key, name in LISTS.items()
    }
    which = st.segmented_control(
        _("List"), list(names), format_func=names.get, key="owed_list", required=True, default="owing",
        label_visibility="collapsed", persist_state="session",
    )
    rows, lang = frames[which], current_language()
    draw_head(_(LISTS[which]), when, hint=_("click a row for the customer"))
    if not rows.num_rows:
        st.caption(_("Nobody."))
        return
    key, customers = f"owed_{which}_{current_warehouse().version}", rows["customer"].slice(0, MOST_ROWS).to_pylist()
    columns = OF_AHEAD if which == "ahead" else CUSTOMERS
    draw_table(
        rows, columns, key, 10, opens="customer", on_select=lambda: row_chosen(key, customers), selection_mode="single-row"
    )
    open_chosen(view, customers)
    draw_download(
        lambda: rows.select(FILE), N_("Receivables"), view, "download_owed", named=True, hand_on=True, notes=(when,),
        slide=lambda: table_slide(
            view, finding_list(_(LISTS[which]), rows, which, lang), when,
            described(rows, columns=("name", "receivable", *AGES), most=12),
        ),
    )


def _draw_terms(view: View, terms: CreditTerms) -> None:
    """Draw the terms of the house, to be changed."""
    warehouse, store_id = current_warehouse(), view.store_id
    with st.expander(_("Terms: when bills on account are due, and how much a customer may owe")):
        one, two, three = st.columns([1, 1, 1], vertical_alignment="bottom")
        days = one.number_input(_("Days until due"), 0, 365, terms.term_days, 1, key=f"term_days_{store_id}")
        limit = two.number_input(
            _("Limit of a customer (CNY)"), 0.0, 1e9, float(terms.limit or 0), 1000.0, "%.2f", key=f"credit_limit_{store_id}",
            help=_("0: no limit"),
        )
        changed = (days, limit) != (terms.term_days, float(terms.limit or 0))
        kind = "primary" if changed else "secondary"
        if three.button(_("Save for this store"), key="save_terms", type=kind, disabled=not changed):
            try:
                save_credit_terms(warehouse, store_id, days, f"{limit:.2f}")
            except InputError as error:
                st.error(plain(error.text(current_language())))
                return
            st.rerun()


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    return ("measures/revenue/receivables", "facts/account_moves", "facts/known_payments", "measures/revenue/account_told")
