"""The why-panel: one customer's grade in words, his figures, what would lift him, what to do, and his last visits."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import address_is_behind, address_with, asked_for
from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.house import View, current_warehouse, explanation_of, reading_of, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.tables import draw_table
from segmentation.charts.palette import text_on
from segmentation.language.i18n import N_, format_count, format_day, format_money
from segmentation.measures.grades.explanation import explain_lift
from segmentation.measures.grades.rank_reasons import explain_ranks
from segmentation.measures.grades.reasons import explain_tier
from segmentation.measures.movement.visits import last_visits
from segmentation.measures.revenue.bills import read_bills
from segmentation.schemes import Tier

LATEST = 20  # bills that are shown
FIRST = ("bill_date", "bill_time", "amount", "room", "covers", "tables", "payment_method", "channel")


def draw_why(view: View, customer: str, grades: pa.Table) -> None:
    """Draw the panel of ``customer``, one of the graded list."""
    lang, own = current_language(), scheme()
    row = grades.filter(pc.equal(grades["customer"], customer)).to_pylist()[0]
    with st.container(border=True, key="why"):
        title, close = st.columns([5, 1], vertical_alignment="top")
        title.subheader(plain(row["name"] or customer), anchor=False)
        close.button("✕", key="close_why", help=_("Close"), on_click=_close, type="tertiary")
        tier = own.tier(row["tier"]) if row["tier"] else None
        _draw_badge(tier, lang)
        address = html.escape("customer" + address_with("customer", customer))
        st.html(f'<a href="{address}" target="_self">{html.escape(_("Open his file"))} →</a>')
        if own.rule == "rank_overlap":
            _draw_ranks(view, customer, lang)
        else:
            _draw_facts(row, lang)
            for sentence in explain_tier(own.under(settings_of(view)), row, lang):
                st.write(plain(sentence))
        if tier:
            st.markdown(f"**{_('What to do')}**  \n{plain(tier.advice[lang])}")
            st.caption(plain(tier.norms[lang]))
        warehouse = current_warehouse()
        visits = reading_of(view, f"visits {customer}", lambda: last_visits(warehouse, view.store_id, customer, view.as_of))
        if visits.num_rows:
            st.markdown(f"**{_('Last visits')}**")
            draw_table(visits, ("visit_date", "tables", "amount"), "visits", rows=5)
            _draw_bills(view, customer)


def _draw_bills(view: View, customer: str) -> None:
    """Draw the customer's latest bills as their till wrote them, its other columns last, and the download of all of them."""
    warehouse = current_warehouse()
    bills = reading_of(
        view, f"bills {customer}", lambda: read_bills(warehouse, view.store_id, customer, last=view.as_of, limit=LATEST)
    )
    with st.expander(_("Latest bills, with all that the till wrote")):
        first = [name for name in FIRST if name in bills.column_names]
        others = [name for name in bills.column_names if name not in (*FIRST, "customer", "name")]
        draw_table(bills, (*first, *others), "bills", rows=8)

        def every() -> pa.Table:
            return read_bills(warehouse, view.store_id, customer, last=view.as_of)

        until = up_to(view)
        draw_download(every, N_("Bills of a customer"), view, "download_bills", named=True, notes=(until,))


def _draw_ranks(view: View, customer: str, lang: str) -> None:
    """Draw both ranks, what would lift the customer, and how the rule of two rankings came to his grade."""
    with st.spinner(_("Finding what would lift this customer …"), show_time=False):
        why = explanation_of(view, customer)
    if lift := explain_lift(why, lang):
        st.info(plain(lift))

    def place(rank: int | None) -> str:
        text = _("place {rank} of {customers}")
        numbers = {"rank": format_count(rank, lang), "customers": format_count(why.active_customers, lang)}
        return text.format(**numbers) if rank is not None else ""

    money = {"standard": why.standard} if why.by_standard else {"contribution": why.spend}
    row = {"frequency": why.visits, **money, "recency_days": why.recency_days, "last_visit": why.last_visit}
    _draw_facts(row, lang, place(why.frequency_rank), place(why.contribution_rank))
    for sentence in explain_ranks(why, scheme(), lang):
        st.write(plain(sentence))


def _draw_badge(tier: Tier | None, lang: str) -> None:
    """Draw the grade in its colour; the texts come from the scheme's file."""
    ground = tier.colour if tier else "#808890"
    text = f"{tier.label[lang]} · {tier.meaning[lang]}" if tier else scheme().ungraded[lang]
    style = f"background: {ground}; color: {text_on(ground)}; border-radius: 6px; padding: 2px 10px; font-weight: 600"
    st.html(f'<span style="{style}">{html.escape(text)}</span>')


def _draw_facts(row: Mapping[str, Any], lang: str, by_visits: Markdown = "", by_spend: Markdown = "") -> None:
    away = "–" if row["recency_days"] is None else format_count(row["recency_days"], lang)
    money = row.get("contribution", row.get("standard"))
    of_money = _("Contribution") if "contribution" in row else _("Average per table")
    facts = (
        (_("Visits"), format_count(row["frequency"], lang), by_visits),
        (of_money, "–" if money is None else format_money(money, lang), by_spend),
        (_("Days since last visit"), away, format_day(row["last_visit"], lang) if row["last_visit"] else ""),
    )
    for column, (label, value, note) in zip(st.columns(3), facts, strict=True):
        column.markdown(f":small[:gray[{label}]]  \n**{value}**  \n:small[:gray[{note}]]")


def pick_customer(keys: list[str], table: str, grades: pa.Table) -> str | None:
    """Return the customer whose panel stands open: the row selected last, else the one that the address bar names."""
    asked = asked_for("customer")
    if asked:
        st.session_state["customer"] = asked
    st.session_state["customer_rows"] = (table, keys)
    customer = st.session_state.get("customer")
    known = customer in keys or (customer is not None and pc.any(pc.equal(grades["customer"], customer)).as_py())
    return customer if known else None


def select_row() -> None:
    """Keep the customer of the row just selected; none where the selection was taken back."""
    table, keys = st.session_state["customer_rows"]
    rows = st.session_state[table]["selection"]["rows"]
    _open(keys[rows[0]] if rows and rows[0] < len(keys) else None)


def _close() -> None:
    table, _keys = st.session_state["customer_rows"]
    st.session_state[table] = {"selection": {"rows": [], "columns": [], "cells": []}}
    _open(None)


def _open(customer: str | None) -> None:
    st.session_state["customer"] = customer
    address_is_behind("customer")
