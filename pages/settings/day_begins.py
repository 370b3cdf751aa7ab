"""When the day of a store begins, and what another hour would do to the bills that are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared.follow_up import follow_with_bar
from pages.shared.language import _, _n, current_language, plain
from segmentation.ingest.day_begins import HOURS
from segmentation.ingest.day_begins import NAME as DAY_BEGINS
from segmentation.ingest.stores import change_day_begins, count_moved
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count
from segmentation.settings.kept import get
from segmentation.warehouse import Warehouse


def set_day_begins(warehouse: Warehouse, row: dict[str, Any], done: Callable[..., None]) -> None:
    """Draw the hour of a store with what another one would do to its bills; ``done`` is told what was saved."""
    lang, saved = current_language(), get(warehouse, row["store_id"], DAY_BEGINS, 0)
    st.markdown(_(
        "A bill after midnight but before this hour belongs to the evening before. Bills without a time keep their date."
    ))
    hours = {hour: _("{hour}:00, by the calendar") if hour == 0 else "{hour}:00" for hour in HOURS}
    labels = {hour: text.format(hour=hour) for hour, text in hours.items()}  # of a list, which reads no Markdown
    hour = st.selectbox(_("Day begins at"), list(labels), saved, format_func=labels.get, key="day_begins_hour", width=240)
    moved = count_moved(warehouse, row["store_id"], hour)
    if hour == saved:
        st.caption(_("This is the present setting."))
    elif moved:
        text = _n("{count} bill will belong to another day.", "{count} bills will belong to another day.", moved)
        st.caption(text.format(count=format_count(moved, lang)) + _(" Visits, grades and kept month-ends follow."))
    else:
        st.caption(_("No bill that is there belongs to another day by this."))
    if st.button(_("Save"), key="confirm_day_begins", type="primary", disabled=hour == saved):
        try:
            moved = change_day_begins(warehouse, row["store_id"], hour)
        except InputError as error:
            st.error(plain(error.text(lang)))
            return
        follow_with_bar(warehouse, row["store_id"])
        done(
            N_("The day of {store} begins at {hour}:00 now; bills that belong to another day: {count}."),
            store=row["store"], hour=str(hour), count=format_count(moved, lang),
        )
