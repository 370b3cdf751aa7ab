"""The settings of a scheme for a store: changed, tried on the store's own customers, then saved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared.address import stop
from pages.shared.house import known_schemes
from pages.shared.language import _, current_language, plain
from pages.shared.moves import draw_moves
from segmentation.language.errors import InputError
from segmentation.measures.grades.grading import Rehearsal, default_as_of, rehearse
from segmentation.measures.movement.snapshots import schemes_with_kept_months
from segmentation.schemes import DEFAULT, Scheme, Setting, Value
from segmentation.settings.kept import reset_scheme_settings, save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse


def show_grading(warehouse: Warehouse, store: dict[str, Any]) -> None:
    """Draw the scheme's settings, what they would change, and the buttons that try, save and reset them."""
    rules, store_id = _pick_rules(), store["store_id"]
    found = scheme_settings(warehouse, store_id, rules)
    saved = {setting.name: found[setting.name] for setting in rules.settings}
    st.markdown(plain(rules.summary[current_language()]))
    wanted = _draw(rules, store_id, saved)
    with st.container(horizontal=True):
        changed = wanted != saved
        tried = st.session_state.get("rehearsed") == (store_id, rules.key, wanted)
        if st.button(_("Try it"), key="rehearse", type="primary" if changed and not tried else "secondary"):
            st.session_state["rehearsed"] = (store_id, rules.key, wanted)
            st.rerun()
        if st.button(_("Save"), key="save_settings", disabled=not changed, type="primary" if tried else "secondary"):
            others = {name: value for name, value in wanted.items() if value != saved[name]}
            _keep(warehouse, store_id, "saved", lambda: save_scheme_settings(warehouse, store_id, rules, others))
        if st.button(_("Back to the defaults"), key="reset_settings", disabled=saved == rules.defaults() and not changed):
            _keep(warehouse, store_id, "reset", lambda: reset_scheme_settings(warehouse, store_id, rules))
    said = st.session_state.get("grading_said")
    if said == (store_id, "saved", warehouse.version) and not changed:
        st.success(_("Saved. From now on this store's customers are graded by these rules."))
        _point_to_kept_months(warehouse, store_id, rules)
    if said == (store_id, "reset", warehouse.version) and not changed:
        st.success(_("The defaults hold again for this store."))
        _point_to_kept_months(warehouse, store_id, rules)
    if changed and tried:
        _show_rehearsal(warehouse, store, rules, saved, wanted)
    elif changed:
        st.caption(_("Not saved yet. “Try it” shows who would change grade."))
    elif tried:
        st.caption(_("Nothing is changed yet: change a setting above, then try it."))


def _point_to_kept_months(warehouse: Warehouse, store_id: int, rules: Scheme) -> None:
    """Where months are kept of the scheme, say that they stay, and where they are found anew."""
    if rules.key in {each.key for each in schemes_with_kept_months(warehouse, store_id)}:
        st.caption(_("The month-end grades that were kept stay as they are. Should they follow the new rules, recalculate them:"))
        st.page_link("pages/migration/page.py", label=_("Kept months, on the page Migration"))


def _pick_rules() -> Scheme:
    """Draw the picker of the scheme whose settings are shown and return it."""
    lang, known = current_language(), known_schemes()
    st.session_state.setdefault("settings_scheme", DEFAULT)
    if st.session_state["settings_scheme"] not in known:
        st.session_state["settings_scheme"] = DEFAULT
    key = st.selectbox(
        _("Grading scheme"), list(known), format_func=lambda key: known[key].label[lang], key="settings_scheme", width=360
    )
    return known[key]


def _part(rules: Scheme) -> str:
    """Return what keeps the widgets of another scheme apart; those of the default scheme go without."""
    return "" if rules.key == DEFAULT else f"{rules.key}_"


def _keep(warehouse: Warehouse, store_id: int, said: str, change) -> None:
    try:
        change()
    except InputError as error:
        st.error(plain(error.text(current_language())))
        stop()
    st.session_state["grading_said"] = (store_id, said, warehouse.version)
    st.session_state.pop("grading_draft", None)
    st.session_state.pop("rehearsed", None)
    st.rerun()


# --- the form --------------------------------------------------------------------------------------------------------


def _draw(rules: Scheme, store_id: int, saved: dict[str, Value]) -> dict[str, Value]:
    """Draw one widget a setting and return the settings as they stand there; what is not saved yet is kept as a draft."""
    draft = st.session_state.setdefault("grading_draft", {}).setdefault((store_id, rules.key), {})
    wanted = saved | rules.parse(draft)
    cells = st.columns(3)
    for number, setting in enumerate(rules.settings):
        with cells[number % 3]:
            _draw_setting(setting, wanted[setting.name], f"set_{store_id}_{_part(rules)}{setting.name}", draft)
    return wanted


def _draw_setting(setting: Setting, value: Value, key: str, draft: dict[str, str]) -> None:
    lang = current_language()

    def keep() -> None:
        if st.session_state[key] is not None:
            draft[setting.name] = str(st.session_state[key])

    if setting.type == "choice":
        st.session_state[key] = value
        st.selectbox(
            plain(setting.label[lang]), list(setting.choices), format_func=lambda choice: setting.choices[choice][lang], key=key,
            help=plain(setting.help[lang]), on_change=keep,
        )
        return
    whole = setting.type == "days"
    number = int if whole else float
    st.session_state[key] = number(value)
    low, high = (number(end) for end in setting.range)
    st.number_input(
        plain(setting.label[lang]), low, high, step=number(1), format="%d" if whole else "%g", key=key,
        help=plain(setting.help[lang]), on_change=keep,
    )


# --- the rehearsal ---------------------------------------------------------------------------------------------------


def _show_rehearsal(
    warehouse: Warehouse, store: dict[str, Any], rules: Scheme, saved: dict[str, Value], wanted: dict[str, Value]
) -> None:
    as_of = default_as_of(warehouse, store["store_id"])
    if as_of is None:
        st.info(_("{store} has no bills yet.").format(store=plain(store["store"])))
        return
    with st.spinner(_("Grading the customers by the new rules …")):
        asked = (warehouse.version, rules.key, store["store_id"], as_of, str(saved), str(wanted))
        done = _rehearse(*asked, rules, warehouse, saved, wanted)
    draw_moves(done, rules.tiers, rules.tiers, as_of)


@st.cache_resource(show_spinner=False, max_entries=8)
def _rehearse(
    version: str, key: str, store_id: int, as_of, now: str, then: str, _rules: Scheme, _house: Warehouse, _saved, _wanted
) -> Rehearsal:
    return rehearse(_house, store_id, _rules, as_of, _saved, _wanted)
