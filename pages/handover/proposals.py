"""Who takes over: proposals to tick and to change, written in one step that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from pages.handover.picks import BY_RULE, Leave, book_of
from pages.shared.editing import ASSIGNED, SHOWN, edit_height, money_column, taken_elsewhere, write_in_callback
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, scheme
from pages.shared.language import _, _n, current_language
from pages.shared.phone import draw_cards
from pages.shared.seeing import may_change
from pages.shared.view import EARLIEST, LATEST
from segmentation.ingest.managers import hand_over
from segmentation.language.i18n import format_count, format_day
from segmentation.measures.managers.findings import reason_text, unplaced_text
from segmentation.measures.managers.handover import Handover
from segmentation.measures.managers.register import Manager

CARD = ("name", "tier", "contribution", "reason")
OF_CARDS = ("customer", "name", "tier", "contribution")


SUCCESSOR = "successor"  # in the session


def successor_of(leave: Leave) -> str:
    """Return who takes over as it is picked now: a name, or that it goes by rank and room."""
    if st.session_state.get(SUCCESSOR) not in leave.office:
        st.session_state[SUCCESSOR] = BY_RULE
    return st.session_state[SUCCESSOR]


def pick_successor(leave: Leave) -> None:
    """Draw who takes over, to pick another."""
    names = {BY_RULE: _("By rank and room"), **{name: _("All to {name}").format(name=name) for name in leave.office}}
    st.selectbox(
        _("Who takes over"), list(names), format_func=names.get, key=SUCCESSOR, persist_state="session", width=260,
        label_visibility="collapsed",
    )


def draw_proposals(leave: Leave, found: Handover) -> None:
    """Draw the proposals, those without room last, and the button that hands the ticked ones over."""
    lang = current_language()
    draw_head(_("Who takes them over"), _("change a name, or leave one out; what is handed over can be taken back"))
    shown = found.proposals.slice(0, SHOWN)
    left = found.unplaced.slice(0, SHOWN - shown.num_rows)
    picked = _edit(leave, _frame(shown, left, lang))
    whole = dict(zip(found.proposals["customer"].to_pylist(), found.proposals["manager"].to_pylist(), strict=True))
    beyond = {customer: name for number, (customer, name) in enumerate(whole.items()) if number >= SHOWN}
    _draw_cards(shown, left, found, lang)
    if beyond:
        note = _("The first {count} of {all}; those after them are handed over as proposed.")
        st.caption(note.format(count=format_count(SHOWN, lang), all=format_count(len(whole), lang)))
    taken = {**beyond, **picked}
    if not taken:
        st.caption(_("Nobody is ticked: tick whom to hand over, or name somebody for him."))
        return
    if not may_change("profile_rows"):
        return
    last_day = _pick_last_day(leave, found.manager)
    text = _n("Hand over {count} customer", "Hand over {count} customers", len(taken))
    text = text.format(count=format_count(len(taken), lang))
    if last_day is not None:
        text = _("{text}, last day {day}").format(text=text, day=format_day(last_day, lang))
    book = book_of(leave, found)
    seen = dict(zip(book["customer"].to_pylist(), book["assigned"].to_pylist(), strict=True))
    st.button(
        text, key="hand_over", type="primary", on_click=_hand_over,
        args=(leave.view, found.manager, last_day, taken, {customer: seen.get(customer) for customer in taken}),
    )


def _pick_last_day(leave: Leave, manager: Manager) -> date | None:
    """Draw the last day of who leaves and return it: the one kept, else the day from which the others have his customers."""
    key = f"last_day_{leave.view.store_id}_{manager.name}_{leave.view.as_of}_{current_warehouse().version}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.date_input(
            _("His last day"), manager.until_day or leave.view.as_of, EARLIEST, LATEST, key=key, format="YYYY-MM-DD", width=170,
        )
        st.caption(
            _("Kept with the handover and taken back with it: from now on nobody is given to him. Empty: it stays as it is.")
        )
    return picked


def _frame(shown: pa.Table, left: pa.Table, lang: str) -> pd.DataFrame:
    tiers, rows = {tier.key: tier.label[lang] for tier in scheme().tiers}, [*shown.to_pylist(), *left.to_pylist()]
    return pd.DataFrame({
        "accept": ["manager" in row for row in rows],
        "name": [row["name"] or row["customer"] for row in rows],
        "tier": [tiers[row["tier"]] for row in rows],
        "contribution": [float(row["contribution"]) for row in rows],
        "manager": [row.get("manager") for row in rows],
        "why": [_why(row, lang) for row in rows],
    }, index=[row["customer"] for row in rows])


def _why(row: Mapping[str, Any], lang: str) -> str:
    """Return why a customer is proposed to his manager, or to nobody; "" where a person named who takes all."""
    if "manager" not in row:
        return unplaced_text(row, lang)
    return reason_text(row, lang) if "step" in row else ""


def _edit(leave: Leave, frame: pd.DataFrame) -> dict[str, str]:
    """Draw the table to tick and return the ticked customers with the manager of each; who picks a manager means it."""
    looked = (leave.view.store_id, leave.leaving, leave.view.as_of, current_warehouse().version, st.session_state[SUCCESSOR])
    with st.container(key="wide_handover"):
        edited = st.data_editor(
            frame, key="_".join(map(str, ("handover", *looked))), hide_index=True, height=edit_height(len(frame)),
            placeholder="–", disabled=["name", "tier", "contribution", "why"],
            column_config={
                "accept": st.column_config.CheckboxColumn(_("Hand over"), width=115),
                "name": st.column_config.TextColumn(_("Customer name"), width=220),
                "tier": st.column_config.TextColumn(_("Grade"), width=70),
                "contribution": money_column(),
                "manager": st.column_config.SelectboxColumn(_("To whom"), options=leave.office, width=140),
                "why": st.column_config.TextColumn(_("Why"), width=420),
            },
        )
    was, to = ({key: None if pd.isna(name) else name for key, name in rows["manager"].items()} for rows in (frame, edited))
    return {
        customer: to[customer] for customer, is_ticked in edited["accept"].items()
        if to[customer] and (is_ticked or to[customer] != was[customer])
    }


def _draw_cards(shown: pa.Table, left: pa.Table, found: Handover, lang: str) -> None:
    """Draw the same as cards, which a phone shows in place of the table."""
    said = [f"→ {name}" for name in shown["manager"].to_pylist()] + [unplaced_text(row, lang) for row in left.to_pylist()]
    rows = pa.concat_tables([shown.select(OF_CARDS), left.select(OF_CARDS)])
    draw_cards(
        rows.append_column("reason", pa.array(said, pa.string())), CARD, 12, found.customers.num_rows, opens="customer"
    )


def _hand_over(
    view: View, manager: Manager, last_day: date | None, taken: Mapping[str, str], seen: Mapping[str, str | None]
) -> None:
    """Assign, in a callback, whom the screen showed, from the day of the page on, and keep the last day of who leaves.

    Nothing is written where one has gone to somebody else.
    """
    warehouse = current_warehouse()
    write_in_callback(view, len(taken), lambda: hand_over(
        warehouse, view.store_id, manager.name, taken, view.as_of, last_day, seen, manager.until_day
    ), ASSIGNED, taken_elsewhere(len(taken)), None if last_day is None else (manager.name, last_day))
