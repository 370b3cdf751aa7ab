"""One saved group: how large it is and was, who is in it, who joined and left and what became of them."""

from __future__ import annotations

import streamlit as st

from pages.customers.keeping import draw_keeping
from pages.shared.address import address_is_behind, asked_for, show_in_address
from pages.shared.behind import draw_behind, draw_rows
from pages.shared.charts import draw_told
from pages.shared.definition import period
from pages.shared.figures import Figure, draw_figures
from pages.shared.filters import filter_by
from pages.shared.groups import find_group_of, moves_of
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, grading_by, known_schemes, reading_of, saved_settings, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide
from segmentation.charts.groups.sizes import tell_sizes
from segmentation.language.i18n import N_, format_count, format_day, format_money, format_money_short, true_sign
from segmentation.measures.grades.customers import Filters
from segmentation.measures.groups.members import Moves, read_sizes
from segmentation.measures.groups.tables import sizes_table
from segmentation.measures.groups.words import condition_text, finding_group
from segmentation.settings.groups import Group

OPENED = "opened"  # in the address bar
LISTS = {"members": N_("In the group"), "joined": N_("Came into the group"), "left": N_("Left the group")}
MEMBERS = ("name", "tier", "contribution", "frequency", "recency_days", "manager", "module", "phone")
GONE = ("name", "tier_then", "tier", "is_asleep", "contribution_from", "contribution", "last_visit", "manager", "phone")
HIGH = 280  # pixels of the picture


def opened_group(view: View) -> Group | None:
    """Return the group that is opened: the one that the address asks for, else the one clicked last."""
    asked = asked_for(OPENED)
    if asked is not None:
        st.session_state[OPENED] = asked
    elif OPENED not in st.query_params and st.session_state.get(f"shown_{OPENED}") is not None:
        st.session_state[OPENED] = None  # the browser went a step back
    group = find_group_of(view, st.session_state.get(OPENED))
    show_in_address(OPENED, str(group.number) if group else None)
    return group


def open_group(number: int | None) -> None:
    """Open a group, in a callback; None: all of them are listed."""
    st.session_state[OPENED] = None if number is None else str(number)
    address_is_behind(OPENED)


def close_group() -> None:
    """List all groups, in a callback."""
    open_group(None)


def draw_opened(view: View, group: Group) -> None:
    """Draw the group under its own scheme and the window of the settings, whatever is picked."""
    with grading_by(known_schemes()[group.scheme]):
        _draw(view._replace(window=saved_settings(view.store_id)["window"]), group)


def _draw(view: View, group: Group) -> None:
    lang, warehouse = current_language(), current_warehouse()
    moves = moves_of(view, group, view.as_of)
    draw_answer(finding_group(moves, lang))
    own = scheme()
    st.caption(plain(" · ".join((
        condition_text(group.condition, group.listed, own, lang), own.label[lang], period(view),
    ))))
    draw_figures(_figures(moves))
    sizes = reading_of(view, f"sizes {group.number}", lambda: read_sizes(warehouse, group, view.as_of))
    chart, pick = tell_sizes(group, sizes, lang), page_picker("groups")
    draw_told(chart, "group_sizes", sizes_table(sizes), lambda: chart_slide(view, chart), height=HIGH, width=1100, pick=pick)
    draw_behind(view, pick.chosen)
    _draw_lists(view, moves)
    draw_keeping(view, group)


def _figures(moves: Moves) -> list[Figure]:
    lang = current_language()
    since = _("from {day} on").format(day=format_day(moves.first, lang))
    change, asleep = moves.joined.num_rows - moves.left.num_rows, ""
    if moves.left.num_rows:
        asleep = _("{count} of them asleep").format(count=format_count(moves.asleep, lang))
    return [
        Figure(_("In the group"), format_count(moves.members.num_rows, lang), true_sign(f"{change:+d}"), since),
        Figure(_("Came into the group"), format_count(moves.joined.num_rows, lang), None, since),
        Figure(_("Left the group"), format_count(moves.left.num_rows, lang), None, asleep or since),
        Figure(
            _("Contribution"), format_money_short(moves.contribution, lang), None, "", format_money(moves.contribution, lang)
        ),
    ]


def _draw_lists(view: View, moves: Moves) -> None:
    lang, group = current_language(), moves.group
    frames = {"members": moves.members, "joined": moves.joined, "left": moves.left}
    names = {key: f"{_(name)} · {format_count(frames[key].num_rows, lang)}" for key, name in LISTS.items()}
    with st.container(horizontal=True, vertical_alignment="center"):
        which = st.segmented_control(
            _("List"), list(names), format_func=names.get, key="group_list", required=True, default="members",
            label_visibility="collapsed", persist_state="session",
        )
        st.button(
            _("Filter these customers"), key="filter_group_members", type="tertiary", on_click=_to_list, args=(group,),
            help=_("Opens the list of all customers with the group as a filter"),
        )
    columns = GONE if which == "left" else MEMBERS
    since = _("Joined and left since {day}").format(day=format_day(moves.first, lang))
    draw_head(f"{group.name} · {_(LISTS[which])}", since, hint=_("click a row for the customer"))
    draw_rows(view, f"{group.name} · {_(LISTS[which])}", since, frames[which], columns, "group", sheet=group.name)


def _to_list(group: Group) -> None:
    filter_by(Filters(group=str(group.number)))
    st.session_state["tab_customers"] = "list"
    address_is_behind("tab")
