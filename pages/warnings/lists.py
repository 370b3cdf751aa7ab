"""The two lists, of who is in warning and who is lost, and what came of the contacts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import show_in_address
from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.groups import members_of, pick_group, picked_group
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, grades_of, reading_of
from pages.shared.language import _, _n, current_language, day_text, plain
from pages.shared.pin import table_slide
from pages.shared.saves import chances_of, effects_of, is_by_saves, pick_order, say_effects
from pages.shared.tables import MOST_ROWS, described, draw_table
from pages.shared.why import pick_customer, select_row
from segmentation.language.i18n import N_, format_count
from segmentation.measures.groups.members import only_members
from segmentation.measures.movement.care import WinBacks
from segmentation.measures.movement.warnings import SPAN_DAYS, Warnings, finding_listed, open_cases, reason_text, with_reasons
from segmentation.measures.trials.saved_money import with_saves
from segmentation.measures.windows import ALL

WARNED = (
    "name", "stake", "reason", "manager", "win_back_by", "silent_days", "usual_gap_days", "state", "noted_on",
)
LOST = ("name", "last_contribution", "last_visit", "silent_days", "lost_days", "manager", "state", "noted_on")
WARNED_SHOWN = ("name", "stake", "reason", "phone", "manager", "state", "noted_on")  # who wants to call needs these first
LOST_SHOWN = ("name", "last_contribution", "phone", "last_visit", "lost_days", "manager", "state", "noted_on")
EFFORTS = ("name", "contacted_on", "contacts", "came_back_on", "contribution_since", "manager")
PINNED = 12
ORDER, KINDS = "warned_order", ("warned", "lost")


class List(NamedTuple):
    """One of the page's two lists: how many it has, the rows to take along, made when asked for, and those shown, the columns of
    both, its title, of which days its money is and how many settled cases are left out, and its file's name (a msgid)."""

    count: int
    rows: Callable[[], pa.Table]
    columns: tuple[str, ...]
    shown: pa.Table
    shown_columns: tuple[str, ...]
    heading: str
    said: str
    file: str

    @property
    def key(self) -> str:
        """The widget's: another list, or one that has changed, begins without a choice."""
        return f"list_{self.file}_{self.count}_{current_warehouse().version}"


def pick_list(view: View, found: Warnings) -> List:
    """Draw whom the lists are of, the choice between the two, and whether settled cases are shown; return the list to draw."""
    lang = current_language()
    everybody = st.session_state.get("with_settled", False)
    with st.container(horizontal=True, vertical_alignment="center"):
        pick_group(view)
        group, asked = picked_group(view), [found.table, found.lost]
        if group is not None:
            asked = [only_members(rows, members_of(view, group)) for rows in asked]
        if saving := is_by_saves(ORDER):
            chances, effects = chances_of(view), effects_of(view)
            asked = [with_saves(rows, kind, chances, effects) for rows, kind in zip(asked, KINDS, strict=True)]
        warned, lost = (rows if everybody else open_cases(found, rows) for rows in asked)
        names = {
            "warned": _("In warning · {count}").format(count=format_count(warned.num_rows, lang)),
            "lost": _("Lost · {count}").format(count=format_count(lost.num_rows, lang)),
        }
        which = st.segmented_control(
            _("List"), list(names), format_func=names.get, key="warned_list", required=True,
            default="warned" if warned.num_rows or not lost.num_rows else "lost",
            label_visibility="collapsed", persist_state="session",
        )
        st.toggle(
            _("Include settled cases"), key="with_settled", persist_state="session",
            help=_("Settled: given up, noted as won back not long ago, or not to be contacted; and who is left alone on purpose"),
        )
        pick_order(ORDER)
    if saving:
        say_effects(view)
    more = ("saves", "chance_lost") if saving else ()
    whole, listed_now = asked[which == "lost"], lost if which == "lost" else warned
    basis = " · ".join([_basis(view, which), *_left_out(whole.num_rows - listed_now.num_rows)])
    of_group = f"{group.name} · " if group else ""
    if which == "lost":
        shown, said = _with_tier(view, lost.slice(0, MOST_ROWS)), of_group + finding_listed(lost, lang, lost=True)
        return List(
            lost.num_rows, lambda: lost, (*LOST, *more), shown, (LOST_SHOWN[0], *more[:1], *LOST_SHOWN[1:]), said,
            basis, N_("Lost customers"),
        )
    brief = reading_of(
        view, f"reasons {lang} {everybody} {group and group.number} {saving}",
        lambda: _with_tier(view, with_reasons(warned.slice(0, MOST_ROWS), lang, counts_bills=found.counts_bills, brief=True)),
    )
    return List(
        warned.num_rows, lambda: with_reasons(warned, lang, counts_bills=found.counts_bills), (*WARNED, *more), brief,
        (WARNED_SHOWN[0], *more[:1], *WARNED_SHOWN[1:]), of_group + finding_listed(warned, lang, lost=False),
        basis, N_("Customers in warning"),
    )


def _basis(view: View, which: str) -> str:
    """Return of which days the money of a list is: of who is lost, each by his own last visit."""
    if which == "warned" or view.window == ALL:
        return period(view)
    text = _("As of {day}; last contribution: of the {days} days up to the last visit")
    return text.format(day=day_text(view.as_of), days=view.window)


def _left_out(count: int) -> list[str]:
    text = _n("{count} settled case is left out", "{count} settled cases are left out", count)
    return [text.format(count=format_count(count, current_language()))] if count else []


def _with_tier(view: View, rows: pa.Table) -> pa.Table:
    """Return the rows with the grade of each customer, which a card shows."""
    grades = grades_of(view)
    return rows.append_column("tier", grades["tier"].take(pc.index_in(rows["customer"], grades["customer"].combine_chunks())))


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


def draw_list(view: View, listed: List, row: str | None) -> None:
    """Draw the list with its downloads; ``row`` is the customer chosen in it."""
    shown = listed.shown
    if not shown.num_rows:
        st.info(_("This list is empty."))
        return
    draw_head(listed.heading, listed.said)
    draw_table(
        shown, listed.shown_columns, listed.key, 12, total=listed.count, on_select=select_row, selection_mode="single-row"
    )
    if "reason" in listed.shown_columns:
        by = shown["win_back_by"][0].as_py()
        text = _("Visits and spend: the {days} days before → the last {days}. To be won back by {day}.")
        st.caption(text.format(days=SPAN_DAYS, day=day_text(by)))
    st.caption(_("Select a row to note that the customer was contacted, is won back or is given up."))
    draw_download(
        lambda: listed.rows().select(["customer", "phone", "module", *listed.columns, "note"]), listed.file, view,
        "download_warned",
        slide=lambda: table_slide(
            view, listed.heading, listed.said,
            described(shown, columns=listed.shown_columns[:6], most=PINNED, whole=listed.rows()),
        ),
        named=True, hand_on=True, row=row, notes=(listed.said,),
    )


def draw_win_backs(view: View, backs: WinBacks, said: str) -> None:
    """Draw what came of the contacts: the sentence and the list."""
    st.markdown(f"**{_('What came of it')}**  \n{plain(said)}")
    if backs.contacted:
        draw_table(backs.efforts, EFFORTS, "efforts", 8)
        draw_download(
            lambda: backs.efforts, N_("Win-backs"), view, "download_efforts", named=True,
            notes=(_("Money: since the first contact, up to the next one or {day}").format(day=day_text(view.as_of)),),
        )
