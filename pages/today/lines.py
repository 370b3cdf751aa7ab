"""The other calls of the day: a line each on a phone, a table on a desk; what is done; what to do when all is done."""

from __future__ import annotations

import html
from decimal import Decimal

import pyarrow as pa
import streamlit as st

from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.phone import dialled
from pages.shared.tables import say_that_it_scrolls, styled, table_height
from pages.today.day import MORE, Day, add_more, list_ahead, look_ahead, picked
from pages.today.taps import begin_change, change_back, open_card
from segmentation.fields import CALL_REASONS
from segmentation.language.i18n import format_count, format_money_short
from segmentation.language.text import writable
from segmentation.measures.managers.call_words import afterwards, call_reason, finding_next, habits_text, say_text
from segmentation.measures.managers.today import Call

LINES = 30  # on a phone
ROWS = 18  # about as high as the card beside
WIDTH = 744  # of the columns together, about what stands beside the card
WIDTHS = {"name": 150, "contribution": 106, "manager": 64, "phone": 104}
WORDS = {"zh": {"tier": 86, "call_reason": 64}, "en": {"tier": 104, "call_reason": 82}}  # of the longest; a letter needs less
LETTER = 56
SHOWN = ("name", "tier", "call_reason", "reason", "contribution", "manager", "phone")
TAKEN = (
    "manager", "customer", "name", "phone", "tier", "call_reason", "reason", "worth", "worth_before", "habits", "say",
    "last_visit", "expected_on", "win_back_by",
)


def calls_table(day: Day, calls: list[Call]) -> pa.Table:
    """Return calls as a table: customer, name, tier, call_reason, reason (in words), contribution, manager, phone and more.

    habits and say are words too; contribution is worth (in the window), or of who is asleep worth_before (up to the last visit).
    """
    lang = current_language()
    rows = [
        {
            "manager": call.manager, "customer": call.customer, "name": call.name, "phone": call.phone, "tier": call.tier,
            "call_reason": call.reason, "reason": call_reason(call, day.found, lang), "contribution": call.stake,
            "saves": call.saves,
            **dict(zip(("worth", "worth_before"), _apart(day, call), strict=True)),
            "habits": habits_text(call, lang), "say": say_text(call, day.found, lang),
            "last_visit": call.last_visit, "expected_on": call.expected_on, "win_back_by": call.win_back_by,
        }
        for call in calls
    ]
    kinds = [
        *((name, pa.string()) for name in ("manager", "customer", "name", "phone", "tier", "call_reason", "reason")),
        *((name, pa.decimal128(18, 2)) for name in ("contribution", "saves", "worth", "worth_before")),
        *((name, pa.string()) for name in ("habits", "say")),
        *((name, pa.date32()) for name in ("last_visit", "expected_on", "win_back_by")),
    ]
    return pa.Table.from_pylist(rows, pa.schema(kinds))


def _apart(day: Day, call: Call) -> tuple[Decimal | None, Decimal | None]:
    """Return the stake of who comes, and that of who is asleep, which is of other days; one of them None."""
    return (None, call.stake) if call.is_asleep and day.found.window != "all" else (call.stake, None)


def draw_table(day: Day, left: list[Call]) -> None:
    """Draw those of who is left that are filtered as a table; a click opens the card."""
    if not left:
        return
    key = f"today_table_{day.key}_{current_warehouse().version}_{hash(tuple(call.customer for call in left))}"

    def select() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and rows[0] < len(left):
            open_card(left[rows[0]].customer)

    with st.container(key="wide_today_list"):
        shown = ["saves" if name == "contribution" and left[0].saves is not None else name for name in SHOWN]
        style, settings = styled(calls_table(day, left), shown, brief=True)
        for name, width in _widths(left).items():
            settings["saves" if name == "contribution" and "saves" in shown else name]["width"] = width
        st.dataframe(
            style, hide_index=True, column_config=settings, key=key, placeholder="–", on_select=select,
            selection_mode="single-row", height=table_height(len(left), ROWS), row_height=32,
        )
        say_that_it_scrolls(st.container(), len(left), ROWS)


def _widths(calls: list[Call]) -> dict[str, int]:
    """Return how wide each column is: grades as wide as their words, the reason has what is left."""
    widths = WIDTHS | WORDS[current_language()]
    if all(call.tier for call in calls):
        widths["tier"] = LETTER
    return {**widths, "reason": WIDTH - sum(widths.values())}


def draw_lines(day: Day, opened: Call | None) -> None:
    """Draw the calls that are not open, a line each: a tap opens one, the round button calls."""
    others = [call for call in day.left if opened is None or call.customer != opened.customer]
    if not others:
        return
    lang = current_language()
    with st.container(key="lines"):
        for number, call in enumerate(others[:LINES]):
            grade = f" {call.tier}" if call.tier else ""
            said = f"{format_money_short(call.stake, lang)} · {call_reason(call, day.found, lang)}"  # the end is what may be cut
            text = f"**{plain(call.named)}{plain(grade)}** · {_(CALL_REASONS[call.reason])}  \n:gray[:small[{plain(said)}]]"
            with st.container(horizontal=True, vertical_alignment="center", key=f"line_{number}"):
                st.button(text, key=f"open_{call.customer}", width="stretch", on_click=open_card, args=(call.customer,))
                if digits := dialled(call.phone):
                    label = html.escape(writable(call.phone))
                    st.html(f'<a class="call-round" href="tel:{digits}" aria-label="{label}">☎</a>', width="content")
        if len(others) > LINES:
            st.caption(_("{count} more").format(count=format_count(len(others) - LINES, lang)))


def draw_done(day: Day) -> None:
    """Draw who was called on the day and what came of it; what was tapped can be changed."""
    lang = current_language()
    if not day.contacts:
        return
    listed = {call.customer for call in day.calls}
    with st.container(key="done"):
        for number, row in enumerate(day.contacts[:LINES]):
            mark = "✕" if row["outcome"] == "not_reached" else "✓"
            said = afterwards(row["outcome"], row["next_day"], day.found, lang)
            with st.container(horizontal=True, vertical_alignment="center", key=f"done_{number}"):
                st.markdown(f"{mark} {plain(row['name'] or row['customer'])} :gray[{plain(said)}]")
                if not row["is_alone"]:
                    continue
                if row["customer"] in listed:
                    st.button(
                        _("Change"), key=f"change_{row['batch']}", type="tertiary", on_click=begin_change, args=(row,),
                    )
                else:  # he has no card here any more
                    st.button(
                        _("Undo"), key=f"change_{row['batch']}", type="tertiary", on_click=change_back, args=(day, row),
                    )


def draw_when_done(day: Day) -> None:
    """Draw what there is to do once nobody is left: more of those who are due, or who is due next week."""
    lang = current_language()
    waiting = [call for call in picked(day.found, None, day.manager) if not call.is_done]
    if waiting:
        text = _("{count} more are due; whom nobody calls today stands first tomorrow")
        count = min(MORE, len(waiting))
        label = _("Call {count} more").format(count=format_count(count, lang))
        st.button(label, key="call_some_more", width="stretch", on_click=add_more, args=(day,))
        st.caption(text.format(count=format_count(len(waiting), lang)))
    elif not day.ahead:
        _draw_next(day)


def _draw_next(day: Day) -> None:
    lang, later = current_language(), list_ahead(day.view, day.on)
    following = [call for call in picked(later, None, day.manager) if not call.is_done]
    if not following:
        return
    st.write(plain(finding_next(later, following, lang)))
    label = _("Look ahead: {count} in the week to come").format(count=format_count(len(following), lang))
    st.button(label, key="look_ahead", width="stretch", on_click=look_ahead, args=(day,))
