"""The menu by job: what of it this house can use, and the rest under "more".

It is written as one list of links, for twenty of Streamlit's took a browser as long as three charts. A script of the frame
follows a link as Streamlit does, without loading the app anew; opened in a tab of its own, a link is an address like any other.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.house import houses, rights_here, stores
from pages.shared.language import _
from pages.shared.rescue import START
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse.rights import ANALYST, CONSULTANT, MANAGER, OWNER
from segmentation.warehouse.seen import not_allowed

LOOKING = (OWNER, CONSULTANT, ANALYST)  # who looks at the whole house
MORE = N_("More")
UNCUT = ("help",)  # pages on which no customer stands
NEEDS: Mapping[str, Callable[[], bool]] = {
    "two houses": lambda: sum(bool(row["bills"]) for row in stores()) > 1 or bool(houses()),
}


STYLE = """<style>
.stHtml .menu { border-bottom: 1px solid var(--hairline); margin: 0 -8px; padding-bottom: 14px }
.stHtml .menu :is(p, ul, li) { margin: 0 !important; padding: 0 !important; list-style: none }
.stHtml .menu p { color: var(--muted); font-size: 12px; line-height: 18px; padding: 5px 8px 0 !important }
.stHtml .menu a { border-radius: 4px; color: inherit; display: block; font-size: 14px; height: 23px; line-height: 23px;
  overflow: hidden; padding: 0 10px; text-decoration: none; text-overflow: ellipsis; white-space: nowrap }
.menu a:hover { background: #80889026 } .menu a:focus-visible { outline: 2px solid; outline-offset: -2px }
.menu a[aria-current] { background: #80889040; font-weight: 600 }
@media (max-height: 840px) { .stHtml .menu a { height: 21px; line-height: 21px }
  .stHtml .menu p { line-height: 16px; padding: 4px 8px 0 !important } }
@media (min-height: 970px) { .stHtml .menu a { height: 28px; line-height: 28px }
  .stHtml .menu p { padding: 7px 8px 1px !important } }
</style>"""


class Entry(NamedTuple):
    """A line of the menu: its group, its title, the folder of its page, who sees it, and what a house must have to use it.

    ``needs`` is a key of ``NEEDS``; an entry whose need is not met stands under "more", and opens as ever. One that is not
    ``in_menu`` has no line there, and is opened by a click or a link.
    """

    group: str
    title: str
    page: str
    roles: tuple[str, ...] = LOOKING
    needs: str | None = None
    in_menu: bool = True


def navigate(menu: Sequence[Entry]) -> StreamlitPage:
    """Draw the menu in the sidebar and return the page asked for; the overview is what opens without an address.

    A page that is not for the account has an address all the same, at which it says so.
    """
    role = rights_here().role
    others = [entry for entry in menu if role not in entry.roles]
    menu = [entry for entry in menu if role in entry.roles]
    groups: dict[str, list[StreamlitPage]] = {entry.group: [] for entry in menu} | {MORE: []}
    for entry in menu:
        groups[entry.group if _is_met(entry.needs) else MORE].append(st.Page(
            f"pages/{entry.page}/page.py", title=_(entry.title), url_path=entry.page, default=entry.page == START,
            visibility="visible" if entry.in_menu else "hidden",
        ))
    groups[MORE] += [_not_his(entry) for entry in others]
    shown = {_(group): pages for group, pages in groups.items() if pages}
    page = st.navigation(shown, position="hidden")
    st.sidebar.html(_menu_html(shown, page))
    return page


def _not_his(entry: Entry) -> StreamlitPage:
    """Return what stands at the address of a page that is not for the account; that of the start leads to today's calls."""
    is_start = entry.page == START
    does = _go_to_calls if is_start else _say_not_allowed
    return st.Page(does, title=_(entry.title), url_path=entry.page, default=is_start, visibility="hidden")


def _go_to_calls() -> None:
    st.switch_page("pages/today/page.py")


def _say_not_allowed() -> None:
    raise not_allowed()


def say_cut(menu: Sequence[Entry], page: StreamlitPage) -> None:
    """Say above a page of a manager, once for whatever stands on it, that it knows no customers but his."""
    his = {entry.page for entry in menu if MANAGER in entry.roles}.difference(UNCUT)
    if rights_here().role == MANAGER and page.url_path in his:
        st.caption(_("Only your customers"))


def _menu_html(groups: Mapping[str, Sequence[StreamlitPage]], current: StreamlitPage) -> str:
    text = ""
    for group, pages in groups.items():
        links = "".join(f"<li>{_link(page, is_current=page == current)}</li>" for page in pages if page.visibility == "visible")
        text += f"<p>{html.escape(group)}</p><ul>{links}</ul>" if links else ""
    return f'<nav class="menu">{text}</nav>'


def _link(page: StreamlitPage, *, is_current: bool) -> str:
    mark = ' aria-current="page"' if is_current else ""
    return f'<a href="./{html.escape(page.url_path)}" target="_self"{mark}>{html.escape(page.title)}</a>'


def _is_met(need: str | None) -> bool:
    try:
        return need is None or NEEDS[need]()
    except (InputError, OSError):  # the page says what is wrong, in the place that everybody knows
        return True
