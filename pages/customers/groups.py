"""The saved groups of a store: how large each is, who joined and left since the last month-end; a click opens one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.customers.keeping import draw_deleted
from pages.customers.opened import close_group, draw_opened, open_group, opened_group
from pages.shared.downloads import draw_download
from pages.shared.groups import groups_of
from pages.shared.heads import draw_answer
from pages.shared.house import View, current_warehouse, known_schemes, reading_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_, format_day
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.groups.members import Moves, month_before, read_all
from segmentation.measures.groups.tables import groups_table
from segmentation.measures.groups.words import finding_groups, told

NAME = N_("Saved groups")
DEFINITION = (
    N_(
        "A group is a filter with a name. Who is in it on a day is worked out from the bills up to that day, under the scheme "
        "that it was saved with and the window of the settings; so bills of later days change no earlier one, and a late bill "
        "puts right the days that it belongs to. A group of a list has the customers of that list, nobody joins it."
    ),
    N_("Of a module, a region and a name the latest word counts for every day, a manager from the day on which he was given."),
)
COLUMNS = ("group_name", "group_filter", "customers", "group_joined", "group_left", "contribution", "saved_on")


def draw(view: View) -> None:
    """Draw the groups, or the one that is opened."""
    group = opened_group(view)
    if group is not None:
        st.button(_("← All groups"), key="close_group", type="tertiary", on_click=close_group)
        draw_opened(view, group)
        return
    groups, warehouse = groups_of(view), current_warehouse()
    if groups:
        found = reading_of(view, "all groups", lambda: read_all(warehouse, view.store_id, groups, view.as_of))
        _draw_groups(view, told(moves for _group, moves in found))
    else:
        st.info(_(
            "No group is saved yet. Filter the list of all customers, or open a list behind a chart, and save it as a group."
        ))
    draw_deleted(view)


def _draw_groups(view: View, found: Sequence[Moves]) -> None:
    lang = current_language()
    said, rows = finding_groups(found, lang), groups_table(found, known_schemes(), lang)
    since = _("Joined and left since {day}").format(day=format_day(month_before(view.as_of), lang))
    draw_answer(said)
    st.caption(plain(since))
    numbers, key = [moves.group.number for moves in found], f"groups_{current_warehouse().version}"

    def chosen() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        if picked:
            open_group(numbers[picked[0]])

    draw_table(rows, COLUMNS, key, 12, on_select=chosen, selection_mode="single-row")
    st.caption(_("Select a row to open the group."))
    draw_download(
        lambda: rows, N_("Saved groups"), view, "download_groups", named=True, totals=False, notes=(since,),
        slide=lambda: table_slide(view, said, since, described(
            groups_table(found, known_schemes(), lang, quoted=False), columns=COLUMNS[:-1], most=12, totals=False
        )),
    )


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/groups/members", "measures/groups/moves")
