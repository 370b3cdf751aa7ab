"""The menu by job: what of it this house can use, and the rest under "more"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.house import stores
from pages.shared.language import _
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

MORE = N_("More")
NEEDS: Mapping[str, Callable[[], bool]] = {"two stores": lambda: sum(bool(row["bills"]) for row in stores()) > 1}


class Entry(NamedTuple):
    """A line of the menu: its group, its title, the folder of its page, who sees it, and what a house must have to use it.

    ``needs`` is a key of ``NEEDS``; an entry whose need is not met stands under "more", and opens as ever. One that is not
    ``in_menu`` has no line there, and is opened by a click or a link.
    """

    group: str
    title: str
    page: str
    roles: tuple[str, ...] = ("owner", "manager")
    needs: str | None = None
    in_menu: bool = True


def navigate(menu: Sequence[Entry]) -> StreamlitPage:
    """Draw the menu in the sidebar and return the page asked for; the first entry is what opens without an address."""
    groups: dict[str, list[StreamlitPage]] = {entry.group: [] for entry in menu} | {MORE: []}
    for entry in menu:
        groups[entry.group if _is_met(entry.needs) else MORE].append(st.Page(
            f"pages/{entry.page}/page.py", title=_(entry.title), url_path=entry.page, default=entry is menu[0],
            visibility="visible" if entry.in_menu else "hidden",
        ))
    return st.navigation({_(group): pages for group, pages in groups.items() if pages}, expanded=True)


def _is_met(need: str | None) -> bool:
    try:
        return need is None or NEEDS[need]()
    except (InputError, OSError):  # the page says what is wrong, in the place that everybody knows
        return True
