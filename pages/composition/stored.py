"""What customers have stored on cards: what the house owes month by month, top-ups against use, and whose balance sleeps."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st

from pages.shared.behind import draw_behind, open_chosen, row_chosen
from pages.shared.charts import draw_told
from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.empty import offer_upload
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.tables import MOST_ROWS, described, draw_table
from segmentation.charts.revenue.accounts import MONTHS, tell_flows, tell_liabilities
from segmentation.language.i18n import (
    N_,
    count_customers,
    format_count,
    format_day,
    format_money,
    format_money_short,
    format_month,
    format_ratio,
)
from segmentation.measures.revenue.stored_value import (
    StoredValue,
    finding_list,
    finding_stored_value,
    read_stored_months,
    read_stored_value,
)

NAME = N_("Stored value")
DEFINITION = (
    N_(
        "A balance is what was topped up less what was paid from the card; it is no revenue until it is used. It sleeps where "
        "its customer has neither come nor topped up for longer than the active days. Where bills since his first top-up do not "
        "say how they were paid, a balance is not known and in no sum."
    ),
)
LISTS = {
    "holders": N_("With a balance"), "asleep": N_("Of them asleep"), "overdrawn": N_("Used more than stored"),
    "unknown": N_("Topped up, rest unknown"),
}
OF_UNKNOWN = ("name", "topped_up", "used_value", "unsaid", "last_visit", "manager")
COLUMNS = ("name", "balance", "topped_up", "used_value", "last_visit", "is_sleeping", "manager")
FILE = (
    "customer", "name", "phone", "manager", "topped_up", "used_value", "balance", "unsaid", "last_visit", "is_sleeping",
)
HIGH = 300  # pixels of the pictures


def pick(_view: View) -> None:
    """Draw nothing: the tab has no picker of its own."""


def draw(view: View) -> None:
    """Draw the tab, or what to bring where nothing is stored."""
    lang, warehouse, days = current_language(), current_warehouse(), settings_of(view)["active_days"]
    found = reading_of(view, "stored value", lambda: read_stored_value(warehouse, view.store_id, view.as_of, days))
    draw_answer(finding_stored_value(found, lang))
    if not found.customers.num_rows:
        st.info(_("Upload the till's file of top-ups and card payments: its rows say 充值 and 消费, or how each bill was paid."))
        offer_upload()
        return
    months = reading_of(view, "stored months", lambda: read_stored_months(warehouse, view.store_id, view.as_of))
    draw_figures(_figures(found, months))
    drawn = months["month"].to_pylist()[-MONTHS:]
    span = f"{format_month(drawn[0], lang)} – {format_day(view.as_of, lang)}"
    picker = page_picker("composition")
    one, two = st.columns(2, gap="medium")
    with one:
        flows = tell_flows(months, lang, _("Topped up and used"), f"{_('By month')} · {span}")
        draw_told(flows, "flows", slide=lambda: chart_slide(view, flows), height=HIGH, pick=picker)
    with two:
        owed = tell_liabilities(months, lang, _("What the house owes to holders"), f"{_('At the end of each month')} · {span}")
        draw_told(owed, "liabilities", slide=lambda: chart_slide(view, owed), height=HIGH, pick=picker)
    draw_behind(view, picker.chosen)
    _draw_customers(view, found)
    table = months.rename_columns(["month", "topped_up", "used_value", "stored_change", "balance_end"])
    draw_head(_("By month"))
    draw_table(table, table.column_names, "stored_months", rows=8)
    draw_download(
        lambda: table, N_("Stored value by month"), view, "download_stored_months",
        notes=(up_to(view),),
    )


def _figures(found: StoredValue, months: pa.Table) -> list[Figure]:
    """Return what is owed, what of it sleeps, how many hold it, and what was topped up and used in the last month."""
    lang, last = current_language(), months.to_pylist()[-1]
    share = format_ratio(float(found.sleeping / found.balance), lang, 0) if found.balance else "–"
    month, said = format_month(last["month"], lang), _("{share} of what is owed").format(share=share)
    asleep = _("{money} of customers without a visit or a top-up for more than {days} days").format(
        money=format_money(found.sleeping, lang), days=found.active_days
    )
    return [
        Figure(_("Owed to holders"), format_money_short(found.balance, lang), None, _("by {customers}").format(
            customers=count_customers(found.holders.num_rows, lang)
        ), format_money(found.balance, lang)),
        Figure(_("Of it asleep"), format_money_short(found.sleeping, lang), None, said, asleep),
        Figure(_("Topped up"), format_money_short(last["topped_up"], lang), None, month),
        Figure(_("Used"), format_money_short(last["used_value"], lang), None, month),
    ]


def _draw_customers(view: View, found: StoredValue) -> None:
    """Draw the customers of the picked list, the highest balance first."""
    lang = current_language()
    frames = {"holders": found.holders, "asleep": found.asleep, "overdrawn": found.overdrawn, "unknown": found.unknown}
    names = {key: f"{_(name)} · {format_count(frames[key].num_rows, lang)}" for key, name in LISTS.items()}
    which = st.segmented_control(
        _("List"), list(names), format_func=names.get, key="stored_list", required=True,
        default="holders" if found.holders.num_rows or not found.unknown.num_rows else "unknown",
        label_visibility="collapsed", persist_state="session",
    )
    when, rows = _("As of {day}").format(day=format_day(view.as_of, lang)), frames[which]
    draw_head(_(LISTS[which]), when, hint=_("click a row for the customer"))
    if not rows.num_rows:
        st.caption(_("Nobody."))
        return
    key, customers = f"stored_{which}_{current_warehouse().version}", rows["customer"].slice(0, MOST_ROWS).to_pylist()
    columns = OF_UNKNOWN if which == "unknown" else COLUMNS
    draw_table(
        rows, columns, key, 10, opens="customer", on_select=lambda: row_chosen(key, customers), selection_mode="single-row"
    )
    open_chosen(view, customers)
    draw_download(
        lambda: rows.select(FILE), N_("Stored value"), view, "download_stored", named=True, hand_on=True, notes=(when,),
        slide=lambda: table_slide(
            view, finding_list(_(LISTS[which]), rows, which, lang), when, described(rows, columns=columns[:6], most=12)
        ),
    )


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    return ("measures/revenue/balances", "measures/revenue/stored_months")
