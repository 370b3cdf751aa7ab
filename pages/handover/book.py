"""The book: every customer of the manager who leaves with habits, promises and notes, to read, to take away and to print."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.handover.picks import Leave, book_of
from pages.shared.behind import open_chosen, row_chosen
from pages.shared.downloads import draw_download, offer
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, scheme
from pages.shared.language import _, current_language
from pages.shared.masking import picked_masking
from pages.shared.tables import draw_table
from segmentation.exports.csv import file_name
from segmentation.exports.handover_book import handover_pages
from segmentation.language.i18n import N_, format_day
from segmentation.language.lunar import birthday_text
from segmentation.measures.managers.call_words import habit_words
from segmentation.measures.managers.findings import finding_book
from segmentation.measures.managers.handover import Handover

COLUMNS = (
    "name", "tier", "contribution", "phone", "last_visit", "habits", "next_day", "outcome", "last_contact", "last_note", "note",
    "birthday", "is_barred", "manager",
)
SHOWN = ("name", "tier", "contribution", "last_visit", "habits", "next_day", "last_note", "note", "phone")


def draw_book(leave: Leave, found: Handover) -> None:
    """Draw the book as a table that opens each customer, with its downloads."""
    lang, rows = current_language(), told_book(leave, found).select(["customer", *COLUMNS])
    draw_head(_("The book of {name}").format(name=found.manager.name), finding_book(rows, lang))
    key, customers = f"book_{current_warehouse().version}_{rows.num_rows}", rows["customer"].to_pylist()
    shown = [name for name in SHOWN if rows[name].null_count < rows.num_rows]
    draw_table(
        rows, shown, key, 12, brief=True, opens="customer", on_select=lambda: row_chosen(key, customers),
        selection_mode="single-row",
    )
    open_chosen(leave.view, customers)
    day = format_day(leave.view.as_of, lang)
    draw_download(
        lambda: rows, N_("Handover book"), leave.view, "handover_book", named=True,
        notes=(found.manager.name, _("As of {day}").format(day=day)),
    )
    _draw_pages(leave, found, rows)
    st.caption(_("Best grade first. On paper each successor's customers begin on a page of their own, with lines to tick."))


def _draw_pages(leave: Leave, found: Handover, rows: pa.Table) -> None:
    """Draw the button that makes the book on paper, masked as the other downloads are."""
    lang, own, view, leaving, masking = current_language(), scheme(), leave.view, found.manager.name, picked_masking()
    store = masking.store(view.store["store"])

    def make() -> bytes:
        name = masking.masker(rows).manager(leaving) if masking.how else leaving
        return handover_pages(store, name, view.as_of, masking.frame(rows), own, lang).encode()

    name = file_name(store, N_("Handover book"), view.as_of, lang).removesuffix(".csv") + ".html"
    offer(
        _("Print the book"), make, name, "text/html", "handover_pages",
        help=_("A page that opens in any browser and prints to A4, a part for each who takes over"),
    )


def told_book(leave: Leave, found: Handover) -> pa.Table:
    """Return the book with birthdays and habits in words and who is proposed for each."""
    lang, book = current_language(), book_of(leave, found)
    habits = [habit_words(row, lang) or None for row in book.to_pylist()]
    to = dict(zip(found.proposals["customer"].to_pylist(), found.proposals["manager"].to_pylist(), strict=True))
    managers = [to.get(customer) for customer in book["customer"].to_pylist()]
    born = pa.array([birthday_text(kept, lang) or None for kept in book["birthday"].to_pylist()], pa.string())
    book = book.set_column(book.column_names.index("birthday"), "birthday", born)
    return book.append_column("habits", pa.array(habits, pa.string())).append_column("manager", pa.array(managers, pa.string()))
