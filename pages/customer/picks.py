"""What the page looks at: a store, a day, a customer, and his file."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import streamlit as st

from pages.shared.address import asked_for, show_in_address
from pages.shared.empty import check_first_bill
from pages.shared.house import View, current_warehouse, explanation_of, grades_of, reading_of, scheme, settings_of, stores
from pages.shared.language import Markdown, current_language, plain
from pages.shared.view import looked_at, pick_view
from segmentation.ingest.edit import read_fields
from segmentation.language.errors import InputError
from segmentation.measures.people.file import CustomerFile, read_file
from segmentation.measures.people.file_words import RANKED, why_sentences
from segmentation.measures.people.merges import surviving_key
from segmentation.settings.clock import today
from segmentation.warehouse import Warehouse

CUSTOMER = "customer"  # in the session and in the address bar


class Look(NamedTuple):
    """What is looked at: ``on`` is the day up to which fields and contacts are known; ``found`` is None for who is not there."""

    view: View
    on: date
    customer: str | None
    found: CustomerFile | None

    @property
    def is_now(self) -> bool:
        """Whether it is the present state, the only one that can be edited."""
        return self.view.as_of >= self.view.store["last_date"]


def pick_file(title: Markdown) -> Look:
    """Draw the page's pickers and return the file of the customer that the address bar, or a list, asks for.

    The page is called as he is called now; ``title`` where nobody is chosen.
    """
    asked = asked_for(CUSTOMER)
    if asked:
        st.session_state[CUSTOMER] = asked
    customer = st.session_state.get(CUSTOMER) or None
    view = pick_view(plain(_name(customer)) if customer else title)
    check_first_bill(view)
    if customer:
        customer = st.session_state[CUSTOMER] = surviving_key(current_warehouse(), view.store_id, customer)
    show_in_address(CUSTOMER, customer)
    on = max(today(), view.as_of) if view.as_of >= view.store["last_date"] else view.as_of
    return Look(view, on, customer, _file(view, customer, on) if customer else None)


def _name(customer: str) -> str:
    warehouse, store = current_warehouse(), looked_at() or next((row["store_id"] for row in stores() if row["bills"]), None)
    return customer if store is None else _names(warehouse.version_but_contacts, warehouse, store, customer) or customer


@lru_cache(64)
def _names(version: str, warehouse: Warehouse, store_id: int, customer: str) -> str | None:
    return read_fields(warehouse, store_id, surviving_key(warehouse, store_id, customer))["name"]


def _file(view: View, customer: str, on: date) -> CustomerFile | None:
    warehouse, own, settings = current_warehouse(), scheme(), settings_of(view)
    grades = grades_of(view)
    try:
        return reading_of(view, f"file {customer} {on}", lambda: read_file(
            warehouse, view.store_id, own, customer, view.as_of, on, settings, grades
        ))
    except InputError:
        return None


def why_of(look: Look) -> tuple[list[str], str]:
    """Return in sentences why he has his grade, and in one what would lift him."""
    why = explanation_of(look.view, look.customer) if scheme().rule == RANKED else None
    return why_sentences(look.found, settings_of(look.view), why, current_language())
