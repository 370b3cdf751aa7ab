"""What is said before an import of the months that are closed."""

from __future__ import annotations

import streamlit as st

from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.upload.item import Item
from segmentation.ingest.books import closed_between
from segmentation.language.i18n import format_month, listed

HELD = {"bills", "month_totals"}  # tables that a closing holds


def warn_of_closed(item: Item) -> None:
    """Say before the import which closed months a file of bills or totals reaches into, and what can be done."""
    found, lang = item.found, current_language()
    if found is None or found.already or not HELD & set(found.spec.tables):
        return
    months = closed_between(current_warehouse(), found.store_id, found.first_date, found.last_date)
    if months:
        text = _(
            "The file has days of closed months: {months}. What would change them is refused at the import, and nothing of the "
            "file lands. Reopen the month first, with a reason (tab Month-end close), or leave these rows out of the file."
        )
        st.warning(plain(text.format(months=listed((format_month(month, lang) for month in months), lang))))
