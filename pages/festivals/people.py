"""Who came around a festival last year and has neither come nor booked this year."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared.behind import open_chosen, row_chosen
from pages.shared.definition import potential_of
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language
from pages.shared.pin import table_slide
from pages.shared.tables import MOST_ROWS, described, draw_table
from segmentation.language.i18n import N_, format_short_day
from segmentation.measures.festivals.around import Festival
from segmentation.measures.festivals.names import edition_name
from segmentation.measures.festivals.words import finding_missed, span_text

COLUMNS = ("name", "tier", "spent_then", "visits_then", "last_visit", "manager", "phone", "module")
PINNED = 12


def draw_missed(view: View, found: Festival, on: date) -> None:
    """Draw the list with its downloads, nothing where the bills do not reach so far back; a row opens the customer's file."""
    lang, missed, edition = current_language(), found.missed, found.edition
    title = finding_missed(found, lang)
    if not missed.num_rows:
        if found.whole.is_covered:
            draw_head(title)
        return
    then, days = edition_name(found.then.edition, lang), span_text(found.whole.edition, lang)
    said = f"{then}: {days} · {_('Who spent most first')}"
    draw_head(title, said, hint=_("click a row for the customer"))
    shown = missed.slice(0, MOST_ROWS)
    table = f"festival_missed_{edition.key}_{edition.year}_{current_warehouse().version}"
    customers = shown["customer"].to_pylist()
    draw_table(
        shown, COLUMNS, table, rows=8, total=missed.num_rows, opens="customer",
        on_select=lambda: row_chosen(table, customers), selection_mode="single-row", brief=True,
    )
    open_chosen(view, customers)
    if edition.last >= on:
        first, last = (format_short_day(day, lang) for day in (edition.first, edition.last))
        text = _("From {first} to {last} they stand on today's list of their managers, with “Festival” as the reason.")
        st.caption(text.format(first=first, last=last))
    draw_download(
        lambda: missed.select(["customer", *COLUMNS]), N_("Came at the festival last year"), view, "download_missed",
        slide=lambda: table_slide(view, title, said, described(
            shown, columns=COLUMNS[:6], most=PINNED, whole=missed
        )),
        named=True, hand_on=True, notes=tuple(filter(None, (said, potential_of(view)))), on=then,
    )
