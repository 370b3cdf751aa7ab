"""The festivals ahead with their lunar dates, and what each brought the last two times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, day_text
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_
from segmentation.measures.festivals.around import Ahead, read_calendar
from segmentation.measures.festivals.words import calendar_table, finding_ahead
from segmentation.settings.clock import today

SHOWN = (
    "festival", "festival_day", "lunar_day", "festival_span", "days_until", "customers_last", "revenue_last",
    "customers_time_before", "revenue_time_before",
)


def on_of(view: View) -> date:
    """Return the day from which one looks ahead: today, or the day picked where that is an earlier one than the last."""
    return today() if view.as_of == view.store["last_date"] else view.as_of


def calendar_of(view: View) -> list[Ahead]:
    """Return the festivals ahead."""
    warehouse, on = current_warehouse(), on_of(view)
    return reading_of(view, f"festivals {on}", lambda: read_calendar(warehouse, view.store_id, view.as_of, on))


def draw_calendar(view: View, ahead: Sequence[Ahead], on: date) -> None:
    """Draw the festivals ahead as a table with its downloads."""
    lang = current_language()
    table = calendar_table(ahead, on, lang)
    counted = _("Days counted from {day}").format(day=day_text(on))
    basis = _("Last time: as far as the bills reach. The time before: as many days of it")
    draw_head(_("Festivals ahead"), counted, basis)
    draw_table(table, SHOWN, "festivals_ahead", rows=10)
    st.caption(_("A day counts for each festival that it belongs to, so festivals do not add up."))
    draw_download(
        lambda: table, N_("Festivals"), view, "download_festivals", totals=False,
        notes=(counted, basis, up_to(view)),
        slide=lambda: table_slide(view, finding_ahead(ahead, on, lang), f"{_('Festivals ahead')} · {counted}", described(
            table, columns=SHOWN[:7], totals=False
        )),
    )
