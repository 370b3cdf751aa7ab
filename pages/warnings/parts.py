"""What the page of warnings is made of: what was read, the figures, the limits to try and save, and the two lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import show_in_address
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, against_month, change_of_count, change_of_money, change_of_share
from pages.shared.house import View, known_schemes, reading_of, warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.tables import MOST_ROWS, described, draw_table
from pages.shared.why import pick_customer, select_row
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, count_customers, format_count, format_day, format_money_short, format_ratio
from segmentation.measures.movement.care import WinBacks, read_win_backs
from segmentation.measures.movement.warnings import (
    SPAN_DAYS,
    Flagged,
    Signs,
    Warnings,
    count_flagged,
    finding_flagged,
    judge_signs,
    open_cases,
    read_signs,
    reason_text,
    with_reasons,
)
from segmentation.measures.revenue.overview import same_day_before
from segmentation.schemes import DEFAULT, Value
from segmentation.settings.kept import scheme_settings
from segmentation.settings.warning_rules import (
    LIMITS,
    parse_warning_rules,
    reset_warning_rules,
    save_warning_rules,
    warning_rules,
)

DEFINITION = N_(
    "A usual gap is the median of the days between a customer's visits. In warning is an active customer who is silent for "
    "longer than so many times his usual gap, or whose visits or spend of the last 90 days have fallen by so much against the "
    "90 before. At stake is what he brings in the window. Who is no longer active is lost."
)
STATEMENTS = (
    "measures/movement/warning_signs", "measures/movement/warnings", "measures/movement/flagged_counts", "measures/movement/lost",
    "measures/movement/latest_care", "measures/movement/win_backs",
)
WARNED = (
    "name", "stake", "reason", "manager", "win_back_by", "silent_days", "usual_gap_days", "state", "noted_on",
)
LOST = ("name", "last_contribution", "last_visit", "silent_days", "lost_days", "manager", "state", "noted_on")
WARNED_SHOWN = ("name", "stake", "reason", "phone", "manager", "state", "noted_on")  # who wants to call needs these first
LOST_SHOWN = ("name", "last_contribution", "phone", "last_visit", "lost_days", "manager", "state", "noted_on")
EFFORTS = ("name", "contacted_on", "contacts", "came_back_on", "contribution", "manager")
PINNED = 12
Settings = dict[str, Value]


class List(NamedTuple):
    """One of the page's two lists: how many it has, the rows to take along, made when asked for, and those shown, the columns of
    both, its title, and its file's name (a msgid)."""

    count: int
    rows: Callable[[], pa.Table]
    columns: tuple[str, ...]
    shown: pa.Table
    shown_columns: tuple[str, ...]
    heading: str
    file: str

    @property
    def key(self) -> str:
        """The widget's: another list, or one that has changed, begins without a choice."""
        return f"list_{self.file}_{self.count}_{warehouse().version}"


def warning_settings(view: View) -> Settings:
    """Return the settings that warnings are read under: those of the default scheme, whatever the page grades by."""
    return {**scheme_settings(warehouse(), view.store_id, known_schemes()[DEFAULT]), "window": view.window}


def signs_of(view: View, day: date | None = None) -> Signs:
    """Return what warnings are judged by, as of the day of the page or an earlier one."""
    house, settings, day = warehouse(), warning_settings(view), day or view.as_of
    with st.spinner(_("Looking for who is slipping away …")):
        return reading_of(view, f"signs {day}", lambda: read_signs(house, view.store_id, day, settings))


def flagged_of(view: View, day: date | None = None) -> Flagged:
    """Return how many are in warning under the limits of the store, as of the day of the page or an earlier one."""
    house, day = warehouse(), day or view.as_of
    signs = signs_of(view, day)  # not within what is kept: its spinner would be kept too
    return reading_of(view, f"flagged {day}", lambda: count_flagged(house, signs, warning_rules(house, view.store_id)))


def draw_warned_link(view: View) -> None:
    """Draw one line with how many are in warning and what is at stake, which leads to their list; nothing for nobody."""
    lang, found = current_language(), flagged_of(view)
    if found.customers:
        st.page_link("pages/warnings/page.py", label=f"{plain(finding_flagged(found, lang))} →")


def warnings_of(view: View) -> Warnings:
    """Return who is in warning and who is lost."""
    house, signs = warehouse(), signs_of(view)
    return reading_of(view, "warnings", lambda: judge_signs(house, signs))


def win_backs_of(view: View, day: date | None = None) -> WinBacks:
    """Return whether contacts brought customers back, as of the day of the page or an earlier one."""
    house, day = warehouse(), day or view.as_of
    return reading_of(view, f"win_backs {day}", lambda: read_win_backs(house, view.store_id, day))


def warning_figures(view: View, found: Warnings, backs: WinBacks) -> list[Figure]:
    """Return who is in warning, what is at stake, who is lost, and which share of the contacts brought someone back.

    Each stands against the same day of the month before, where there were bills by then.
    """
    lang, counts = current_language(), found.counts
    signs = _("{silent} silent for too long, {visits} with fewer visits, {spend} with less spend; one may be several").format(
        silent=format_count(counts.silent, lang), visits=format_count(counts.fewer_visits, lang),
        spend=format_count(counts.less_spend, lang),
    )
    brought = pc.sum(found.lost["last_contribution"]).as_py() or 0
    text = _("No longer active; before that they had brought {money}")
    won = _("{back} of {contacted} contacts, {waiting} of them still open")
    figures = [
        Figure(_("In warning"), format_count(counts.customers, lang), help=signs, less_is_better=True),
        Figure(
            _("At stake"), format_money_short(counts.stake, lang), help=_("What those in warning bring in the window"),
            less_is_better=True,
        ),
        Figure(
            _("Lost"), format_count(found.lost.num_rows, lang), help=text.format(money=format_money_short(brought, lang)),
            less_is_better=True,
        ),
        Figure(
            _("Won back"), format_ratio(backs.share, lang, 0), help=won.format(
                back=format_count(backs.back, lang), contacted=format_count(backs.contacted, lang),
                waiting=format_count(backs.waiting, lang),
            ),
        ),
    ]
    day = same_day_before(view.as_of)
    if day < view.store["first_date"]:
        return figures
    before = flagged_of(view, day)
    changes = (
        change_of_count(counts.customers, before.customers), change_of_money(counts.stake, before.stake),
        change_of_count(found.lost.num_rows, signs_of(view, day).lost),
        change_of_share(backs.share, win_backs_of(view, day).share, 0),
    )
    return [against_month(figure, change, day) for figure, change in zip(figures, changes, strict=True)]


# --- the limits ------------------------------------------------------------------------------------------------------


def draw_limits(view: View) -> None:
    """Draw the limits to be tried: how many customers they would flag is said before they are saved for the store."""
    house, lang = warehouse(), current_language()
    kept = warning_rules(house, view.store_id)
    with st.expander(_("Limits: when a customer counts as slipping away")):
        written = {}
        for cell, (name, limit) in zip(st.columns(len(LIMITS), vertical_alignment="bottom"), LIMITS.items(), strict=True):
            kind = float if limit.digits else int
            value = cell.number_input(
                _(limit.label), kind(limit.low), kind(limit.high), kind(getattr(kept, name)), kind(0.5 if limit.digits else 1),
                key=f"limit_{name}_{view.store_id}_{house.version}", help=_(limit.help),
                format=f"%.{limit.digits}f" if limit.digits else "%d",
            )
            written[name] = f"{value:.{limit.digits}f}"
        rules = parse_warning_rules(written, kept)
        changed = {name: text for name, text in written.items() if getattr(rules, name) != getattr(kept, name)}
        signs = signs_of(view)
        would, now = count_flagged(house, signs, rules), count_flagged(house, signs, kept)
        text = _("These limits flag {customers} with {money} at stake; those that are saved flag {now}.")
        st.write(plain(text.format(
            customers=count_customers(would.customers, lang), money=format_money_short(would.stake, lang),
            now=format_count(now.customers, lang),
        )))
        with st.container(horizontal=True):
            st.button(
                _("Save for this store"), key="save_limits", type="primary", disabled=rules == kept,
                on_click=_do, args=(lambda: save_warning_rules(house, view.store_id, changed),),
            )
            st.button(
                _("Back to the defaults"), key="reset_limits",
                on_click=_do, args=(lambda: reset_warning_rules(house, view.store_id),),
            )
        if error := st.session_state.pop("limits_error", None):
            st.error(plain(error.text(lang)))


def _do(change: Callable[[], object]) -> None:
    try:
        change()
    except InputError as error:
        st.session_state["limits_error"] = error


# --- the lists -------------------------------------------------------------------------------------------------------


def pick_list(view: View, found: Warnings) -> List:
    """Draw the choice between the two lists, and whether settled cases are shown, and return the list to draw."""
    lang = current_language()
    everybody = st.session_state.get("with_settled", False)
    warned, lost = (rows if everybody else open_cases(found, rows) for rows in (found.table, found.lost))
    names = {
        "warned": _("In warning · {count}").format(count=format_count(warned.num_rows, lang)),
        "lost": _("Lost · {count}").format(count=format_count(lost.num_rows, lang)),
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        which = st.segmented_control(
            _("List"), list(names), format_func=names.get, key="warned_list", required=True,
            default="warned" if warned.num_rows or not lost.num_rows else "lost",
            label_visibility="collapsed", persist_state="session",
        )
        st.toggle(
            _("Also who is settled"), key="with_settled", persist_state="session",
            help=_("Settled is who was given up, and who was noted as won back not long ago"),
        )
    if which == "lost":
        shown = lost.slice(0, MOST_ROWS)
        return List(lost.num_rows, lambda: lost, LOST, shown, LOST_SHOWN, _("Lost customers"), N_("Lost customers"))
    brief = reading_of(
        view, f"reasons {lang} {everybody}",
        lambda: with_reasons(warned.slice(0, MOST_ROWS), lang, counts_bills=found.counts_bills, brief=True),
    )
    return List(
        warned.num_rows, lambda: with_reasons(warned, lang, counts_bills=found.counts_bills), WARNED, brief, WARNED_SHOWN,
        _("Customers in warning"), N_("Customers in warning"),
    )


def pick_case(view: View, listed: List, found: Warnings) -> dict[str, Any] | None:
    """Return the row of the customer who is chosen in the list or by the address bar, of either list; None for nobody."""
    everybody = pa.concat_tables([found.table, found.lost], promote_options="default")
    customer = pick_customer(listed.shown["customer"].to_pylist(), listed.key, everybody)
    show_in_address("customer", customer)
    if customer is None:
        return None
    row = everybody.filter(pc.equal(everybody["customer"], customer)).to_pylist()[0]
    if row["reason_code"]:
        row["reason"] = reason_text(row, current_language(), counts_bills=found.counts_bills)
    return row


def draw_list(view: View, listed: List) -> None:
    """Draw the list with its downloads."""
    shown = listed.shown
    if not shown.num_rows:
        st.info(_("Nobody is on this list."))
        return
    draw_table(
        shown, listed.shown_columns, listed.key, 12, total=listed.count, on_select=select_row, selection_mode="single-row"
    )
    if "reason" in listed.shown_columns:
        by = shown["win_back_by"][0].as_py()
        text = _("Visits and spend: the {days} days before → the last {days}. To be won back by {day}.")
        st.caption(text.format(days=SPAN_DAYS, day=format_day(by, current_language())))
    st.caption(_("Select a row to note that the customer was contacted, is won back or is given up."))
    day = _("As of {day}").format(day=format_day(view.as_of, current_language()))
    draw_download(
        lambda: listed.rows().select(["customer", "phone", "module", *listed.columns, "note"]), listed.file, view,
        "download_warned",
        slide=lambda: table_slide(
            view, listed.heading, day, described(shown.slice(0, PINNED).select(listed.shown_columns[:6]))
        ),
    )


def draw_win_backs(view: View, backs: WinBacks, said: str) -> None:
    """Draw what came of the contacts: the sentence and the list."""
    st.markdown(f"**{_('What came of it')}**  \n{plain(said)}")
    if backs.contacted:
        draw_table(backs.efforts, EFFORTS, "efforts", 8)
        draw_download(lambda: backs.efforts, N_("Win-backs"), view, "download_efforts")
