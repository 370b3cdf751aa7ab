"""In which order a graded list stands, and which page of a long list is seen."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import sha256
from typing import NamedTuple

import streamlit as st

from pages.shared.address import settle
from pages.shared.house import scheme
from pages.shared.language import _
from segmentation.fields import field
from segmentation.language.i18n import N_

Sort = tuple[str, bool, str]  # column, whether the largest stand first, what it is called
SORTS: dict[str, Sort] = {
    "grade": ("tier", False, N_("Grade, best first")),
    "contribution": ("contribution", True, N_("Contribution, highest first")),
    "visits": ("frequency", True, N_("Visits, most first")),
    "away": ("recency_days", True, N_("Longest away first")),
    "recent": ("recency_days", False, N_("Here most recently first")),
    "standard": ("standard", True, N_("Average per table, highest first")),
    "name": ("name", False, N_("Name")),
}
FALLING = ("measured", "r", "f", "m", "fm", "score", "stars", "rated", "code")  # scores of which the most is the best
SIZES = (50, 100, 200)


class ListPage(NamedTuple):
    """Which page of the list stands on the screen; ``key`` changes with what is listed, so that another list begins at 1."""

    key: str
    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def picked_sort() -> tuple[str, bool]:
    """Return the column to sort by, and whether the largest stand first."""
    column, descending, _label = sorts().get(st.session_state.get("sort"), SORTS["grade"])
    return column, descending


def sorts() -> dict[str, Sort]:
    """Return what the list can be sorted by: always, and by the scores of the page's scheme."""
    scores = {name: (name, name in FALLING, field(name).label) for name in scheme().score_columns}
    return {**SORTS, **scores}


def picked_page(*asked: Hashable, key: str = "") -> ListPage:
    """Return the page that the pager below the table stands at; what was ``asked`` for tells one list from another.

    A second list of a page has a ``key`` of its own, here and of ``draw_pager``.
    """
    size = settle(f"page_size{key}", SIZES, SIZES[1])
    listed = sha256(repr((key, *asked, size)).encode()).hexdigest()[:12]
    number = st.session_state.get(f"page_{listed}") or 1
    return ListPage(f"{listed}_{number}", number, size)


def draw_pager(page: ListPage, customers: int, key: str = "") -> None:
    """Draw the pages to choose from, where there are several, and how many rows one has."""
    pages = max(1, -(-customers // page.size))
    left, right = st.columns([5, 2], vertical_alignment="center")
    with left:
        if pages > 1:
            st.pagination(pages, key=f"page_{page.key.partition('_')[0]}", width="stretch")
    names = {size: _("{rows} rows").format(rows=size) for size in SIZES}
    with right:
        st.selectbox(
            _("Rows"), SIZES, key=f"page_size{key}", persist_state="session", label_visibility="collapsed", format_func=names.get,
        )
