"""The one way to offer a download: what is made on a click knows what was on the screen when the button was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.shared.definition import period, potential_of, window_of
from pages.shared.groups import save_group_button
from pages.shared.hand_on import draw_hand_on, hand_on_button
from pages.shared.house import View, grading_by, scheme
from pages.shared.language import Markdown, _, current_language, speaking
from pages.shared.masking import Masking, pick_masking, picked_masking
from pages.shared.own_files import keep_made
from pages.shared.pin import pin_button
from pages.shared.seeing import rights_here, seeing_as
from pages.shared.tables import described
from pages.shared.taken import mark_of, may_take, note_taken
from segmentation.access import count_rows
from segmentation.exports.csv import file_name, to_csv
from segmentation.exports.taken import taken_by
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import cut
from segmentation.language.wording import in_words, wording
from segmentation.measures.groups.members import listed_condition
from segmentation.measures.windows import covered_text
from segmentation.settings.groups import Condition
from segmentation.slides import Slide

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LONGEST_OF_TWO = 40  # columns of half width of each store in the name of one file: no system takes both at their longest
NO_FORMULAS: Mapping[str, str] = {}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(
    label: Markdown, make: Callable[[], bytes], name: str, mime: str, key: str, *, comes_back: bool = False, **options: Any
) -> None:
    """Draw the button ``label`` that hands out what ``make`` returns as the file ``name``, and writes in it who took it.

    A CSV that is to be filled in and ``comes_back`` has no line that is none of its rows.

    ``make`` runs when it is clicked, in a thread that has no session: there it speaks the language and the words of the trade,
    and grades by the scheme, that the page had when the button was drawn.
    """
    lang, own, rights, words = current_language(), scheme(), rights_here(), wording()

    def made() -> bytes:
        if not may_take(rights):  # by now
            raise InputError("too_many_files", N_("Your account has taken out as many files today as it may. Ask the owner."))
        mark = mark_of(rights, lang)
        with speaking(lang), in_words(words), grading_by(own), seeing_as(rights), taken_by(mark) as rows:
            data = make()
        note_taken(rights, name, sum(rows) or (count_rows(data) if mime == "text/csv" else 0), len(data))
        data += f"# {mark}\r\n".encode() if mark and mime == "text/csv" and not comes_back else b""
        keep_made(data, mime, name, rights.account)
        return data

    if not may_take(rights):
        options |= {"disabled": True, "help": _("Your account has taken out as many files today as it may. Ask the owner.")}
    st.download_button(label, made, name, mime, key=key, on_click="ignore", **options)


def draw_download(
    make: Callable[[], pa.Table],
    what: str,
    view: View,
    key: str = "download_csv",
    slide: Callable[[], Slide] | None = None,
    *,
    notes: Sequence[str],
    named: bool = False,
    totals: bool = True,
    hand_on: bool = False,
    row: str | None = None,
    on: date | str | None = None,
    formulas: Mapping[str, str] = NO_FORMULAS,
    group: Callable[[], Condition] | None = None,
    no_group: Markdown = "",
    sheet: str = "",
    beside: View | None = None,
) -> None:
    """Draw the buttons that make the CSV and the workbook of a frame when they are clicked; ``what`` (a msgid) names the file.

    ``slide`` makes what is pinned to a workshop where that is asked for. Where people or stores are ``named`` in it, they can
    be masked. Without ``totals`` the workbook adds nothing up. Its ``notes`` say of which days the list and its money are: where
    that is the window of the view, the name of the file says too what the bills do not cover of it.
    Of a list of customers who may be given to a manager, ``hand_on`` draws the button for it; ``row`` is the one
    that is selected in the list. The file is named by the day of the view, or by ``on``, a list's own
    day, or a month, of which the window says nothing.
    ``group`` is what such a list is saved by as a group (without it, by its customers), ``no_group`` why it cannot be.
    ``sheet`` is what the sheet of the workbook is called, where that is not ``what``: a name as a person gave it.
    ``beside`` is the view that the frame sets against this one: the file is named by both.
    ``formulas`` say by column how it follows in the workbook from others, which stand in braces by name.
    """
    lang, own = current_language(), scheme()

    with st.container(horizontal=True, gap="small"):
        masking = pick_masking(key) if named else picked_masking()
        window, of_window = window_of(view), any(period(view) in note for note in notes)
        derived = [each for each in [potential_of(view)] if each] if of_window else []
        if beside:
            name = comparison_name((view, beside), what, masking)
        else:
            covered = covered_text(window, lang) if of_window and not window.is_covered and not isinstance(on, str) else ""
            name = file_name(masking.store(view.store["store"]), what, on or view.as_of, lang, covered)

        def csv() -> bytes:
            return to_csv(masking.frame(make()), lang, labels=True, scheme=own)

        def xlsx() -> bytes:
            frame = make()
            title = sheet if sheet and not masking.how else _(what)  # a name that a person gave may name somebody
            table = described(masking.frame(frame), title, totals=totals)
            said = masking.notes((*notes, *(derived if "tier" in frame.column_names else ())), frame)
            places = {column: f"{{{place}}}" for place, column in enumerate(frame.column_names)}
            own_formulas = {frame.column_names.index(column): text.format_map(places) for column, text in formulas.items()}
            return workbook([WorkbookSheet(title, table, said, own_formulas)], lang)

        offer(_("Download as CSV"), csv, name, "text/csv", key)
        offer(_("Download as XLSX"), xlsx, f"{name.removesuffix('.csv')}.xlsx", XLSX, f"{key}_xlsx")
        if slide is not None:
            pin_button(slide, key)
        if hand_on:
            hand_on_button(key)
        if group is not None or hand_on:
            save_group_button(view, group or (lambda: listed_condition(_customers(make()))), key, no_group)
    if hand_on:
        draw_hand_on(view, make, key, row)


def comparison_name(views: tuple[View, View], what: str, masking: Masking) -> str:
    """Return what the CSV of two views side by side is called: of each the store, the day and the days that its bills cover."""
    lang, said = current_language(), []
    for view in views:
        store, window = cut(masking.store(view.store["store"]), LONGEST_OF_TWO), window_of(view)
        covered = "" if window.days is not None and window.is_covered else covered_text(window, lang)
        said.append((store, str(view.as_of), covered))
    (store, day, covered), other = said
    return file_name(store, what, day, lang, covered, *other)


def _customers(rows: pa.Table) -> list[str]:
    """Return the customers of a list, each once."""
    return list(dict.fromkeys(rows["customer"].to_pylist()))
