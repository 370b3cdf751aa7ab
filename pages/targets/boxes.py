"""Beside the plan: which limits it breaks and what keeping to them costs, and how many new customers the month needs."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from pages.shared.house import current_warehouse, reading_of
from pages.shared.language import _, _n, current_language, plain
from pages.shared.seeing import may_set
from pages.targets.look import Look
from segmentation.language.i18n import format_count, format_month
from segmentation.measures.managers.development import House, read_development
from segmentation.measures.managers.plan import EVERYBODY, Broken, Row, keep_to_limit
from segmentation.measures.managers.plan_words import broken_text, development_words, name_of
from segmentation.measures.movement.month_ends import month_end
from segmentation.settings.plan_reasons import LONGEST, read_reasons, save_reason
from segmentation.settings.plans import read_rooms, save_rooms

SHOWN = 4


def draw_broken(look: Look) -> None:
    """Draw the limits that break, of the manager who is picked or of all, each with the button that keeps to it."""
    lang = current_language()
    broken = [(row, each) for row in look.plan.of(look.manager) for each in row.broken]
    with st.container(border=True, key="broken_box" if broken else "no_broken_box", height="stretch"):
        if not broken:
            st.markdown(f"**{plain(_('No limit is broken'))}**")
            return
        text = _n("{count} limit is broken", "{count} limits are broken", len(broken))
        st.markdown(f"**{plain(text.format(count=format_count(len(broken), lang)))}**")
        for number, (row, each) in enumerate(broken[:SHOWN]):
            _draw_limit(look, number, row, each)
        if len(broken) > SHOWN:
            st.caption(_("{count} more: pick a manager").format(count=format_count(len(broken) - SHOWN, lang)))
        st.caption(_("It can be set all the same; the reason is printed on the sheet."))


def _draw_limit(look: Look, number: int, row: Row, broken: Broken) -> None:
    lang = current_language()
    said = broken_text(row, broken, look.plan, lang)
    if look.manager == EVERYBODY:
        said = f"{name_of(row.manager, lang)} {said}"
    why = read_reasons(current_warehouse(), look.view.store_id, look.month).get((row.manager, row.tier, broken.limit), "")
    text, buttons = st.columns([2.2, 1], gap="small", vertical_alignment="center")
    text.markdown(plain(said) + (f"  \n:gray[{plain(_('Reason: {text}').format(text=why))}]" if why else ""))
    with buttons:
        if broken.limit != "share_below":
            is_upper = broken.limit.endswith("_above")
            st.button(
                _("To the upper limit") if is_upper else _("To the lower limit"), key=f"to_limit_{number}", width="stretch",
                on_click=keep_to_limit, args=(look.plan, look.typed, row, broken),
            )
        with st.popover(_("Reason"), width="stretch"):
            key = f"reason_{look.month:%Y-%m}_{row.manager}_{row.tier}_{broken.limit}"
            st.text_input(
                _("Why it is all the same; printed on the sheet"), why, LONGEST, key=key, on_change=_keep_reason,
                args=(look, row, broken, key),
            )


def _keep_reason(look: Look, row: Row, broken: Broken, key: str) -> None:
    reason = (row.manager, row.tier, broken.limit)
    save_reason(current_warehouse(), look.view.store_id, look.month, reason, st.session_state[key])


def draw_development(look: Look) -> None:
    """Draw how many new customers the month needs, its arithmetic in words, and the numbers of the house to type."""
    lang, warehouse, view = current_language(), current_warehouse(), look.view
    kept = reading_of(view, "rooms", lambda: read_rooms(warehouse, view.store_id))
    with st.container(border=True, key="development", height="stretch"):
        title = _("New customers for {month}").format(month=format_month(look.month, lang))
        st.markdown(f"**{plain(title)}**")
        if kept is not None:
            house = House(kept["tables"], kept["periods"], kept["days"], Fraction(kept["occupancy"]), Fraction(kept["share"]))
            for line in development_words(read_development(warehouse, view.store_id, look.plan, house), lang):
                st.markdown(plain(line))
        else:
            st.caption(_("Say how many tables the house has, then it can be told how many new customers the month needs."))
        with st.popover(_("Tables, days and shares")):
            days = month_end(look.month).day
            _ask_house(look, kept or {"tables": 20, "periods": 2, "days": days, "occupancy": "80", "share": "45"})


def _ask_house(look: Look, kept: dict) -> None:
    if not may_set():
        return
    with st.form("house_form", border=False):
        tables = st.number_input(_("Tables of the house"), 1, 100_000, int(kept["tables"]), key="house_tables")
        periods = st.number_input(_("Meal periods a day"), 1, 24, int(kept["periods"]), key="house_periods")
        days = st.number_input(_("Open days of the month"), 1, 31, int(kept["days"]), key="house_days")
        occupancy = st.number_input(_("Wanted occupancy (%)"), 0, 100, int(Fraction(kept["occupancy"])), key="house_occupancy")
        share = st.number_input(_("Wanted share of known customers (%)"), 0, 100, int(Fraction(kept["share"])), key="house_share")
        if st.form_submit_button(_("Save"), key="save_house"):
            save_rooms(current_warehouse(), look.view.store_id, {
                "tables": tables, "periods": periods, "days": days, "occupancy": str(occupancy), "share": str(share),
            })
            st.rerun()
