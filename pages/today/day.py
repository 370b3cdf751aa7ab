"""What the page looks at: a store, the day of the list, a manager; and the list of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, choose, show_in_address, stop
from pages.shared.day_list import list_of, mark_before
from pages.shared.house import View, current_warehouse, reading_but_contacts, reading_of, saved_settings
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.phone import fold_line
from pages.shared.saves import chances_of, effects_of, is_by_saves
from pages.shared.seeing import all_of_them
from pages.shared.view import EARLIEST, LATEST, open_pickers, parse_day, settle_scheme
from segmentation.language.i18n import format_short_day, format_weekday
from segmentation.measures.managers.register import Register, read_managers
from segmentation.measures.managers.today import (
    NO_HABITS,
    Call,
    Today,
    holders_on,
    pressing_first,
    read_day_contacts,
    read_habits,
)
from segmentation.measures.trials.saved_money import in_order_of_saves
from segmentation.settings.clock import today

ORDER = "today_order"
EVERYBODY, NOBODY = "", "-"  # managers of these names there are none
AHEAD = timedelta(days=7)
MORE = 3


class Day(NamedTuple):
    """What is looked at: ``found`` is the list, ``calls`` those of it that are picked, with habits, called ones among them.

    ``contacts`` are those of the day (``read_day_contacts``) with the customers of the picked manager. ``ahead`` says that the
    list is that of a week later, while what is tapped is noted on ``on``.
    """

    view: View
    on: date
    manager: str
    found: Today
    calls: list[Call]
    contacts: list[dict[str, Any]]
    ahead: bool

    @property
    def left(self) -> list[Call]:
        return [call for call in self.calls if not call.is_done]

    @property
    def key(self) -> str:
        """What keeps widgets of this store, day and manager apart from others."""
        return f"{self.view.store_id}_{self.on}_{self.manager}"


def pick_day(title: Markdown) -> Day:
    """Draw the page's title with its pickers (store, manager, day) and return the list of what was picked."""
    settle_scheme(None)
    store, (head, second, third) = open_pickers(title, [3.4, 1.7, 1.7, 1.5])
    with third:
        on = _pick_on()
    view = View(store, min(store["last_date"], on), saved_settings(store["store_id"])["window"])
    if on < store["first_date"]:
        st.info(_("The first bill of {store} is later than that day.").format(store=plain(store["store"])))
        stop()
    ahead = st.session_state.get("today_ahead") == (view.store_id, on)
    found = list_ahead(view, on) if ahead else list_of(view, on)
    if is_by_saves(ORDER):
        found = in_order_of_saves(found, chances_of(view), effects_of(view))
    with second:
        manager = _pick_manager(view, found)
    lang = current_language()
    said = (plain(_manager_name(manager)), f"{format_short_day(on, lang)} {format_weekday(on, lang)}")
    fold_line(head, "pickers", said)
    calls = _with_habits(view, found, picked(found, limit_of(view, found, on, manager), manager))
    contacts = [row for row in contacts_of(view, on) if _is_of(row["manager"], manager)]
    return Day(view, on, manager, found, calls, contacts, ahead)


def list_ahead(view: View, on: date) -> Today:
    """Return the list of a week later, as it is said on ``on``."""
    return replace(list_of(view, on + AHEAD), on=on)


def in_office(day: Day) -> list[str]:
    """Return the managers who are in office on the day of the list and stay."""
    return [each.name for each in register_of(day.view).managers if each.takes(day.on)]


def register_of(view: View) -> Register:
    """Return the managers of the store."""
    warehouse = current_warehouse()
    return reading_but_contacts(view, "register", lambda: read_managers(warehouse, view.store_id, view.as_of))


def contacts_of(view: View, on: date) -> list[dict[str, Any]]:
    """Return who was contacted on a day."""
    warehouse = current_warehouse()
    holders = reading_but_contacts(view, f"holders {on}", lambda: holders_on(warehouse, view.store_id, on, on))
    return reading_of(view, f"contacts {on}", lambda: read_day_contacts(warehouse, view.store_id, on, holders))


def contacts_of_day_before(view: View, on: date) -> list[dict[str, Any]]:
    """Return who was contacted on the day before; what is tapped on ``on`` leaves it read."""
    mark, before = mark_before(view, on), on - timedelta(days=1)
    return reading_but_contacts(view, f"contacts {before} {mark}", lambda: contacts_of(view, before))


def limit_of(view: View, found: Today, on: date, manager: str) -> int:
    """Return how many each manager calls on the day: as many as the settings say, and those asked for besides."""
    return found.rules.per_day + st.session_state.get(f"more_{view.store_id}_{on}_{manager}", 0)


def picked(found: Today, limit: int | None, manager: str) -> list[Call]:
    """Return the calls of the list that the picked manager has; of all managers the most pressing first, nobody's last."""
    calls = [call for call in found.of_day(limit) if _is_of(call.manager, manager)]
    return pressing_first(calls) if manager == EVERYBODY else calls


def _with_habits(view: View, found: Today, calls: list[Call]) -> list[Call]:
    warehouse, keys = current_warehouse(), tuple(call.customer for call in calls)
    known = reading_but_contacts(view, f"habits {hash(keys)}", lambda: read_habits(warehouse, view.store_id, found, calls))
    return [replace(call, habits=known.get(call.customer, NO_HABITS)) for call in calls]


def _is_of(manager: str | None, asked: str) -> bool:
    return asked == EVERYBODY or (manager is None if asked == NOBODY else manager == asked)


def _manager_name(manager: str) -> str:
    return {EVERYBODY: all_of_them(_("All managers")), NOBODY: _("Nobody's")}.get(manager, manager)


def _pick_manager(view: View, found: Today) -> str:
    """Draw the managers with how many calls of each are made, and return the one picked, kept and in the address bar."""
    calls = found.of_day(found.rules.per_day)
    names = sorted({call.manager for call in found.calls if call.manager})
    options = [EVERYBODY, *names, *([NOBODY] if any(call.manager is None for call in calls) else [])]
    asked = asked_for("manager")
    if asked is not None:
        st.session_state["manager"] = asked
    chosen = st.session_state.get("manager", EVERYBODY)
    known = {NOBODY: NOBODY, **register_of(view).names}
    if chosen not in options and chosen not in known:
        st.warning(_("There is no manager “{name}” here; the list of all is shown.").format(name=plain(chosen)))
        chosen = st.session_state["manager"] = EVERYBODY
    chosen = known.get(chosen, chosen)
    if chosen not in options:
        options.append(chosen)  # he has nobody to call

    def label(manager: str) -> str:
        own = [call for call in calls if _is_of(call.manager, manager)]
        return f"{_manager_name(manager)} {sum(call.is_done for call in own)}/{len(own)}"

    st.session_state["pick_manager"], labels = chosen, {manager: label(manager) for manager in options}
    st.selectbox(
        _("Account manager"), options, format_func=labels.get, key="pick_manager", label_visibility="collapsed",
        on_change=choose, args=("manager",),
    )
    show_in_address("manager", chosen or None)
    return chosen


def _pick_on() -> date:
    """Draw the day of the list and return it: the one picked, else today."""
    asked, now = parse_day(asked_for("on")), today()
    if asked:
        st.session_state["on"] = asked if asked != now else None
    chosen = st.session_state.get("on") or now
    st.session_state["pick_on"] = chosen
    st.date_input(
        _("Day of the list"), min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", key="pick_on", on_change=choose,
        args=("on",), label_visibility="collapsed",
    )
    show_in_address("on", chosen.isoformat() if chosen != now else None)
    return chosen


def add_more(day: Day) -> None:
    """Let the list of the day be longer."""
    key = f"more_{day.view.store_id}_{day.on}_{day.manager}"
    st.session_state[key] = st.session_state.get(key, 0) + MORE


def look_ahead(day: Day) -> None:
    """Show whom to call within the week to come."""
    st.session_state["today_ahead"] = (day.view.store_id, day.on)
    address_is_behind("call")
