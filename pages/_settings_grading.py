"""The settings of a scheme for a store: changed, tried on the store's own customers, then saved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages._language import _, current_language
from pages._parts import plain, scheme
from segmentation.errors import InputError
from segmentation.i18n import format_count, format_day, format_money_short
from segmentation.measures.grading import Rehearsal, default_as_of, rehearse
from segmentation.schemes import Scheme, Setting, Value
from segmentation.settings import reset_scheme_settings, save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse


def show_grading(house: Warehouse, store: dict[str, Any]) -> None:
    """Draw the scheme's settings, what they would change, and the buttons that try, save and reset them."""
    rules, store_id = scheme(), store["store_id"]
    saved = scheme_settings(house, store_id, rules)
    st.markdown(plain(rules.summary[current_language()]))
    wanted = _draw(rules, store_id, saved)
    with st.container(horizontal=True):
        changed = wanted != saved
        tried = st.session_state.get("rehearsed") == (store_id, wanted)
        if st.button(_("Try it"), key="rehearse", type="primary" if changed and not tried else "secondary"):
            st.session_state["rehearsed"] = (store_id, wanted)
            st.rerun()
        if st.button(_("Save"), key="save_settings", disabled=not changed, type="primary" if tried else "secondary"):
            _keep(house, store_id, "saved", lambda: save_scheme_settings(house, store_id, rules, wanted))
        if st.button(_("Back to the defaults"), key="reset_settings", disabled=saved == rules.defaults() and not changed):
            _keep(house, store_id, "reset", lambda: reset_scheme_settings(house, store_id, rules))
    said = st.session_state.get("grading_said")
    if said == (store_id, "saved", house.version) and not changed:
        st.success(_("Saved. From now on this store's customers are graded by these rules."))
    if said == (store_id, "reset", house.version) and not changed:
        st.success(_("The defaults hold again for this store."))
    if changed and tried:
        _show_rehearsal(house, store, rules, saved, wanted)
    elif changed:
        st.caption(_("Not saved yet. “Try it” shows who would change grade."))


def _keep(house: Warehouse, store_id: int, said: str, change) -> None:
    try:
        change()
    except InputError as error:
        st.error(plain(error.text(current_language())))
        st.stop()
    st.session_state["grading_said"] = (store_id, said, house.version)
    st.session_state.pop("grading_draft", None)
    st.session_state.pop("rehearsed", None)
    st.rerun()


# --- the form --------------------------------------------------------------------------------------------------------


def _draw(rules: Scheme, store_id: int, saved: dict[str, Value]) -> dict[str, Value]:
    """Draw one widget a setting and return the settings as they stand there; what is not saved yet is kept as a draft."""
    draft = st.session_state.setdefault("grading_draft", {}).setdefault(store_id, {})
    wanted = saved | rules.parse(draft)
    cells = st.columns(3)
    for number, setting in enumerate(rules.settings):
        with cells[number % 3]:
            _draw_setting(setting, wanted[setting.name], f"set_{store_id}_{setting.name}", draft)
    return wanted


def _draw_setting(setting: Setting, value: Value, key: str, draft: dict[str, str]) -> None:
    lang = current_language()

    def keep() -> None:
        if st.session_state[key] is not None:
            draft[setting.name] = str(st.session_state[key])

    if setting.type == "choice":
        st.session_state[key] = value
        st.selectbox(
            setting.label[lang], list(setting.choices), format_func=lambda choice: setting.choices[choice][lang], key=key,
            help=setting.help[lang], on_change=keep,
        )
        return
    whole = setting.type == "days"
    number = int if whole else float
    st.session_state[key] = number(value)
    low, high = (number(end) for end in setting.range)
    st.number_input(
        setting.label[lang], low, high, step=number(1), format="%d" if whole else "%g", key=key, help=setting.help[lang],
        on_change=keep,
    )


# --- the rehearsal ---------------------------------------------------------------------------------------------------


def _show_rehearsal(
    house: Warehouse, store: dict[str, Any], rules: Scheme, saved: dict[str, Value], wanted: dict[str, Value]
) -> None:
    lang = current_language()
    as_of = default_as_of(house, store["store_id"])
    if as_of is None:
        st.info(_("{store} has no bills yet.").format(store=plain(store["store"])))
        return
    with st.spinner(_("Grading the customers by the new rules …")):
        done = _rehearse(house.version, store["store_id"], as_of, str(saved), str(wanted), house, saved, wanted)
    moves = done.matrix.to_pylist()
    best = rules.tiers[0]
    lost = sum(move["customers"] for move in moves if move["from_tier"] == best.key != move["to_tier"])
    won = sum(move["customers"] for move in moves if move["to_tier"] == best.key != move["from_tier"])
    if not done.moved:
        st.subheader(_("None of {customers} customers would change grade").format(customers=format_count(done.customers, lang)))
        return
    st.subheader(
        _("{moved} of {customers} customers would change grade; {lost} would lose {best}, {won} would gain it").format(
            moved=format_count(done.moved, lang), customers=format_count(done.customers, lang), lost=format_count(lost, lang),
            best=best.label[lang], won=format_count(won, lang),
        )
    )
    note = _("Seen on {day}. Lines: the grade now; columns: the grade then; the amount is what these customers bring now.")
    st.caption(note.format(day=format_day(as_of, lang)))
    cells = {(move["from_tier"], move["to_tier"]): move for move in moves}
    table = {_("Now"): [f"**{tier.label[lang]}**" for tier in rules.tiers]}
    for then in rules.tiers:
        label = _("then {tier}").format(tier=then.label[lang])
        table[label] = [_cell(cells[now.key, then.key], now is then) for now in rules.tiers]
    st.table(table, hide_index=True)


def _cell(move: dict[str, Any], stays: bool) -> str:
    lang = current_language()
    if not move["customers"]:
        return ":gray[–]"
    text = plain(f"{format_count(move['customers'], lang)} · {format_money_short(move['contribution'], lang)}")
    return f":gray[{text}]" if stays else f"**{text}**"


@st.cache_resource(show_spinner=False, max_entries=8)
def _rehearse(version: str, store_id: int, as_of, now: str, then: str, _house: Warehouse, _saved, _wanted) -> Rehearsal:
    return rehearse(_house, store_id, scheme(), as_of, _saved, _wanted)
