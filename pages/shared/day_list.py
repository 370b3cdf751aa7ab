"""The list of a day, read once for every page that shows it or says how long it is."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_but_contacts, reading_of, scheme, settings_of
from pages.shared.language import _
from segmentation.measures.managers.today import Today, contacts_before, read_today, with_outcomes
from segmentation.settings.call_rules import MOST


def list_of(view: View, on: date) -> Today:
    """Return whom to call on a day, by the scheme of the page, with the bills up to the day of the view.

    What is tapped on the day changes what came of it alone; the list stays read.
    """
    warehouse, own, settings = current_warehouse(), scheme(), settings_of(view)
    with st.spinner(_("Looking for whom to call …")):
        mark = mark_before(view, on)
        kept = reading_but_contacts(view, f"today {on} {mark}", lambda: read_today(
            warehouse, view.store_id, own, view.as_of, on, settings, most=MOST
        ))
        return reading_of(view, f"today {on}", lambda: with_outcomes(warehouse, view.store_id, kept))


def mark_before(view: View, on: date) -> str:
    """Return what changes where the contacts before a day do (``contacts_before``)."""
    warehouse = current_warehouse()
    return reading_of(view, f"contacts before {on}", lambda: contacts_before(warehouse, view.store_id, on))
