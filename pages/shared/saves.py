"""The other order of lists to call: by what a call would save; what it is made of is said below."""

from __future__ import annotations

import streamlit as st

from pages.shared.drawn import trials_of
from pages.shared.house import View, current_warehouse, reading_but_contacts
from pages.shared.language import _, current_language, plain
from segmentation.language.i18n import N_
from segmentation.measures.trials.saved_money import Chances, Effects, FittedChances, read_chances
from segmentation.measures.trials.words import effects_text

STAKE, SAVES = "stake", "saves"
ORDERS = {STAKE: N_("By what is at stake"), SAVES: N_("By what a call would save")}


def pick_order(key: str) -> None:
    """Draw the choice between the two orders, which ``is_by_saves`` reads."""
    names = {order: _(text) for order, text in ORDERS.items()}
    st.segmented_control(
        _("Order"), list(names), format_func=names.get, key=key, default=STAKE, required=True, label_visibility="collapsed",
        persist_state="session",
    )


def is_by_saves(key: str) -> bool:
    """Return whether the list of that choice is asked for by what a call would save."""
    return st.session_state.get(key) == SAVES


def chances_of(view: View) -> Chances:
    """Return the chances of being lost: by the forecast where it is fitted, else by the gaps of all customers of the house."""
    warehouse = current_warehouse()
    with st.spinner(_("Looking for who is slipping away …")):
        return reading_but_contacts(view, "chances", lambda: read_chances(warehouse, view.store_id, view.as_of))


def effects_of(view: View) -> Effects:
    """Return the effects of calls that are measured by the day of the page."""
    return Effects(trials_of(view))


def say_effects(view: View) -> None:
    """Say what the order is made of, and from which calls the effects come."""
    text = _("A call would save: what is at stake × the chance that he does not come back within 12 weeks × the effect of calls.")
    if isinstance(chances_of(view), FittedChances):
        text = _(
            "A call would save: what is at stake × the chance that he is gone, by the forecast (of who came once only: that he "
            "does not come back within 12 weeks) × the effect of calls."
        )
    gap = " " if current_language() == "en" else ""
    effects = effects_of(view)
    st.caption(plain(text + gap + effects_text(effects.measured, effects.draws_of, current_language())))
