"""Who is left alone on purpose on the day of the list, said openly, with the way to what it is for."""

from __future__ import annotations

import pyarrow.compute as pc
import streamlit as st

from pages.shared.downloads import draw_download
from pages.shared.house import current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.tables import draw_table
from pages.today.day import EVERYBODY, NOBODY, Day
from segmentation.language.i18n import N_
from segmentation.measures.trials.lists import left_alone_on
from segmentation.measures.trials.words import finding_left_alone


def draw_left_alone(day: Day) -> None:
    """Draw how many are left alone and until when, their list behind it; nothing where nobody is."""
    warehouse, view = current_warehouse(), day.view
    rows = reading_of(view, f"left alone {day.on}", lambda: left_alone_on(warehouse, view.store_id, day.on))
    if day.manager == NOBODY:
        rows = rows.filter(pc.is_null(rows["manager"]))
    elif day.manager != EVERYBODY:
        rows = rows.filter(pc.fill_null(pc.equal(rows["manager"], day.manager), False))
    if rows.num_rows:
        until = pc.max(rows["left_until"]).as_py()
        said = finding_left_alone(rows.num_rows, until, current_language())
        with st.expander(plain(said)):
            st.caption(_("Drawn by lot, to see whether calls help. Who is on this list is not called."))
            draw_table(rows, ("name", "manager", "left_until"), "left_alone_today", 10, opens="pages/customer/page.py")
            draw_download(
                lambda: rows, N_("Left alone on purpose"), view, "download_left_alone_today", named=True, totals=False,
                notes=(said,), on=day.on,
            )
            st.page_link("pages/helped/page.py", label=f"**{_('Did it help?')} →**", width="content")
