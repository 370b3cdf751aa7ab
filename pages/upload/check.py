"""What was read and what is open, the most important first, and the button that imports it."""

from __future__ import annotations

import streamlit as st

from pages.shared.language import _, current_language, plain
from pages.upload.ask import ask
from pages.upload.choose import choose_files
from pages.upload.columns import show_columns, show_reading
from pages.upload.item import Item
from pages.upload.rejects import show_rejects
from pages.upload.tray import Tray
from pages.upload.words import account
from segmentation.ingest.report import make_report, sum_up
from segmentation.language.i18n import N_, format_count

DONE = ("ready", "already")  # needs no further answer
DOUBTFUL = (
    "only_walk_ins", "days_hold_unnumbered_bills", "key_follows_store", "profiles_without_bills",
    "ratings_of_strangers", "kind_contradicted", "masked_key",
)
WIDTHS = {4: [1, 1, 1.1, 1.6]}  # of four figures side by side; the last is one of days
BADGES = {
    "ready": ("green", N_("ready")),
    "already": ("gray", N_("imported before")),
    "open": ("orange", N_("a question is open")),
    "unread": ("orange", N_("to be read again")),
    "empty": ("red", N_("no usable row")),
    "refused": ("red", N_("cannot be read")),
}


def check_files(tray: Tray, store: str) -> None:
    """Draw the verdict with the button, then each file, open ones first; where there is but one, without folding it away."""
    _show_verdict(tray, store)
    for item in sorted(tray.items, key=lambda item: item.state in DONE):
        if len(tray.items) == 1:
            _show_file(tray, store, item)
            continue
        colour, words = BADGES[item.state]
        label = f"{plain(item.name)} :{colour}-badge[{_(words)}]"
        with st.expander(label, expanded=item.state not in DONE, key=f"file_{item.number}"):
            _show_file(tray, store, item)
    with st.expander(_("Add more files"), key="add_files"):
        choose_files(tray)


def _show_verdict(tray: Tray, store: str) -> None:
    states = [item.state for item in tray.items]
    fitting = [item for item in tray.items if item.state in DONE]
    doubts = _list_doubts(fitting)
    with st.container(border=True, key="verdict"):
        words, confirm, discard = st.columns([5, 1.5, 1.2], vertical_alignment="center")
        with words:
            st.subheader(_judge(states, bool(doubts), bool(store)), anchor=False)
            if fitting:
                reports = [make_report(item.found) for item in fitting]
                st.markdown(plain(sum_up(reports, current_language()) + (f" → {store}" if store else "")))
            if doubts:
                st.markdown("\n".join(f"- {plain(doubt)}" for doubt in doubts))
        some = _("Import the {count} ready files").format(count=len(fitting))
        label = _("Import") if len(fitting) in (0, len(states)) else some
        confirm.button(
            label, key="confirm_import", type="primary", width="stretch", disabled=not (fitting and store), on_click=tray.confirm
        )
        discard.button(_("Discard"), key="discard", width="stretch", on_click=tray.clear)


def _judge(states: list[str], doubtful: bool, named: bool) -> str:
    """Say first whether all is well, and what is to be done."""
    ready = sum(state in DONE for state in states)
    asking = sum(state in ("open", "unread") for state in states)
    if ready == len(states):
        if not named:
            return _("Nearly done: name the store above")
        if all(state == "already" for state in states):
            return _("Imported before: there is nothing new to import")
        return _("Ready to import; please look at this first") if doubtful else _("Everything fits. Import it?")
    if len(states) == 1:
        return _("One answer is needed before the import") if asking else _("This file cannot be imported as it is")
    parts = {
        _("{count} are ready"): ready,
        _("{count} need an answer"): asking,
        _("{count} cannot be imported as they are"): len(states) - ready - asking,
    }
    said = _(", ").join(text.format(count=count) for text, count in parts.items() if count)
    return _("{files} files: {parts}").format(files=len(states), parts=said)


def _list_doubts(items: list[Item]) -> list[str]:
    """What a careful person would look at before the import."""
    lang = current_language()
    doubts = []
    if rejected := sum(item.found.rejected for item in items):
        doubts.append(_("Rows not understood, which stay out: {count}").format(count=format_count(rejected, lang)))
    for item in items:
        if item.changed is not None and len(items) > 1:
            doubts.append(item.changed.text(lang))
        unsure = [notice.text(lang) for notice in item.found.notices if notice.code in DOUBTFUL]
        doubts += [f"{item.name}: {text}" if len(items) > 1 else text for text in unsure]
    return doubts


def _show_file(tray: Tray, store: str, item: Item) -> None:
    lang = current_language()
    if item.changed is not None:
        st.warning(plain(item.changed.text(lang)))
    if item.error is not None and not item.stale:
        (st.warning if item.state == "open" else st.error)(plain(item.error.text(lang)))
    elif item.state == "empty":
        st.error(_("No row of this file could be used. Check the sheet, the columns and which status means paid."))
    elif item.state == "already":
        note = _("The very same file was imported before, as import {batch}. Importing it again changes nothing.")
        st.info(note.format(batch=int(item.found.already)))
    if item.state == "unread" or (item.error is not None and item.error.code == "cancelled"):
        again = _("Read the file with these choices") if item.look else _("Read the file again")
        if st.button(again, key=f"read_{item.number}", type="primary"):
            tray.read(store, [item])
            st.rerun()
    ask(tray, item)
    if item.found is not None and not item.found.open_orders:
        _show_figures(item)
        _show_counts(item)
    _show_details(tray, item)


def _show_figures(item: Item) -> None:
    figures = item.found.spec.words.figures(item.found, current_language())
    for cell, figure in zip(st.columns(WIDTHS.get(len(figures), len(figures))), figures, strict=True):
        note = plain(figure.note) if figure.note else None
        cell.metric(plain(figure.label), plain(figure.value), delta=note, delta_color="off", delta_arrow="off")


def _show_counts(item: Item) -> None:
    """Account for every row, and say what is worth knowing."""
    lang, found = current_language(), item.found
    lines = [account(found.lines, found.accepted, found.rejected, found.skipped)]
    if found.replaces:
        text = _("{count} bills are there already under the same number; this file's version replaces them.")
        lines.append(text.format(count=format_count(found.replaces, lang)))
    lines += [notice.text(lang) for notice in found.notices]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _show_details(tray: Tray, item: Item) -> None:
    if item.look is None:
        if len(tray.items) > 1:
            st.button(_("Leave this file out"), key=f"remove_{item.number}", on_click=tray.remove, args=(item,))
        return
    names = [_("Columns"), _("How the file was read")]
    if item.rejects:
        names.append(_("Not understood ({count})").format(count=format_count(item.found.rejected, current_language())))
    tabs = st.tabs(names, key=f"tabs_{item.number}")
    with tabs[0]:
        show_columns(tray, item)
    with tabs[1]:
        show_reading(tray, item)
        if len(tray.items) > 1:
            st.button(_("Leave this file out"), key=f"remove_{item.number}", on_click=tray.remove, args=(item,))
    if item.rejects:
        with tabs[2]:
            show_rejects(item.rejects)
            st.caption(_("After the import they can be downloaded, mended and uploaded again."))

