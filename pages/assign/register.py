"""The register of managers: who there is, what each may take, from when to when, and which names are one person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.editing import MANAGERS, edit_height, write_in_callback
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, _n, current_language, plain
from pages.shared.managers import short_name, write_managers
from pages.shared.seeing import may_change
from segmentation.ingest.edit import LONGEST
from segmentation.ingest.managers import HIGHEST, LOWEST, MOST_CAPACITY, edit_managers
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count
from segmentation.measures.managers.assign import Assignment
from segmentation.measures.managers.register import DEFAULT_RANK, propose_aliases

EDITED = ("rank", "capacity", "phone", "from_day", "until_day", "same_as")
MOST_ALIASES = 5
RANKS = list(range(HIGHEST, LOWEST + 1))  # picked, not typed: a 9 would become a 5 without a word


def draw_register(view: View, found: Assignment) -> None:
    """Draw who may be one person, the table of the managers to edit, and the line that adds one; each edit can be taken back."""
    if may_change("manager_rows"):
        _draw_aliases(view, found)
    if found.register.managers:
        _draw_table(view, found)
    if may_change("manager_rows"):
        _draw_new(view, found)


def _draw_aliases(view: View, found: Assignment) -> None:
    for number, (name, meant) in enumerate(list(propose_aliases(found.register).items())[:MOST_ALIASES]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"alias_{number}"):
            st.write(_("Are {name} and {other} one person?").format(name=plain(name), other=plain(meant)))
            label = _("Yes, count both as {name}").format(name=plain(short_name(meant)))
            st.button(
                label, key=f"one_person_{number}", help=plain(meant) if short_name(meant) != meant else None,
                on_click=write_managers, args=(view, found.register, {name: {"same_as": meant}}),
            )
            st.button(
                _("No, two people"), key=f"two_people_{number}", on_click=write_managers,
                args=(view, found.register, {name: {"not_same": meant}}),
            )


def _draw_table(view: View, found: Assignment) -> None:
    managers, lang = found.register.managers, current_language()
    names = [each.name for each in managers]
    frame = pd.DataFrame({
        "rank": [each.rank for each in managers],
        "capacity": [each.capacity for each in managers],
        "customers": [found.held[each.name] for each in managers],
        "phone": [each.phone or "" for each in managers],
        "from_day": [each.from_day for each in managers],
        "until_day": [each.until_day for each in managers],
        "same_as": [None] * len(managers),
        "aliases": [", ".join(each.aliases) for each in managers],
    }, index=pd.Index(names, name="name"))
    frame["from_day"], frame["until_day"] = (pd.to_datetime(frame[name]) for name in ("from_day", "until_day"))
    edited = st.data_editor(
        frame, key=f"register_{view.store_id}_{current_warehouse().version}", height=edit_height(len(frame)), placeholder="–",
        disabled=["name", "customers", "aliases"],
        column_config={
            "name": st.column_config.TextColumn(_("Account manager"), width=140),
            "rank": st.column_config.SelectboxColumn(
                _("Rank"), options=RANKS, required=True, width=80,
                help=_("1 owner or general manager … 5 staff; a grade goes to the ranks that may hold it"),
            ),
            "capacity": st.column_config.NumberColumn(
                _("Most customers"), min_value=0, max_value=MOST_CAPACITY, step=1, width=110,
                help=_("0: nobody is matched to him"),
            ),
            "customers": st.column_config.NumberColumn(
                _("Has now"), width=80,
                help=_("Customers assigned to him, and those assigned to nobody whose latest bill with a manager names him"),
            ),
            "phone": st.column_config.TextColumn(_("Phone"), width=130, max_chars=LONGEST),
            "from_day": st.column_config.DateColumn(_("In office from"), format="YYYY-MM-DD", width=110),
            "until_day": st.column_config.DateColumn(_("In office until"), format="YYYY-MM-DD", width=110),
            "same_as": st.column_config.SelectboxColumn(_("Same person as"), options=names, width=120),
            "aliases": st.column_config.TextColumn(_("Other names"), width=130),
        },
    )
    if not may_change("manager_rows"):
        return
    changes = _changes(frame, edited)
    text = _n("Save {count} changed manager", "Save {count} changed managers", len(changes)) if changes else _("Save")
    label = text.format(count=format_count(len(changes), lang))
    st.button(
        label, key="save_managers", type="primary" if changes else "secondary", disabled=not changes, on_click=write_managers,
        args=(view, found.register, changes),
    )


def _changes(before: pd.DataFrame, edited: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return what differs, by manager and field, as text; "" takes a field back."""
    changes: dict[str, dict[str, str]] = {}
    for name, was, now in zip(before.index, before.to_dict("records"), edited.to_dict("records"), strict=True):
        own = {field: _text(now[field]) for field in EDITED if _text(now[field]) != _text(was[field])}
        if own:
            changes[name] = own
    return changes


def _text(value: Any) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp | date):
        return f"{value:%Y-%m-%d}"
    return str(int(value)) if isinstance(value, float | int) else str(value).strip()


def _draw_new(view: View, found: Assignment) -> None:
    def add() -> None:
        name, rank, capacity = (st.session_state[f"new_manager_{field}"] for field in ("name", "rank", "capacity"))
        write_in_callback(view, 1, lambda: _add(view, found, name, {"rank": str(rank), "capacity": str(capacity)}), MANAGERS)

    with st.form("new_manager", border=False, clear_on_submit=True):
        one, two, three, four = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
        one.text_input(_("Add a manager"), key="new_manager_name", max_chars=LONGEST, placeholder=_("Name of the manager"))
        two.selectbox(_("Rank"), RANKS, RANKS.index(DEFAULT_RANK), key="new_manager_rank")
        three.number_input(_("Most customers"), 0, MOST_CAPACITY, 80, key="new_manager_capacity")
        four.form_submit_button(_("Add"), key="add_manager", on_click=add)


def _add(view: View, found: Assignment, name: str, said: dict[str, str]) -> int | None:
    """Write a manager who is not there yet; raise InputError for one who is, whose rank would be overwritten."""
    known = {each for manager in found.register.managers for each in (manager.name, *manager.aliases)}
    if name.strip() in known:
        text = N_("“{name}” is in the register already. Change rank and capacity in the table above.")
        raise InputError("manager_known", text, name=name.strip())
    return edit_managers(current_warehouse(), view.store_id, {name: said}, {name: dict.fromkeys(said)})
