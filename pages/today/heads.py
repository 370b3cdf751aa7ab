"""What stands over the list, and what can be taken along."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.downloads import draw_download, offer
from pages.shared.house import scheme
from pages.shared.language import _, current_language, plain
from pages.shared.masking import pick_masking
from pages.shared.pin import table_slide
from pages.shared.tables import described
from pages.today.day import EVERYBODY, Day, contacts_of_day_before
from pages.today.lines import SHOWN, calls_table
from pages.today.style import STYLE
from segmentation.exports.call_sheet import call_sheets
from segmentation.exports.csv import file_name
from segmentation.language.i18n import N_, format_day, format_month_name
from segmentation.measures.managers.call_words import (
    finding_calls,
    finding_day,
    finding_left,
    finding_nobodys,
    finding_old_bills,
    finding_ranks,
    finding_sheet,
    finding_yesterday,
    habits_text,
    say_text,
)
from segmentation.slides import Slide

PINNED = 12


def draw_head(day: Day) -> None:
    """Draw how many are left and whom to call first, then what they bring and what came of yesterday's calls."""
    st.html(STYLE)
    red = st.get_option(f"theme.{st.context.theme.type or 'light'}.redTextColor")
    st.html(f"<style>:root {{ --pressing: {red} }}</style>")
    lang = current_language()
    if day.manager == EVERYBODY:
        first, notes = finding_day(day.found, day.calls, lang), [
            finding_nobodys(day.calls, lang), finding_ranks(day.found, lang)
        ]
    else:
        first, notes = finding_calls(day.found, day.calls, lang), [finding_left(day.calls, lang)]
    own = [row for row in contacts_of_day_before(day.view, day.on) if day.manager in (EVERYBODY, row["manager"])]
    notes.append(finding_yesterday(own, lang))
    st.subheader(plain(first), anchor=False)
    if said := " · ".join(note for note in notes if note):
        st.markdown(f":gray[{plain(said)}]")
    if day.calls:
        st.progress(sum(call.is_done for call in day.calls) / len(day.calls))


def draw_old_bills(day: Day) -> None:
    """Draw that the bills are old, and the button to bring newer ones."""
    lang = current_language()
    if said := finding_old_bills(day.found, lang):
        with st.container(border=True, key="old_bills"):
            st.markdown(f"**{plain(said)}**")
            st.write(_("Whether anybody has come since is not known here. Begin by asking whether they came lately."))
            label = _("Upload the bills of {month}").format(month=format_month_name(day.on, lang))
            if st.button(label, key="upload_newer", width="stretch"):
                st.switch_page("pages/upload/page.py")


def draw_take_along(day: Day) -> None:
    """Draw the downloads of who is left to call, and the sheets to print, one a manager."""
    if not day.left:
        return

    def make() -> pa.Table:
        return calls_table(day, day.left)

    def slide() -> Slide:
        lang, rows = current_language(), make()
        when = _("Grades and warnings as of {day}").format(day=format_day(day.found.as_of, lang))
        table = described(rows, columns=SHOWN, most=PINNED)
        return table_slide(day.view, finding_sheet(day.found, day.calls, lang), when, table)

    with st.container(key="wide_today_downloads"):
        draw_download(
            make, N_("Today's list"), day.view, "download_today", slide, named=True, totals=False, hand_on=True, on=day.on
        )
        _draw_sheets(day)


def _draw_sheets(day: Day) -> None:
    """Draw the button that makes a sheet of A4 a manager; opened in a browser, each prints to its own page."""
    lang, own = current_language(), scheme()
    with st.container(horizontal=True, gap="small"):
        masking = pick_masking("call_sheets")
        store = masking.store(day.view.store["store"])

        def make() -> bytes:
            calls = calls_table(day, day.left)
            for name, write in (("habits", habits_text), ("say", lambda call, lang: say_text(call, day.found, lang))):
                calls = calls.append_column(name, pa.array([write(call, lang) for call in day.left], pa.string()))
            return call_sheets(store, day.on, day.found.as_of, masking.frame(calls), own, lang).encode()

        name = file_name(store, N_("Sheets of the day"), day.on, lang).removesuffix(".csv") + ".html"
        offer(
            _("Print a sheet a manager"), make, name, "text/html", "call_sheets_html",
            help=_("A page that opens in any browser and prints to a sheet of A4 a manager"),
        )
