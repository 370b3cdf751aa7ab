"""The same customers graded in other ways, a tab a family: two rankings, a grid, recency and money, card tiers, scorecards."""

import streamlit as st

from pages.gradings import abcd, cards, matrix, rfm, scorecards
from pages.shared.address import asked_for
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import grades_of, known_schemes
from pages.shared.language import _
from pages.shared.tabs import pick_tab, settle_tab
from pages.shared.view import pick_view

TABS = {"abcd": abcd, "matrix": matrix, "rfm": rfm, "cards": cards, "scorecards": scorecards}


def tab_of(scheme: str | None) -> str | None:
    """Return the tab that shows the schemes of the family of ``scheme``; None where none does."""
    known = known_schemes().get(scheme)
    return next((key for key, each in TABS.items() if known and known.rule == each.RULE), None)


tab = TABS[settle_tab("gradings", TABS, tab_of(st.session_state.get("scheme")), tab_of(asked_for("scheme")))]
view = pick_view(_("Gradings"), rules=(tab.RULE,))
pick_tab("gradings", {key: _(each.NAME) for key, each in TABS.items()})
check_first_bill(view)
grades = grades_of(view)
stop_without_customers(view, grades)

tab.draw(view, grades)

if tab is not matrix:  # there it stands beside the picture
    with st.container(key="list_below"):
        st.divider()
        draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(tab.DEFINITION)], tab.statements())
