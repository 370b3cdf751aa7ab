"""The row of pickers on top of a page: store, as-of day, window, grading scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.address import address_is_behind, asked_for, choose, show_in_address, stop
from pages.shared.empty import empty_state, offer_upload
from pages.shared.house import View, known_schemes, saved_settings, scheme, scheme_of_trade, stores
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.phone import fold_line, foldable
from segmentation.schemes import DEFAULT

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
ANY_RULE: tuple[str, ...] = ()


def looked_at() -> int | None:
    """Return the store that the address asks for by its number or name, else the one last looked at; None where there is none."""
    names = {row["store_id"]: row["store"] for row in stores()}
    asked = asked_for("store")
    for number, name in names.items():
        if asked in (str(number), name):
            st.session_state["store"] = number
            break
    held = st.session_state.get("store")
    return held if held in names else None


def to_look_at() -> int | None:
    """Return the store that pages look at: ``looked_at``, else the first with bills, else the first; None for no store."""
    held, numbers = looked_at(), [row["store_id"] for row in sorted(stores(), key=lambda row: not row["bills"])]
    return numbers[0] if held is None and numbers else held


def pick_store() -> dict[str, Any] | None:
    """Draw the store picker and return the chosen store, kept across pages and in the address bar; None where there is none."""
    known = {row["store_id"]: row for row in stores()}
    chosen = st.session_state["pick_store"] = to_look_at()
    if not known:
        return None
    st.selectbox(
        _("Store"), list(known), format_func=lambda number: known[number]["store"], key="pick_store",
        label_visibility="collapsed", on_change=choose, args=("store",),
    )
    st.session_state["store"] = chosen
    show_in_address("store", str(chosen))
    return known[chosen]


def open_pickers(title: Markdown, widths: Sequence[float]) -> tuple[dict[str, Any], list[DeltaGenerator]]:
    """Draw a page's title with the picker of its store and return the store and the places: the title's, then free ones.

    Where no store has a bill yet, the empty state is drawn instead and the page stops; a store without bills says so.
    """
    if not any(row["bills"] for row in stores()):
        st.title(title, anchor=False)
        empty_state()
        stop()
    with foldable("pickers"):
        head, first, *others = st.columns(widths, gap="small", vertical_alignment="center")
    head.title(title, anchor=False)
    with first:
        store = pick_store()
    if not store["bills"]:
        fold_line(head, "pickers", [plain(store["store"])])
        st.info(_("{store} has no bills yet.").format(store=plain(store["store"])))
        offer_upload()
        stop()
    return store, [head, *others]


def pick_view(title: Markdown, rules: Sequence[str] | None = ANY_RULE, start: str | None = None) -> View:
    """Draw the page's title with the row of pickers (store, as-of, window, scheme) and return what was picked.

    ``rules`` are the rule families whose schemes can be picked; None: the page shows no grades, and has no such picker.
    ``start`` is the scheme that the page begins with; it then keeps a pick of its own.
    Where no store has a bill yet, the empty state is drawn instead and the page stops; a store without bills says so.
    """
    settle_scheme(rules, start)
    widths = [3.4, 1.6, 1.7, 1.4] if rules is None else [2.9, 1.6, 1.7, 1.4, 1.9]
    store, (head, second, third, *fourth) = open_pickers(title, widths)
    with second:
        as_of = pick_as_of(store["last_date"])
    for cell in fourth:
        with cell:
            pick_scheme(rules, start)
    with third:
        window = pick_window(saved_settings(store["store_id"])["window"])
    view = View(store, as_of, window)
    fold_line(head, "pickers", said_of(view, with_scheme=rules is not None))
    return view


def said_of(view: View, *, with_scheme: bool) -> list[Markdown]:
    """Return what was picked in words, in the order of the pickers."""
    lang, own = current_language(), scheme()
    said = [view.store["store"], view.as_of.isoformat(), own.setting("window").choices[view.window][lang]]
    return [plain(each) for each in (*said, *([own.label[lang]] if with_scheme else []))]


def settle_scheme(rules: Sequence[str] | None = ANY_RULE, start: str | None = None) -> None:
    """Settle which scheme the page grades by: the one that the address bar asks for, else the one picked last for such pages."""
    known = [key for key, each in known_schemes().items() if rules is not None and (not rules or each.rule in rules)]
    kept = _kept_scheme(rules, start)
    asked = None if rules is None else asked_for("scheme")
    if asked in known:
        st.session_state[kept] = asked
        st.session_state["window"] = None
    wanted = (st.session_state.get(kept), start or scheme_of_trade(to_look_at()), *known, DEFAULT)
    st.session_state["scheme_now"] = next(key for key in wanted if key in known or key == DEFAULT)


def pick_scheme(rules: Sequence[str] = ANY_RULE, start: str | None = None) -> None:
    """Draw the picker of the schemes of these rule families; the window goes back to that of the scheme picked."""
    lang, kept = current_language(), _kept_scheme(rules, start)
    known = {key: each for key, each in known_schemes().items() if not rules or each.rule in rules}

    def keep() -> None:
        st.session_state[kept] = st.session_state["pick_scheme"]
        st.session_state["window"] = None
        address_is_behind("scheme")

    st.session_state["pick_scheme"] = scheme().key
    st.selectbox(
        _("Grading scheme"), list(known), format_func=lambda key: known[key].label[lang], key="pick_scheme", on_change=keep,
        label_visibility="collapsed",
    )
    show_in_address("scheme", scheme().key)


def _kept_scheme(rules: Sequence[str] | None, start: str | None) -> str:
    return "_".join(["scheme", *(rules or ()), *([start] if start else [])])


def pick_key(label: Markdown, name: str, words: Mapping[str, str], default: str) -> str:
    """Draw the choice between the keys of ``words`` (msgids) and return it, kept and in the address bar as ``name``."""
    asked = asked_for(name)
    if asked in words:
        st.session_state[name] = asked
    chosen = st.session_state.setdefault(name, default)
    st.session_state[f"pick_{name}"] = chosen
    said = {key: _(word) for key, word in words.items()}
    st.segmented_control(
        label, list(words), format_func=said.get, key=f"pick_{name}", required=True, on_change=choose, args=(name,),
        label_visibility="collapsed",
    )
    show_in_address(name, chosen)
    return chosen


def pick_as_of(last_day: date) -> date:
    """The day picked, else the store's last day with a bill; that one moves on as bills land."""
    asked = parse_day(asked_for("as_of"))
    if asked:
        st.session_state["as_of"] = asked if asked != last_day else None  # Back may lead to what nobody had picked
    chosen = st.session_state.get("as_of") or last_day
    st.session_state["pick_as_of"] = chosen
    st.date_input(
        _("As of"), min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", key="pick_as_of",
        on_change=choose, args=("as_of",), label_visibility="collapsed",
    )
    show_in_address("as_of", chosen.isoformat())
    return chosen


def parse_day(text: str | None) -> date | None:
    """Return the day that ``text`` says in ISO form; None for anything else.

    >>> parse_day("2026-10-31"), parse_day("31.10."), parse_day("0001-01-01"), parse_day(None)
    (datetime.date(2026, 10, 31), None, None, None)
    """
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def pick_window(saved: str) -> str:
    """The window picked, else the one saved for the store."""
    setting = scheme().setting("window")
    asked = asked_for("window")
    if asked in setting.choices:
        st.session_state["window"] = asked if asked != saved else None  # Back may lead to what nobody had picked
    picked = st.session_state.get("window")
    chosen = picked if picked in setting.choices else saved
    st.session_state["pick_window"] = chosen
    lang = current_language()
    st.selectbox(
        plain(setting.label[lang]), list(setting.choices), format_func=lambda value: setting.choices[value][lang],
        key="pick_window", label_visibility="collapsed", on_change=choose, args=("window",),
    )
    show_in_address("window", chosen)
    return chosen
