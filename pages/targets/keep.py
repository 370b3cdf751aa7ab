"""Keeping the plan: as a draft or set, with an undo; and what was kept before."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_change
from pages.shared.short_table import draw_short_table
from pages.targets.look import Look
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_moment, format_month
from segmentation.measures.managers.plan import growth_rows
from segmentation.settings.clock import now
from segmentation.settings.plans import DRAFT, SET, save_house_target, save_plan, undo_plan

COLUMNS = ("saved_at", "plan_state", "target_customers", "target_tables", "target_revenue")
SHOWN = 20


def draw_keep(look: Look) -> None:
    """Draw the buttons that keep the plan of all managers as it stands on the page, for whom it is to keep."""
    if not may_change("plans"):
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(_("Save draft"), key="save_draft", on_click=_keep, args=(look, DRAFT))
        st.button(_("Set the plan"), key="set_plan", type="primary", on_click=_keep, args=(look, SET))


def _keep(look: Look, state: str) -> None:
    retyped = {tier for _manager, tier in look.typed}
    before = {key: growth for key, growth in look.kept_growths.items() if key[1] not in retyped}
    growths = growth_rows(before | look.typed)
    try:
        save_plan(current_warehouse(), look.view.store_id, look.month, look.plan.kept_rows(), state, now(), growths, look.seen)
    except InputError as error:
        st.session_state["plan_error"] = error
        st.session_state.pop(f"seen_plan_{look.key}", None)  # he has been told; what he sets now, he means
        return
    look.typed.clear()
    if held := st.session_state.get(f"target_before_{look.key}"):
        st.session_state[f"target_before_{look.key}"] = (held[0], True)
    st.session_state["plan_done"] = (look.key, state)


def _undo(look: Look) -> None:
    """Take the last version back, and the house's target that was typed with it; undone again, both hold again."""
    warehouse, month = current_warehouse(), look.month
    try:
        undo_plan(warehouse, look.view.store_id, month, now(), next((each["version"] for each in look.versions), 0))
    except InputError as error:
        st.session_state["plan_error"] = error
        return
    if held := st.session_state.get(f"target_before_{look.key}"):
        save_house_target(warehouse, look.view.store_id, month, held[0], now())
        st.session_state[f"target_before_{look.key}"] = (look.plan.house_target, True)
    look.typed.clear()
    st.session_state["plan_done"] = (look.key, "undone")


def say_what_was_kept(look: Look) -> None:
    """Say what the last click did, with the button that takes it back; else whether the plan is set, a draft or a proposal."""
    lang = current_language()
    error = st.session_state.pop("plan_error", None)
    if error is not None:
        st.error(plain(error.text(lang)))
    done, month = st.session_state.get("plan_done"), format_month(look.month, lang)
    said = {SET: _("The plan of {month} is set."), DRAFT: _("The plan of {month} is kept as a draft."),
            "undone": _("Undone: the plan of {month} is as it was before.")}
    with st.container(horizontal=True, vertical_alignment="center", key="plan_said"):
        if done is not None and done[0] == look.key and not look.typed:
            st.markdown(f":green[{plain(said[done[1]].format(month=month))}]")
            if done[1] != "undone":
                st.button(_("Undo"), key="undo_plan", on_click=_undo, args=(look,))
            return
        st.caption(plain(_state(look)))


def _state(look: Look) -> str:
    lang = current_language()
    if look.typed:
        return _("Changed and not kept yet; a reload loses it: save a draft or set the plan.")
    if look.file is not None:
        return _("As in the file {name}: set the plan to let it hold.").format(name=look.file)
    newest = next(iter(look.versions), None)
    if newest is None or not newest["rows"]:
        return _("A proposal from the bills: change what you like, then set it.")
    text = _("Set on {moment}.") if newest["state"] == SET else _("A draft of {moment}.")
    if newest["state"] == DRAFT and next((each["rows"] for each in look.versions if each["state"] == SET), 0):
        text = _("A draft of {moment}; what was set before it holds.")
    return text.format(moment=format_moment(newest["saved_at"], lang))


def draw_history(look: Look) -> None:
    """Draw what was kept of the month, the newest first, with the button that takes the last back."""
    if not look.versions:
        return
    lang = current_language()
    with st.expander(_("History of changes"), key="plan_history"):
        rows = look.versions[:SHOWN]
        draw_short_table(pa.table({
            "saved_at": pa.array([format_moment(row["saved_at"], lang) for row in rows], pa.string()),
            "plan_state": pa.array([row["state"] if row["rows"] else "undone" for row in rows], pa.string()),
            "target_customers": pa.array([row["customers"] if row["rows"] else None for row in rows], pa.int64()),
            "target_tables": pa.array([int(row["bookings"] + 0.5) if row["rows"] else None for row in rows], pa.int64()),
            "target_revenue": pa.array([row["revenue"] if row["rows"] else None for row in rows], pa.decimal128(18, 2)),
        }), COLUMNS, "plan_history", total=len(look.versions))
        if may_change("plans"):
            st.button(_("Take the last change back"), key="undo_last_plan", on_click=_undo, args=(look,))
