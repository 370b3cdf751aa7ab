"""By how much each grade is to grow: typed, for the manager who is picked, or for all of them."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from pages.shared.house import scheme
from pages.shared.language import _, current_language, plain
from pages.targets.look import Look
from segmentation.measures.managers.plan import EVERYBODY, MEASURES, implied_growth, type_growth
from segmentation.measures.managers.plan_words import money_text, number_text, was

MOST_WOKEN = 10_000


def draw_growths(look: Look) -> None:
    """Draw a box of growths: a row a grade, customers, frequency and standard in percent; of those asleep how many to wake."""
    with st.container(border=True, key="growths", height="stretch"):
        st.markdown(f"**{plain(_('Growth in %, change it here'))}**")
        heads = st.columns([0.5, 1, 1, 1])
        for place, head in zip(heads[1:], _measure_names().values(), strict=True):
            place.caption(head)
        for tier in look.proposal.tiers[:-1]:
            _draw_tier(look, tier)
        _draw_asleep(look, look.proposal.tiers[-1])
        if look.manager == EVERYBODY:
            st.caption(plain(_("A growth of customers is rounded to whole customers for each manager; the total is their sum.")))


def _draw_tier(look: Look, tier: str) -> None:
    typed = look.typed if any(of == tier for _manager, of in look.typed) else look.kept_growths
    own = implied_growth(look.plan, typed, look.manager, tier)
    first, *places = st.columns([0.5, 1, 1, 1], vertical_alignment="center")
    first.markdown(f"**{plain(_tier_name(tier))}**")
    for place, measure in zip(places, MEASURES, strict=True):
        key = f"growth_{look.key}_{look.manager}_{tier}_{measure}"
        st.session_state[key] = float(round(getattr(own, measure) * 100, 1))
        place.number_input(
            plain(f"{_tier_name(tier)} {_measure_names()[measure]}"), -100.0, 1000.0, step=1.0, format="%.1f", key=key,
            label_visibility="collapsed", on_change=_type, args=(look, tier, measure, key),
        )


def _draw_asleep(look: Look, tier: str) -> None:
    first, second, third = st.columns([0.5, 1, 2], vertical_alignment="center")
    first.markdown(f"**{plain(_tier_name(tier))}**")
    came = was(look.proposal, False, look.manager, tier)
    woken = sum(row.customers for row in look.plan.of(look.manager) if row.tier == tier)
    key = f"growth_{look.key}_{look.manager}_{tier}_woken"
    st.session_state[key] = woken
    second.number_input(
        _("How many to wake"), 0, MOST_WOKEN, step=1, key=key, label_visibility="collapsed", on_change=_type,
        args=(look, tier, "woken", key), disabled=look.manager == EVERYBODY,
    )
    text = _("pick a manager to wake some") if look.manager == EVERYBODY else _("to wake")
    if look.proposal.recent_months and look.manager != EVERYBODY:
        text = _("to wake; {count} came back a month, at {money}").format(
            count=number_text(came.customers), money=money_text(came.standard, current_language())
        )
    third.caption(plain(text))


def _measure_names() -> dict[str, str]:
    return dict(zip(MEASURES, (_("Customers"), _("Frequency"), _("Standard")), strict=True))


def _tier_name(tier: str) -> str:
    return scheme().tier(tier).label[current_language()]


def _type(look: Look, tier: str, measure: str, key: str) -> None:
    """Lay what was typed over the plan: of one manager his row, of all each manager's row of the grade."""
    value = st.session_state[key]
    if value is None:
        return
    number = int(value) if measure == "woken" else Fraction(str(value)) / 100
    type_growth(look.plan, look.typed, look.manager, tier, measure, number)
