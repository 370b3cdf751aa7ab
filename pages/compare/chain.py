"""The stores as one: totals, each store's part, a league of ratios with a small chart a store, guests of more than one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from pages.compare.chain_parts import Read, draw_downloads, draw_guests, draw_league, store_picker
from pages.compare.tabs import draw_tabs
from pages.shared.address import stop
from pages.shared.charts import draw_told
from pages.shared.definition import draw_definition
from pages.shared.empty import empty_state, offer_upload
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import current_warehouse, saved_settings, stores
from pages.shared.language import _, current_language, plain
from pages.shared.phone import fold_line, foldable
from pages.shared.short_table import draw_short_table
from pages.shared.view import pick_as_of, pick_window, settle_scheme
from segmentation.charts.revenue.chain import tell_chain
from segmentation.language.i18n import N_, format_count, format_day, format_money, format_money_short, format_ratio, listed
from segmentation.measures.chain.guests import read_guests
from segmentation.measures.chain.totals import (
    Chain,
    chain_day,
    ends_text,
    finding_chain,
    read_chain,
    read_league,
    shorter_windows,
)
from segmentation.measures.windows import covered_text, window_text
from segmentation.slides import Chart, Slide
from segmentation.warehouse import Warehouse

HIGH = 230  # pixels of the bars
COLUMNS = ("store", "revenue", "customers", "active_customers", "controllable")
DEFINITION = (
    N_(
        "All bills of the picked stores up to the as-of day; shares are of their revenue together. The controllable share is the "
        "revenue of customers with a manager, as known today, ÷ all revenue of the window. Customers are counted in each store."
    ),
    N_(
        "A guest of several stores is known by his phone, its digits without 86. Masked phones tell nobody, and a phone that "
        "more than 3 customers of one store carry is nobody's."
    ),
    N_("The ratios of the league are those of the month, as in the benchmark; small groups count, for the stores are your own."),
)
STATEMENTS = ("measures/chain/chain_totals", "measures/chain/chain_guests", "measures/benchmark/standing")


def draw() -> None:
    """Draw the tab; with fewer than two stores with bills, how to come to more."""
    settle_scheme()
    pick = store_picker()
    lang, known = current_language(), {row["store_id"]: row for row in stores() if row["bills"]}
    with foldable("pickers"):
        head, *places = st.columns([2, 3, 1.4, 1.2], gap="small", vertical_alignment="center")
    head.title(_("Chain"), anchor=False)
    if len(known) < 2:
        _say_one_store(known)
    picked = _pick_stores(known, places[0])
    with places[1]:
        as_of = pick_as_of(chain_day(picked) or picked[0]["last_date"])
    with places[2]:
        window = pick_window(saved_settings(picked[0]["store_id"])["window"])
    fold_line(head, "pickers", [plain(f"{len(picked)} / {len(known)}"), plain(as_of.isoformat())])
    draw_tabs()
    with st.spinner(_("Grading the customers …")):
        ids = tuple(row["store_id"] for row in picked)
        read = _read(current_warehouse().version, ids, as_of, window, current_warehouse(), picked)
    found = read.chain
    draw_answer(finding_chain(found, lang))
    _say_where_bills_end(found)
    draw_figures(_figures(read))
    _say_what_is_covered(found)
    span = window_text(found.windows[picked[0]["store"]], lang) if not shorter_windows(found) else format_day(as_of, lang)
    left, right = st.columns([1, 1.35], gap="medium")
    with left:
        bars = tell_chain(found, lang, _("What each store brings"), span)
        draw_told(
            bars, "chain_bars", slide=lambda: _slide(bars, as_of), height=HIGH, pick=pick,
            click=_("click a bar to open the store"),
        )
    with right:
        draw_head(_("Stores"), span)
        draw_short_table(found.stores, COLUMNS, "chain_stores")
    draw_league(read, pick)
    draw_guests(read, as_of)
    draw_downloads(read)
    draw_definition(None, [_(text) for text in DEFINITION], STATEMENTS)


def _say_one_store(known: Mapping[int, Any]) -> None:
    draw_tabs()
    if not known:
        empty_state()
        stop()
    draw_answer(_("A chain needs two stores with bills. Import the bills of another one."))
    offer_upload()
    stop()


def _pick_stores(known: Mapping[int, dict[str, Any]], place: Any) -> list[dict[str, Any]]:
    """Draw the choice of the stores and return those picked, all where fewer than two are."""
    with place:
        chosen = st.multiselect(
            _("Stores"), list(known), format_func=lambda number: known[number]["store"], key="chain_stores",
            placeholder=_("All stores"), label_visibility="collapsed", persist_state="session",
        )
    return [row for number, row in known.items() if len(chosen) < 2 or number in chosen]


@st.cache_resource(show_spinner=False, max_entries=8)
def _read(
    version: str, ids: tuple[int, ...], as_of: date, window: str, _warehouse: Warehouse, _stores: Sequence[dict[str, Any]]
) -> Read:
    asked = (_warehouse, _stores, as_of)
    return Read(read_chain(*asked, window), read_guests(*asked, window), read_league(*asked))


def _figures(read: Read) -> list[Figure]:
    lang, (found, guests, _league) = current_language(), read
    revenue, known = found.total("revenue"), found.total("identified")
    return [
        Figure(
            _("Revenue"), format_money_short(revenue, lang), None,
            _("{count} stores").format(count=format_count(found.stores.num_rows, lang)), format_money(revenue, lang),
        ),
        Figure(_("Known customers' revenue"), format_money_short(known, lang), None, format_money(known, lang)),
        Figure(_("Controllable share"), format_ratio(found.controllable, lang), None, _("of all revenue")),
        Figure(
            _("Active customers"), format_count(found.total("active_customers"), lang), None,
            _("of {count} who ever came").format(count=format_count(found.total("known_customers"), lang)),
        ),
        Figure(
            _("Guests of several stores"), "–" if guests.phones_hidden else format_count(len(guests.guests), lang), None,
            _("phones hidden") if guests.phones_hidden else format_money_short(guests.contribution, lang),
        ),
    ]


def _say_where_bills_end(found: Chain) -> None:
    """Where the day is an earlier one because some stores' bills end there, say which."""
    if text := ends_text(found, current_language()):
        ending = [store for store, last in found.ends.items() if last == found.as_of]
        st.caption(plain(_("{said}; there end: {list}").format(said=text, list=listed(ending, current_language()))))


def _say_what_is_covered(found: Chain) -> None:
    """Where the bills of the stores do not cover as many days of the window, say so: a longer time brings more by itself."""
    if short := shorter_windows(found):
        lang = current_language()
        said = [f"{store} {covered_text(each, lang)}" for store, each in short.items()]
        text = _("The stores are not measured alike, some bills cover fewer days: {list}. A longer time brings more by itself.")
        st.warning(plain(text.format(list=listed(said, lang))))


def _slide(chart: Chart, as_of: date) -> Slide:
    return Slide(chart.title, (chart,), subtitle=chart.subtitle, as_of=as_of)
