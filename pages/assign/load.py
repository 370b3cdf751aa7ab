"""What each manager carries now and would carry, as bars with their figures, and who finds no room."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.house import View, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.managers import offer_room
from pages.shared.picking import Picker
from pages.shared.tables import ROW, draw_table
from segmentation.charts.managers.load import tell_load
from segmentation.language.i18n import format_money_short
from segmentation.measures.managers.assign import Assignment, Load, room_needed
from segmentation.measures.managers.findings import finding_load, finding_room, left_by_tier, why_no_room
from segmentation.measures.managers.register import Manager

SHOWN = 12  # managers; those who carry most once all is accepted
NAMED = 5  # customers without room
COLUMNS = ("manager", "of_most", "carried", "brought_now_and_then")


def draw_load(view: View, found: Assignment, pick: Picker) -> None:
    """Draw the managers in office who carry most: bars, and beside them their grades and what their customers bring."""
    lang = current_language()
    managers = found.in_office
    if len(managers) > SHOWN:
        managers = sorted(managers, key=lambda each: (-found.after(each.name).customers, each.name))[:SHOWN]
    if not managers:
        st.info(_("No manager is in office on this day. Change the days of one, or add one, under Managers."))
        return
    chart = tell_load(
        found, managers, lang, finding_load(found, managers, lang),
        _("Customers assigned now and to come by the proposals; the stroke is the limit"),
    )
    left, right = st.columns([0.82, 1.18], gap="medium", vertical_alignment="bottom")
    with left:
        draw_told(chart, "load_bars", height=ROW * (len(managers) + 1), width=520, pick=pick)
    with right:
        table = pa.table({
            "manager": pa.array([each.name for each in managers], pa.string()),
            "of_most": pa.array([f"{found.after(each.name).customers}/{each.capacity}" for each in managers], pa.string()),
            "carried": pa.array([_grades(found, each) for each in managers], pa.string()),
            "brought_now_and_then": pa.array([_brought(found, each, lang) for each in managers], pa.string()),
        })
        draw_table(table, COLUMNS, "load_table", SHOWN)


def _grades(found: Assignment, manager: Manager) -> str:
    """Return the grades that a manager has now, and in brackets those that come: "A11 B3 (+A3 B1)"."""
    now, more = _counts(found, found.before[manager.name]), found.claimed[manager.name] + found.matched[manager.name]
    return " ".join(filter(None, (now, f"(+{_counts(found, more)})" if more.customers else ""))) or "–"


def _brought(found: Assignment, manager: Manager, lang: str) -> str:
    now, then = found.before[manager.name].contribution, found.after(manager.name).contribution
    return " → ".join(dict.fromkeys(format_money_short(amount, lang) for amount in (now, then)))


def _counts(found: Assignment, load: Load) -> str:
    return " ".join(f"{tier}{count}" for tier, count in zip(found.tiers, load.tiers, strict=True) if count)


def draw_no_room(view: View, found: Assignment) -> None:
    """Draw the box of those whom nobody with room may take, if any: why, who, and the buttons that make room."""
    lang = current_language()
    if not found.unplaced.num_rows or not found.in_office:
        return
    with st.container(border=True, key="no_room"):
        counts = left_by_tier(found)
        why = (" " if lang == "en" else "").join(why_no_room(found, tier, lang) for tier in counts)
        st.markdown(f"**{plain(finding_room(found, lang))}** {plain(why)}")
        first = found.unplaced.slice(0, NAMED).to_pylist()
        people = [f"{row['name'] or row['customer']} {format_money_short(row['contribution'], lang)}" for row in first]
        st.write(plain(" · ".join(people)) + (" …" if found.unplaced.num_rows > NAMED else ""))
        with st.container(horizontal=True):
            for tier in counts:
                _offer_room(view, found, tier)
        st.caption(_("Or pick a manager in the list below. Who is left stays with nobody, and stands last on the lists."))


def _offer_room(view: View, found: Assignment, tier: str) -> None:
    """Draw the button that raises the capacity of the first who may take a grade until nobody of it is without room."""
    managers, _is_near = found.may_hold(tier)
    if not managers:
        return
    manager = managers[0]
    most = reading_of(view, f"room {tier}", lambda: room_needed(found, tier, manager.name))
    offer_room(view, found.register, manager.name, most, tier)
