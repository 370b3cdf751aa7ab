"""The frame around every page: the sidebar, the room of the page, and what of Streamlit's own is not shown or said otherwise."""

from __future__ import annotations

import streamlit as st

from pages.shared.phone import STYLE as PHONE_STYLE
from pages.shared.scripts import LANGUAGE, ONE_ENTRY_A_PAGE, PICTURES, run_script
from pages.shared.streamlits import SPEAK

SIDEBAR = 208  # pixels
STYLE = """<style>
.stMainBlockContainer { padding: 14px 28px 4rem }
@media (max-width: 768px) { .stMainBlockContainer { padding: 2.75rem 16px 4rem } }
.stElementContainer:has(> .stHtml > script) { position: absolute }
[data-testid=stSidebar][data-collapsed=true] { visibility: hidden }
[data-testid=stSidebarContent] { padding: 0 8px }
[data-testid=stSidebarHeader] { height: 28px; min-height: 0; padding: 4px 0 0; margin: 0 }
[data-testid=stSidebarNav] { padding-top: 0 }
[data-testid=stSidebarNavItems] { padding: 0; max-height: none }
[data-testid=stSidebarNavItems] > div, [data-testid=stSidebarNavItems] li { margin: 0 }
[data-testid=stNavSectionHeader] { min-height: 0; margin: 0; padding: 9px 8px 1px }
[data-testid=stNavSectionHeader] * { font-size: 12px; line-height: 18px }
[data-testid=stSidebarNavLink] { min-height: 0; height: 27px; margin: 0; padding: 0 10px }
[data-testid=stSidebarNavLink] * { font-size: 14px; line-height: 27px }
[data-testid=stSidebarUserContent] { padding: 8px 8px 1rem }
.save-picture { border: 0; background: none; padding: 0; min-height: 2.5rem; cursor: pointer }
.save-picture { font: inherit; font-size: 0.875rem; color: inherit }
.save-picture:hover { text-decoration: underline }
.st-key-lang_switch button, .st-key-pick_tab button { padding: 2px 10px }
</style>"""
# the table's own CSV neutralises no formulas and speaks no Chinese: our download buttons do
# and its picture of a chart has neither title nor day
TABLE_CSV = "".join(
    f"<style>[data-testid=stElementToolbarButton]:has([aria-label^='Download as {kind}']) {{ display: none }}</style>"
    for kind in ("CSV", "SVG")
)
ACCENT_LETTERS = (
    "button[data-variant][data-selected=true] p, "
    "[data-testid=stTab][aria-selected=true] p, [data-testid=stSliderThumbValue]"
)


# captions are at 60 % of their opacity, which is too pale to be read on white
CAPTIONS = "[data-testid=stCaptionContainer]"


def draw_frame(lang: str) -> None:
    """Draw the frame in the language of the session."""
    run_script(LANGUAGE[lang])
    run_script(ONE_ENTRY_A_PAGE)
    run_script(PICTURES)
    run_script(SPEAK)
    st.html(STYLE)
    st.html(TABLE_CSV)
    muted = st.get_option(f"theme.{st.context.theme.type or 'light'}.grayTextColor")
    st.html(f"<style>{CAPTIONS}, {CAPTIONS} p {{ color: {muted}; opacity: 1 }}</style>")
    st.html(PHONE_STYLE)
    # white is written on the accent, so in the dark it is too dim for letters of its own: chosen buttons, tabs, a slider's ends
    if st.context.theme.type == "dark":
        st.html(f"<style>{ACCENT_LETTERS} {{ color: {st.get_option('theme.dark.linkColor')} !important }}</style>")
