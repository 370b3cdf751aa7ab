"""What pages look at: the stores and schemes of the warehouse, and what is read of them, once a version of the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa
import streamlit as st

from pages.shared.language import _
from pages.shared.opening import database_path, open_warehouse
from pages.shared.samples import wait_for_stopped_samples
from pages.shared.seeing import rights_here
from segmentation.ingest.batches import list_stores
from segmentation.measures.benchmark.collection import list_houses
from segmentation.measures.grades.explanation import Explanation, explain
from segmentation.measures.grades.grading import grade
from segmentation.measures.managers.register import see
from segmentation.measures.revenue.overview import Overview, read_overview
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import all_schemes
from segmentation.settings.trades import trade_of
from segmentation.settings.workshops import list_workshops
from segmentation.warehouse import Warehouse


class View(NamedTuple):
    """What a page looks at: a store (a row of ``list_stores``), the as-of day and the window ("60" … "365", "all")."""

    store: dict[str, Any]
    as_of: date
    window: str

    @property
    def store_id(self) -> int:
        return self.store["store_id"]


def current_warehouse() -> Warehouse:
    """Return the app's warehouse as the account may see it. Raises InputError where it cannot be opened."""
    wait_for_stopped_samples()
    return see(open_warehouse(str(database_path())), rights_here())


def stores() -> list[dict[str, Any]]:
    """Return every store with what stands in it (``list_stores``), read once a version of the warehouse."""
    warehouse = current_warehouse()
    return _stores(warehouse.version, warehouse)


@lru_cache(64)
def _stores(version: str, warehouse: Warehouse) -> list[dict[str, Any]]:
    return list_stores(warehouse)


def houses() -> list[dict[str, Any]]:
    """Return the houses whose passports were read (``list_houses``), read once a version of the warehouse."""
    warehouse = current_warehouse()
    return _houses(warehouse.version, warehouse)


@lru_cache(4)
def _houses(version: str, warehouse: Warehouse) -> list[dict[str, Any]]:
    return list_houses(warehouse)


def known_schemes() -> dict[str, Scheme]:
    """Return every scheme by key, the house's own among them, read once a version of the warehouse."""
    warehouse = current_warehouse()
    return _schemes(warehouse.version, warehouse)


@lru_cache(64)
def _schemes(version: str, warehouse: Warehouse) -> dict[str, Scheme]:
    return all_schemes(warehouse)


_GRADED_BY: ContextVar[Scheme | None] = ContextVar("scheme", default=None)


@contextmanager
def grading_by(own: Scheme) -> Iterator[None]:
    """Let everything inside be graded by ``own``, whatever the session says, also where there is none."""
    token = _GRADED_BY.set(own)
    try:
        yield
    finally:
        _GRADED_BY.reset(token)


def scheme() -> Scheme:
    """Return the scheme that the page grades by; ``grading_by`` overrules the session."""
    if own := _GRADED_BY.get():
        return own
    known = known_schemes()
    return known.get(st.session_state.get("scheme_now")) or known[DEFAULT]


def settings_of(view: View) -> dict[str, Value]:
    """Return the store's scheme settings with the picked window."""
    return {**saved_settings(view.store_id), "window": view.window}


def saved_settings(store_id: int) -> dict[str, Value]:
    """Return the settings saved for a store of the scheme that the page grades by, read once a version of the warehouse."""
    warehouse, own = current_warehouse(), scheme()
    return _saved_settings(warehouse.version, warehouse, store_id, own.key)


@lru_cache(64)
def _saved_settings(version: str, warehouse: Warehouse, store_id: int, scheme_key: str) -> dict[str, Value]:
    return scheme_settings(warehouse, store_id, _schemes(version, warehouse)[scheme_key])


def scheme_of_trade(store_id: int | None) -> str | None:
    """Return the scheme that houses of the store's trade begin with; None for no store, and for one of no trade."""
    warehouse = current_warehouse()
    return None if store_id is None else _scheme_of_trade(warehouse.version, warehouse, store_id)


@lru_cache(64)
def _scheme_of_trade(version: str, warehouse: Warehouse, store_id: int) -> str | None:
    trade = trade_of(warehouse, store_id)
    return trade and trade.scheme


def workshops() -> list[str]:
    """Return the names of the workshops (``list_workshops``), read once a version of the warehouse."""
    warehouse = current_warehouse()
    return _workshops(warehouse.version, warehouse)


@lru_cache(64)
def _workshops(version: str, warehouse: Warehouse) -> list[str]:
    return list_workshops(warehouse)


def overview_of(view: View) -> Overview:
    """Return the overview of what was picked."""
    warehouse, settings = current_warehouse(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, "overview", lambda: read_overview(warehouse, view.store_id, scheme(), view.as_of, settings))


def grades_of(view: View) -> pa.Table:
    """Return the graded list of what was picked."""
    warehouse, settings = current_warehouse(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return _kept_list(*_asking(view), lambda: grade(warehouse, view.store_id, scheme(), view.as_of, settings))


def explanation_of(view: View, customer: str) -> Explanation:
    """Return why ``customer`` has his grade. Raises InputError for one who is not in the list."""
    warehouse, settings = current_warehouse(), settings_of(view)
    return reading_of(
        view, f"explanation {customer}", lambda: explain(warehouse, view.store_id, customer, scheme(), view.as_of, settings)
    )


def reading_of(view: View, what: str, read: Callable[[], Any]) -> Any:
    """Return what ``read`` returns, read once for ``what``, the version of the warehouse and what was picked."""
    return _kept_reading(what, *_asking(view), read)


def reading_but_contacts(view: View, what: str, read: Callable[[], Any]) -> Any:
    """Return ``reading_of`` of what no contact changes: it stays read when one is tapped."""
    return _kept_reading(what, current_warehouse().version_but_contacts, *_asking(view)[1:], read)


def _asking(view: View) -> tuple[str, int, date, tuple[Any, ...]]:
    return current_warehouse().version, view.store_id, view.as_of, (scheme().key, *sorted(settings_of(view).items()))


@st.cache_resource(show_spinner=False, max_entries=256)
def _kept_reading(what: str, version: str, store_id: int, as_of: date, settings: tuple, _read: Callable[[], Any]) -> Any:
    return _read()


@st.cache_resource(show_spinner=False, max_entries=8)
def _kept_list(version: str, store_id: int, as_of: date, settings: tuple, _read: Callable[[], pa.Table]) -> pa.Table:
    return _read()
