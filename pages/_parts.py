"""What several pages share: the warehouse, the row of pickers, the empty state, figures, charts with their data."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages._language import _, current_language
from pages._samples import load_samples, wait_for_stopped_samples
from segmentation.errors import InputError
from segmentation.i18n import format_day
from segmentation.ingest.batches import list_stores
from segmentation.measures.explanation import Explanation, explain
from segmentation.measures.grading import grade
from segmentation.measures.overview import Overview, read_overview
from segmentation.own_schemes import all_schemes
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.settings import scheme_settings
from segmentation.warehouse import DEFAULT_PATH, Warehouse, open_default

if PagesManager.uses_pages_directory:
    # A link straight to a page, on a server that has not run app.py yet: Streamlit took the folder for an app of its older
    # kind and ran the page alone. From now on it runs app.py.
    PagesManager.uses_pages_directory = False
    st.rerun()

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
ANY_RULE: tuple[str, ...] = ()
STYLE = "<style>.stMainBlockContainer { padding: 2.5rem 2.5rem 4rem; }</style>"  # the answer belongs on the first screen


class View(NamedTuple):
    """What a page looks at: a store (a row of ``list_stores``), the as-of day and the window ("60" … "365", "all")."""

    store: dict[str, Any]
    as_of: date
    window: str

    @property
    def store_id(self) -> int:
        return self.store["store_id"]


def warehouse() -> Warehouse:
    """Return the app's warehouse, opened once a process; where it cannot be opened, say why and what to do, and stop."""
    wait_for_stopped_samples()
    try:
        return _open(os.environ.get("CUSTOMER_GRADING_DB") or str(DEFAULT_PATH))
    except InputError as error:
        st.error(plain(error.text(current_language())))
        st.button(_("Try again"), key="open_again")
        st.stop()


@st.cache_resource(show_spinner=False)
def _open(path: str) -> Warehouse:
    return open_default()


def stores() -> list[dict[str, Any]]:
    """Return every store with what stands in it (``list_stores``), read once a version of the warehouse."""
    house = warehouse()
    return _stores(house.version, house)


@st.cache_resource(show_spinner=False, max_entries=4)
def _stores(version: str, _warehouse: Warehouse) -> list[dict[str, Any]]:
    return list_stores(_warehouse)


def plain(text: str) -> str:
    r"""Return ``text`` so that markdown shows it as it is: names come from files, and may look like markup.

    >>> plain("<b>x</b> [a](b) $x$")
    '\\<b\\>x\\<\\/b\\> \\[a\\]\\(b\\) \\$x\\$'
    """
    unbroken = " ".join(text.split())
    apart = re.sub(r":(?=[a-zA-Z0-9_+-])", ":\u2060", unbroken)  # Streamlit turns :name: into a picture even where it is escaped
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", apart)


# --- the row of pickers ----------------------------------------------------------------------------------------------


def pick_store(label_visibility: str = "visible") -> dict[str, Any] | None:
    """Draw the store picker and return the chosen store, kept across pages and in the address bar; None where there is none."""
    known = {row["store_id"]: row for row in stores()}
    if not known:
        return None
    asked = asked_for("store")
    named = {row["store"]: number for number, row in known.items()}
    wanted = int(asked) if asked and asked.isascii() and asked.isdigit() and int(asked) in known else named.get(asked)
    if wanted is not None:
        st.session_state["store"] = wanted
    chosen = st.session_state.get("store")
    if chosen not in known:
        chosen = next((number for number, row in known.items() if row["bills"]), next(iter(known)))
    st.session_state["pick_store"] = chosen
    st.selectbox(
        _("Store"), list(known), format_func=lambda number: known[number]["store"], key="pick_store",
        label_visibility=label_visibility, on_change=choose, args=("store",),
    )
    st.session_state["store"] = chosen
    show_in_address("store", str(chosen))
    return known[chosen]


def pick_view(title: str, rules: Sequence[str] | None = ANY_RULE, start: str | None = None) -> View:
    """Draw the page's title with the row of pickers (store, as-of, window, scheme) and return what was picked.

    ``rules`` are the rule families whose schemes can be picked; None: the page shows no grades, and has no such picker.
    ``start`` is the scheme that the page begins with; it then keeps a pick of its own.
    Where no store has a bill yet, the empty state is drawn instead and the page stops; a store without bills says so.
    """
    st.html(STYLE)
    settle_scheme(rules, start)
    if not any(row["bills"] for row in stores()):
        st.title(title, anchor=False)
        empty_state()
        st.stop()
    widths = [2.6, 2.2, 1.5, 1.6] if rules is None else [2.3, 2.2, 1.5, 1.6, 2]
    head, first, second, third, *fourth = st.columns(widths, vertical_alignment="bottom")
    head.title(title, anchor=False)
    with first:
        store = pick_store()
    if not store["bills"]:
        st.info(_("{store} has no bills yet.").format(store=plain(store["store"])))
        offer_upload()
        st.stop()
    with second:
        as_of = pick_as_of(store["last_date"])
    for cell in fourth:
        with cell:
            pick_scheme(rules, start)
    with third:
        window = pick_window(saved_settings(store["store_id"])["window"])
    return View(store, as_of, window)


def known_schemes() -> dict[str, Scheme]:
    """Return every scheme by key, the house's own among them, read once a version of the warehouse."""
    house = warehouse()
    return _schemes(house.version, house)


@st.cache_resource(show_spinner=False, max_entries=4)
def _schemes(version: str, _warehouse: Warehouse) -> dict[str, Scheme]:
    return all_schemes(_warehouse)


def scheme() -> Scheme:
    """Return the scheme that the page grades by."""
    known = known_schemes()
    return known.get(st.session_state.get("scheme_now")) or known[DEFAULT]


def settle_scheme(rules: Sequence[str] | None = ANY_RULE, start: str | None = None) -> None:
    """Settle which scheme the page grades by: the one that the address bar asks for, else the one picked last for such pages."""
    known = [key for key, each in known_schemes().items() if rules is not None and (not rules or each.rule in rules)]
    kept = _kept_scheme(rules, start)
    asked = None if rules is None else asked_for("scheme")
    if asked in known:
        st.session_state[kept] = asked
        st.session_state["window"] = None
    wanted = (st.session_state.get(kept), start, *known, DEFAULT)
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
        help=plain(scheme().summary[lang]),
    )
    show_in_address("scheme", scheme().key)


def _kept_scheme(rules: Sequence[str] | None, start: str | None) -> str:
    return "_".join(["scheme", *(rules or ()), *([start] if start else [])])


def settings_of(view: View) -> dict[str, Value]:
    """Return the store's scheme settings with the picked window."""
    return {**saved_settings(view.store_id), "window": view.window}


def saved_settings(store_id: int) -> dict[str, Value]:
    """Return the settings saved for a store of the scheme that the page grades by, read once a version of the warehouse."""
    house, own = warehouse(), scheme()
    return _saved_settings(house.version, store_id, own.key, lambda: scheme_settings(house, store_id, own))


@st.cache_resource(show_spinner=False, max_entries=64)
def _saved_settings(version: str, store_id: int, scheme_key: str, _read: Callable[[], dict[str, Value]]) -> dict[str, Value]:
    return _read()


def pick_as_of(last_day: date) -> date:
    """The day picked, else the store's last day with a bill; that one moves on as bills land."""
    asked = parse_day(asked_for("as_of"))
    if asked:
        st.session_state["as_of"] = asked
    chosen = st.session_state.get("as_of") or last_day
    st.session_state["pick_as_of"] = chosen
    st.date_input(
        _("As of"), min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", key="pick_as_of",
        on_change=choose, args=("as_of",),
        help=_("One looks at the house as it stood at the end of this day; nothing after it is seen."),
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
        st.session_state["window"] = asked
    picked = st.session_state.get("window")
    chosen = picked if picked in setting.choices else saved
    st.session_state["pick_window"] = chosen
    lang = current_language()
    st.selectbox(
        setting.label[lang], list(setting.choices), format_func=lambda value: setting.choices[value][lang], key="pick_window",
        help=setting.help[lang], on_change=choose, args=("window",),
    )
    show_in_address("window", chosen)
    return chosen


def asked_for(name: str) -> str | None:
    """Return what the address bar asks for; None where it only repeats what this session wrote there."""
    asked = st.query_params.get(name)
    return None if asked == st.session_state.get(f"shown_{name}") else asked


def show_in_address(name: str, value: str | None) -> None:
    """Write a choice to the address bar; None takes it out."""
    st.session_state[f"shown_{name}"] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def address_is_behind(name: str) -> None:
    """Note, in a callback, that a choice was just made which the address bar does not know yet."""
    st.session_state[f"shown_{name}"] = st.query_params.get(name)


def choose(name: str) -> None:
    """Keep a choice just made; an emptied date goes back to the default."""
    st.session_state[name] = st.session_state[f"pick_{name}"]
    address_is_behind(name)


# --- what the pages read, once for each version of the warehouse and what was picked ---------------------------------


def overview_of(view: View) -> Overview:
    """Return the overview of what was picked."""
    house, settings = warehouse(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, "overview", lambda: read_overview(house, view.store_id, scheme(), view.as_of, settings))


def grades_of(view: View) -> pa.Table:
    """Return the graded list of what was picked."""
    house, settings = warehouse(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return _kept_list(*_asking(view), lambda: grade(house, view.store_id, scheme(), view.as_of, settings))


def explanation_of(view: View, customer: str) -> Explanation:
    """Return why ``customer`` has his grade. Raises InputError for one who is not in the list."""
    house, settings = warehouse(), settings_of(view)
    return reading_of(
        view, f"explanation {customer}", lambda: explain(house, view.store_id, customer, scheme(), view.as_of, settings)
    )


def reading_of(view: View, what: str, read: Callable[[], Any]) -> Any:
    """Return what ``read`` returns, read once for ``what``, the version of the warehouse and what was picked."""
    return _kept_reading(what, *_asking(view), read)


def drawn_of(view: View, what: str, draw: Callable[[], go.Figure | None]) -> go.Figure | None:
    """Return the figure that ``draw`` returns, drawn once for ``what``, the version of the warehouse and what was picked."""
    return _kept_figure(what, *_asking(view), draw)


def _asking(view: View) -> tuple[str, int, date, tuple[Any, ...]]:
    return warehouse().version, view.store_id, view.as_of, (scheme().key, *sorted(settings_of(view).items()))


@st.cache_resource(show_spinner=False, max_entries=64)
def _kept_reading(what: str, version: str, store_id: int, as_of: date, settings: tuple, _read: Callable[[], Any]) -> Any:
    return _read()


@st.cache_resource(show_spinner=False, max_entries=256)
def _kept_figure(what: str, version: str, store_id: int, as_of: date, settings: tuple, _draw: Callable[[], Any]) -> Any:
    return _draw()


@st.cache_resource(show_spinner=False, max_entries=4)
def _kept_list(version: str, store_id: int, as_of: date, settings: tuple, _read: Callable[[], pa.Table]) -> pa.Table:
    return _read()


# --- empty states ----------------------------------------------------------------------------------------------------


def empty_state() -> None:
    """Say that there is nothing yet, and offer the two ways to begin."""
    st.subheader(_("Who are your best customers, and who is slipping away?"))
    st.write(_("Upload a month of bills from your till or booking system, or look around with two made-up hotels first."))
    with st.container(horizontal=True):
        samples = st.button(_("Load the two sample houses"), key="load_samples", type="primary")
        offer_upload()
    if samples:
        try:
            load_samples(warehouse(), current_language())
        except InputError as error:
            st.error(plain(error.text(current_language())))
            st.stop()
        st.rerun()


def offer_upload() -> None:
    """Draw a button that leads to the upload."""
    if st.button(_("Upload your file"), key="go_upload"):
        st.switch_page("pages/upload.py")


def check_first_bill(view: View) -> None:
    """Where the as-of day stands before the store's first bill, say so, offer the last day, and stop the page."""
    lang = current_language()
    if view.as_of < view.store["first_date"]:
        text = _("The first bill of {store} is of {first}: nothing can be said of {day}.")
        st.info(text.format(
            store=plain(view.store["store"]), first=format_day(view.store["first_date"], lang), day=format_day(view.as_of, lang)
        ))
        offer_last_day(view)
        st.stop()


def offer_last_day(view: View) -> None:
    """Draw a button that sets the as-of day to the store's last day with a bill."""
    day = format_day(view.store["last_date"], current_language())
    st.button(_("Look at {day}").format(day=day), key="look_at_last_day", on_click=_look_at_last_day)


def _look_at_last_day() -> None:
    st.session_state["as_of"] = None
    address_is_behind("as_of")
