"""What stands over the list, and what can be taken along."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.downloads import draw_download, offer
from pages.shared.empty import may_upload
from pages.shared.house import scheme
from pages.shared.language import _, current_language, plain
from pages.shared.leavers import draw_leavers
from pages.shared.masking import pick_masking
from pages.shared.pin import table_slide
from pages.shared.seeing import rights_here
from pages.shared.tables import described
from pages.today.day import EVERYBODY, Day, contacts_of_day_before
from pages.today.lines import TAKEN, calls_table
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
)
from segmentation.measures.managers.today import Call
from segmentation.slides import Slide

PINNED = 12
APART = ("worth", "worth_before")  # left out where they hold nothing
SLIDE = ("name", "tier", "call_reason", "reason", *APART, "manager", "phone")


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
        first, notes = finding_calls(day.found, day.calls, lang), [finding_left(day.found, day.calls, lang)]
    own = [row for row in contacts_of_day_before(day.view, day.on) if day.manager in (EVERYBODY, row["manager"])]
    notes.append(finding_yesterday(own, lang))
    if "birthday" in rights_here().hidden_fields:
        notes.append(_("Birthdays are hidden from your account: nobody is listed for one"))
    st.subheader(plain(first), anchor=False)
    if said := " · ".join(note for note in notes if note):
        st.markdown(f":gray[{plain(said)}]")
    draw_leavers(day.view)
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
            if may_upload() and st.button(label, key="upload_newer", width="stretch"):
                st.switch_page("pages/upload/page.py")


def draw_take_along(day: Day, left: list[Call]) -> None:
    """Draw the downloads of who is left to call, as filtered, and the sheets to print, one a manager."""
    if not left:
        return
    lang = current_language()
    when = _("Grades and warnings as of {day}").format(day=format_day(day.found.as_of, lang))
    notes = (finding_sheet(day.found, left, lang), when)

    def make() -> pa.Table:
        rows = calls_table(day, left)
        return rows.select([name for name in TAKEN if name not in APART or rows[name].null_count < rows.num_rows])

    def slide() -> Slide:
        rows = calls_table(day, left)
        shown = [name for name in SLIDE if name not in APART or rows[name].null_count < rows.num_rows]
        return table_slide(day.view, finding_sheet(day.found, left, lang), when, described(rows, columns=shown, most=PINNED))

    with st.container(key="wide_today_downloads"):
        draw_download(
            make, N_("Today's list"), day.view, "download_today", slide, named=True, totals=False, hand_on=True, on=day.on,
            notes=notes,
        )
        _draw_sheets(day, left)


def _draw_sheets(day: Day, left: list[Call]) -> None:
    """Draw the button that makes a sheet of A4 a manager; opened in a browser, each prints to its own page."""
    lang, own = current_language(), scheme()
    with st.container(horizontal=True, gap="small"):
        masking = pick_masking("call_sheets")
        store = masking.store(day.view.store["store"])

        def make() -> bytes:
            calls = masking.frame(calls_table(day, left))
            return call_sheets(store, day.on, day.found.as_of, calls, own, lang, day.found.window).encode()

        name = file_name(store, N_("Sheets of the day"), day.on, lang).removesuffix(".csv") + ".html"
        offer(
            _("Print a sheet a manager"), make, name, "text/html", "call_sheets_html",
            help=_("A page that opens in any browser and prints to a sheet of A4 a manager"),
        )
