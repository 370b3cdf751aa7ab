"""The next draw: a list is chosen, what a draw would do is said, and a tap draws it; it can be taken back at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import streamlit as st

from pages.shared.groups import find_group_of, group_names
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_change, may_set, rights_here
from segmentation.fields import TRIAL_LISTS
from segmentation.ingest.trials import ListAsked, first_day_of, start_trial, take_back_trial
from segmentation.language.errors import InputError
from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import N_, format_day
from segmentation.measures.festivals.around import festivals_on
from segmentation.measures.trials.lists import FESTIVAL, GROUP, OF_TODAY, read_list, without_drawn
from segmentation.measures.trials.results import Results
from segmentation.measures.trials.words import finding_draw
from segmentation.settings.clock import now, today
from segmentation.settings.trial_rules import (
    LIMITS,
    TrialRules,
    parse_trial_rules,
    reset_trial_rules,
    save_trial_rules,
    trial_rules,
)

DONE = {
    "drawn": N_("Drawn. Those left alone are off today's list from now on."),
    "ended": N_("Ended: everybody can be called again."), "taken_back": N_("Taken back: everybody can be called again."),
    "brought_back": N_("Brought back: it runs on as it was drawn."),
}


def draw_next(view: View, found: Results) -> None:
    """Draw the choice of a list and the button that draws from it, for whom that is open."""
    if not may_change("trials", "trial_customers"):
        return
    lang = current_language()
    st.markdown(f"**{_('Draw from a list')}**")
    first, place = first_day_of(view.store["last_date"], today()), st.container()
    rules = _draw_limits(view)
    text = _("A part of it is left alone by lot: so it can be told what calls do. Drawn today, it tells with the bills of {day}.")
    place.caption(text.format(day=format_day(first + timedelta(days=rules.days - 1), lang)))
    names = {kind: _(TRIAL_LISTS[kind]) for kind in OF_TODAY if kind != FESTIVAL}
    names |= {
        f"{FESTIVAL}:{each.key}": f"{_(TRIAL_LISTS[FESTIVAL])} · {_(FESTIVALS[each.key])}"
        for each in festivals_on(current_warehouse(), view.store_id, max(today(), view.store["last_date"]))
    }
    names |= {f"{GROUP}:{number}": name for number, name in group_names(view).items()}
    chosen = st.selectbox(
        _("List"), list(names), index=None, format_func=names.get, key=f"trial_list_{view.store_id}",
        placeholder=_("Choose a list"), label_visibility="collapsed", width=320,
    )
    if chosen not in names:
        return
    asked = _list_of(view, chosen)
    asked, drawn = without_drawn(asked, found, first)
    st.write(plain(finding_draw(asked.customers.num_rows, rules, first, lang, drawn)))
    st.button(
        _("Draw now"), key="draw_trial", type="primary", disabled=not rules.left_of(asked.customers.num_rows),
        on_click=_draw, args=(view, asked, rules),
    )


def _list_of(view: View, chosen: str) -> ListAsked:
    """Return the list as it is called today, of the last bills there are, without who stands in a draw that runs."""
    warehouse, on, last = current_warehouse(), today(), view.store["last_date"]
    kind, _colon, which = chosen.partition(":")
    occasion = which if kind == FESTIVAL else None
    group, own, settings = find_group_of(view, which if kind == GROUP else None), scheme(), settings_of(view)
    with st.spinner(_("Looking for whom to call …")):
        return reading_of(
            view, f"trial list {chosen} {on}",
            lambda: read_list(warehouse, view.store_id, kind, own, last, max(on, last), settings, group, occasion=occasion),
        )


def _draw(view: View, asked: ListAsked, rules: TrialRules) -> None:
    first = first_day_of(view.store["last_date"], today())
    by = rights_here().account
    done: dict[str, Any] = {}

    def write() -> None:
        done["number"] = start_trial(current_warehouse(), view.store_id, asked, first, rules, now(), by)

    change_trial(view, 0, "drawn", write)
    if "number" in done:
        st.session_state["trial_done"]["number"] = done["number"]


def change_trial(view: View, number: int, what: str, write: Callable[[], object]) -> None:
    """Write a change of a draw, in a callback, and let the page say what was done."""
    try:
        write()
    except InputError as error:
        st.session_state["trial_error"] = error
        return
    st.session_state["trial_done"] = {"store_id": view.store_id, "number": number, "what": what}


def say_done(view: View) -> None:
    """Say what was done last, and after a draw offer to take it back; say why something could not be done."""
    if error := st.session_state.pop("trial_error", None):
        st.error(plain(error.text(current_language())))
    done = st.session_state.get("trial_done")
    if done is None or done["store_id"] != view.store_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="trial_note"):
        st.success(_(DONE[done["what"]]))
        if done["what"] == "drawn":
            last, number = view.store["last_date"], done["number"]
            st.button(_("Undo"), key="undo_trial", on_click=change_trial, args=(
                view, number, "taken_back",
                lambda: take_back_trial(current_warehouse(), view.store_id, number, today(), last, now()),
            ))


def _draw_limits(view: View) -> TrialRules:
    """Draw the limits of a draw and return those that are typed; an owner can save them for the store."""
    warehouse = current_warehouse()
    kept = trial_rules(warehouse, view.store_id)
    with st.expander(_("Limits: how many are left alone, and for how long")):
        written = {}
        for cell, (name, limit) in zip(st.columns(len(LIMITS), vertical_alignment="bottom"), LIMITS.items(), strict=True):
            written[name] = str(cell.number_input(
                _(limit.label), int(limit.low), int(limit.high), getattr(kept, name), 1, help=_(limit.help), format="%d",
                key=f"trial_limit_{name}_{view.store_id}_{warehouse.version}",
            ))
        rules = parse_trial_rules(written, kept)
        if may_set():
            with st.container(horizontal=True):
                st.button(
                    _("Save for this store"), key="save_trial_limits", type="primary", disabled=rules == kept,
                    on_click=save_trial_rules, args=(warehouse, view.store_id, written),
                )
                st.button(
                    _("Back to the defaults"), key="reset_trial_limits", on_click=reset_trial_rules,
                    args=(warehouse, view.store_id),
                )
    return rules
