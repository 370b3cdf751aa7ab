"""The proposals with their reasons: ticked, changed and accepted, all, those of one manager or some."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.editing import ASSIGNED, SHOWN, edit_height, money_column, taken_elsewhere, write_in_callback
from pages.shared.house import View, current_warehouse, scheme, settings_of
from pages.shared.language import _, _n, current_language, plain
from pages.shared.managers import short_name
from pages.shared.phone import draw_cards
from pages.shared.seeing import may_change
from segmentation.ingest.managers import assign_customers
from segmentation.language.i18n import N_, format_count
from segmentation.measures.managers.assign import Assignment
from segmentation.measures.managers.findings import reason_text, unplaced_text

EVERYONE = ""
LISTED = ("customer", "name", "tier", "contribution", "manager", "step", "visits")
CARD = ("name", "tier", "contribution", "reason")
OF_CARDS = ("customer", "name", "tier", "contribution")
TABS = 6  # managers that have a tab each; more are picked from a list


def draw_proposals(view: View, found: Assignment) -> None:
    """Draw the proposals, all or those of a manager, to tick and to change, and the buttons that accept them."""
    lang = current_language()
    if not found.proposals.num_rows and not found.unplaced.num_rows:
        return
    name = _pick_manager(found)
    rows = found.proposals if name == EVERYONE else found.proposals.filter(pc.equal(found.proposals["manager"], name))
    shown = rows.slice(0, SHOWN)
    by_bills = settings_of(view)["frequency"] == "bills"
    why = [reason_text(row, lang, counts_bills=by_bills) for row in shown.to_pylist()]
    left = found.unplaced.slice(0, SHOWN - shown.num_rows if name == EVERYONE else 0)
    why += [unplaced_text(row, lang) for row in left.to_pylist()]
    with st.container(key="wide_proposals"):
        picked = _edit(view, found, _frame(shown, left, why, lang), name)
    _draw_cards(shown, left, why, found)
    if rows.num_rows > shown.num_rows:
        note = _("The first {count} of {all}; “accept all” takes every one.")
        st.caption(note.format(count=format_count(shown.num_rows, lang), all=format_count(rows.num_rows, lang)))
    if may_change("profile_rows"):
        _draw_accepting(view, rows, shown, picked)
    draw_download(lambda: rows.select(LISTED), N_("Proposed managers"), view, "assign", named=True, notes=(period(view),))


def _draw_accepting(view: View, rows: pa.Table, shown: pa.Table, picked: Mapping[str, str]) -> None:
    lang = current_language()
    with st.container(horizontal=True):
        text = _n("Accept the ticked one", "Accept the {count} ticked", len(picked))
        label = text.format(count=format_count(len(picked), lang))
        st.button(
            label, key="accept_ticked", type="primary", disabled=not picked, on_click=_accept, args=(view, picked)
        )
        if rows.num_rows > shown.num_rows:
            every = dict(zip(rows["customer"].to_pylist(), rows["manager"].to_pylist(), strict=True))
            st.button(
                _("Accept all {count}").format(count=format_count(rows.num_rows, lang)), key="accept_all", on_click=_accept,
                args=(view, every | picked),
            )
    st.caption(_("Accepted ones can be taken back any time; who had the customer before, and from when to when, is kept."))


def _pick_manager(found: Assignment) -> str:
    counts = {row["values"]: row["counts"] for row in found.proposals["manager"].value_counts().to_pylist()}
    lang = current_language()
    said = {EVERYONE: _("Everybody {count}").format(count=format_count(found.proposals.num_rows, lang))}
    office = [each.name for each in found.in_office if each.name in counts]
    said |= {name: f"{short_name(name)} {format_count(counts[name], lang)}" for name in office}
    if len(said) <= 2:
        return EVERYONE
    key = f"assign_of_{current_warehouse().version}"
    if len(said) <= TABS + 1:
        return st.segmented_control(
            _("Proposals of"), list(said), format_func={name: plain(text) for name, text in said.items()}.get, key=key,
            default=EVERYONE, required=True,
            label_visibility="collapsed",
        )
    return st.selectbox(_("Proposals of"), list(said), format_func=said.get, key=key, width=260)


def _frame(shown: pa.Table, left: pa.Table, why: list[str], lang: str) -> pd.DataFrame:
    tiers = {tier.key: tier.label[lang] for tier in scheme().tiers}
    rows = [*shown.to_pylist(), *left.to_pylist()]
    return pd.DataFrame({
        "accept": ["manager" in row for row in rows],
        "name": [row["name"] or row["customer"] for row in rows],
        "tier": [tiers[row["tier"]] for row in rows],
        "contribution": [float(row["contribution"]) for row in rows],
        "manager": [row.get("manager") for row in rows],
        "why": why,
    }, index=[row["customer"] for row in rows])


def _edit(view: View, found: Assignment, frame: pd.DataFrame, name: str) -> dict[str, str]:
    """Draw the table to tick and return the ticked customers with the manager of each."""
    edited = st.data_editor(
        frame, key=f"proposals_{view.store_id}_{view.as_of}_{current_warehouse().version}_{name}", hide_index=True,
        height=edit_height(len(frame)), placeholder="–", disabled=["name", "tier", "contribution", "why"],
        column_config={
            "accept": st.column_config.CheckboxColumn(_("Accept"), width=86),
            "name": st.column_config.TextColumn(_("Customer name"), width=170),
            "tier": st.column_config.TextColumn(_("Grade"), width=70),
            "contribution": money_column(),
            "manager": st.column_config.SelectboxColumn(
                _("To whom"), options=[each.name for each in found.in_office], width=120
            ),
            "why": st.column_config.TextColumn(_("Why"), width=500),
        },
    )
    was, to = ({key: None if pd.isna(name) else name for key, name in rows["manager"].items()} for rows in (frame, edited))
    return {  # who picks a manager means it
        customer: to[customer] for customer, is_ticked in edited["accept"].items()
        if to[customer] and (is_ticked or to[customer] != was[customer])
    }


def _draw_cards(shown: pa.Table, left: pa.Table, why: list[str], found: Assignment) -> None:
    """Draw the same as cards, which a phone shows in place of the table."""
    rows = pa.concat_tables([shown.select(OF_CARDS), left.select(OF_CARDS)])
    to = shown["manager"].to_pylist()
    said = [f"→ {to[at]} · {text}" if at < len(to) else text for at, text in enumerate(why)]
    total = found.proposals.num_rows + found.unplaced.num_rows
    draw_cards(rows.append_column("reason", pa.array(said, pa.string())), CARD, 12, total if left.num_rows else rows.num_rows,
               opens="customer")


def _accept(view: View, picked: Mapping[str, str]) -> None:
    """Assign the picked customers from the day of the page on; nothing is written where somebody else was quicker."""
    write_in_callback(
        view, len(picked),
        lambda: assign_customers(current_warehouse(), view.store_id, picked, view.as_of, dict.fromkeys(picked)), ASSIGNED,
        taken_elsewhere(len(picked)),
    )
