"""What a desk filters: of who is left to call those of some reasons and grades; a phone shows them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared.groups import find_group_of, group_names, members_of
from pages.shared.house import View, scheme
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.saves import is_by_saves, pick_order, say_effects
from pages.shared.seeing import all_of_them
from pages.today.day import ORDER, Day
from segmentation.fields import CALL_REASONS
from segmentation.language.i18n import format_count
from segmentation.measures.managers.today import Call

NONE = ""  # stands for no grade


def pick_calls(day: Day) -> list[Call]:
    """Draw the reasons and grades of who is left, each with how many, and saved groups; return those who have what is picked."""
    left, lang = day.left, current_language()
    reasons, tiers = Counter(call.reason for call in left), Counter(call.tier or NONE for call in left)
    of_reasons = {key: _(text) for key, text in CALL_REASONS.items() if key in reasons}
    of_tiers = {tier.key: plain(tier.label[lang]) for tier in scheme().tiers if tier.key in tiers}
    if NONE in tiers:
        of_tiers[NONE] = _("No grade")
    groups = group_names(day.view)
    if left:
        with st.container(key="wide_today_order"):
            pick_order(ORDER)
            if is_by_saves(ORDER):
                say_effects(day.view)
    if max(len(of_reasons), len(of_tiers)) < 2 and not groups:
        return left
    with st.container(key="wide_today_filters", horizontal=True, gap="small"):
        picked = _pick("today_reasons", _("All reasons"), of_reasons, reasons)
        graded = _pick("today_tiers", _("All grades"), of_tiers, tiers)
        members = _pick_members(day.view, groups)
    return [
        call for call in left
        if (not picked or call.reason in picked) and (not graded or (call.tier or NONE) in graded)
        and (members is None or call.customer in members)
    ]


def _pick_members(view: View, groups: Mapping[str, str]) -> set[str] | None:
    """Draw the saved groups, and return who is in the one that is picked (None: all customers)."""
    names = {"": all_of_them(_("All customers")), **groups}
    if st.session_state.get("today_group") not in names:
        st.session_state["today_group"] = ""
    if len(names) > 1:
        st.selectbox(
            _("Saved group"), list(names), format_func=names.get, key="today_group", label_visibility="collapsed", width=220,
            persist_state="session",
        )
    group = find_group_of(view, st.session_state["today_group"])
    return None if group is None else {*members_of(view, group)["customer_key"].to_pylist()}


def _pick(key: str, everything: Markdown, names: Mapping[str, Markdown], counts: Mapping[str, int]) -> Sequence[str]:
    lang = current_language()
    held = st.session_state.get(key, [])
    if stale := [each for each in held if each not in names]:  # somebody called the last one of it
        st.session_state[key] = [each for each in held if each not in stale]
    labels = {each: f"{name} {format_count(counts[each], lang)}" for each, name in names.items()}
    return st.multiselect(
        everything, list(names), key=key, format_func=labels.get, placeholder=everything, label_visibility="collapsed", width=300,
        persist_state="session",
    )
