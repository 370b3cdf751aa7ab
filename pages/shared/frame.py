"""The frame around every page: the sidebar, the room of the page, and what of Streamlit's own is not shown or said otherwise."""

from __future__ import annotations

import streamlit as st

from pages.shared.figures import STYLE as FIGURES_STYLE
from pages.shared.heads import STYLE as HEADS_STYLE
from pages.shared.language import _
from pages.shared.menu import STYLE as MENU_STYLE
from pages.shared.phone import STYLE as PHONE_STYLE
from pages.shared.scripts import FRAME, LANGUAGE, run_script
from pages.shared.seeing import rights_here
from pages.shared.short_table import STYLE as SHORT_STYLE
from pages.shared.taken import mark_of
from segmentation.charts.echarts.look import LOOKS

SIDEBAR = 208  # pixels
STYLE = """<style>
.stMainBlockContainer { padding: 14px 28px 4rem }
@media (max-width: 768px) { .stMainBlockContainer { padding: 3.6rem 16px 4rem } }
.stElementContainer:has(> .stHtml > script) { position: absolute }
[data-testid=stSidebar][data-collapsed=true] { visibility: hidden }
[data-testid=stSidebarContent] { padding: 0 8px }
[data-testid=stSidebarHeader] { height: 28px; min-height: 0; padding: 4px 0 0; margin: 0 }
[data-testid=stSidebarUserContent] { padding: 0 8px 1rem } [data-testid=stSidebar] [data-testid=stVerticalBlock] { gap: 8px }
.stMainBlockContainer h1 { font-size: 22px; line-height: 36px; padding: 2px 0 }
.stMainBlockContainer h3 { font-size: 24px; line-height: 32px; padding: 0 }
[data-testid=stMain] [data-testid=stVerticalBlock] { gap: 8px }
[data-testid=stMain] .stHeading [data-testid=stMarkdownContainer] { margin-bottom: 0 }
:is(.st-key-pick_as_of, .st-key-pick_as_of2) .react-aria-DateField > [role=group]::before {
  content: var(--as-of); margin-right: 6px }
.stMarkdown p > strong:first-child + br + .stMarkdownColoredText { display: block; line-height: 18px }
.stMarkdown p > strong:first-child + br + .stMarkdownColoredText > span { font-size: 13px !important }
.st-key-to_do { background: var(--panel); border-left: 3px solid #D36614; border-radius: 0 6px 6px 0; padding: 7px 14px }
.st-key-to_do p { font-size: 15px; line-height: 22px }
.st-key-to_do a, .st-key-control a { padding: 0; min-height: 0 }
.st-key-control { padding: 0 14px }
[class*=st-key-head_] { flex-wrap: nowrap; justify-content: space-between }
[class*=st-key-menu_] button { min-height: 26px; padding: 0 8px; color: var(--muted) }
[class*=st-key-menu_] [data-testid=stPopoverButton] p { font-size: 0 }
[class*=st-key-menu_] [data-testid=stPopoverButton] p::before { content: "⋯" / ""; font-size: 1rem }
[class*=st-key-menu_] button > div > [aria-hidden=true] { display: none }
.save-picture { border: 0; background: none; padding: 0; min-height: 2.5rem; cursor: pointer }
.save-picture { font: inherit; font-size: 0.875rem; color: inherit }
.save-picture:hover { text-decoration: underline }
.st-key-lang_switch button, .st-key-pick_tab button { padding: 2px 10px }
</style>"""
# what is picked can be read: the day to its end, the window, every choice; the row breaks before any of it is cut
PICKERS = """<style>
@media (min-width: 641px) {
  ROW > * > [data-testid=stHorizontalBlock] { flex-wrap: wrap; row-gap: 4px }
  ROW [data-testid=stColumn] { flex: 1 1 0; min-width: 132px }
  ROW [data-testid=stColumn]:has(h1) { flex: 3 1 0; min-width: max-content }
  ROW [data-testid=stColumn]:has([data-testid=stButtonGroup], .stCheckbox) { min-width: max-content }
  ROW [data-testid=stButtonGroup] > div { flex-wrap: nowrap }
  ROW .stCheckbox label { white-space: nowrap }
  ROW [data-testid=stColumn]:has(> * > .st-key-pick_scheme) { flex: 6 1 0; max-width: 180px }
  ROW [data-testid=stColumn]:has(> * > * > .stDateInput) { min-width: 172px }
  ROW [data-testid=stColumn]:has(> * > .st-key-pick_window) { min-width: 112px }
  :lang(en) ROW [data-testid=stColumn]:has(> * > .st-key-pick_window) { min-width: 140px }
}
</style>""".replace("ROW", ":is([class*=st-key-folded_pickers], [class*=st-key-open_pickers])")
# a page on paper: what was picked in one line, then what the page says, without anything that can only be pressed or paged
# through; a chart that was drawn for a wider column is drawn smaller. Overview and Compare are a sheet each, an upright one
PRINTED = """<style>
@page { size: A4 landscape; margin: 9mm } @page upright { size: A4 portrait }
@page { @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt } }
@media print {
  html, body { background: #fff !important; print-color-adjust: exact; -webkit-print-color-adjust: exact }
  html, body, #root, #root *:has([data-testid=stMain]), [data-testid=stMain] {
    position: static !important; display: block !important; height: auto !important; min-height: 0 !important;
    overflow: visible !important }
  [data-testid=stHorizontalBlock] { display: flex !important }
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stExpandSidebarButton],
  [data-testid=stElementToolbar], [data-testid=stExpander]:not(:has(.stPlotlyChart)), [data-testid=stExpander] summary,
  [data-testid=stPopover], [data-testid=stTooltipIcon],
  [data-testid=stButtonGroup], .stDownloadButton, .stButton, .stPageLink, .stFileUploader, .stTextInput, .stSelectbox,
  .stMultiSelect, .stDateInput, .stCheckbox, .stSlider, .stToast { display: none !important }
  .stMainBlockContainer { padding: 0 !important; max-width: none !important; zoom: 0.78 }
  [class*=st-key-fold_line_], [class*=st-key-fold_line_] .stButton { display: block !important }
  [class*=st-key-fold_line_] button { border: 0; padding: 0; min-height: 0; background: none; justify-content: flex-start }
  [class*=st-key-fold_line_] button p::first-letter { font-size: 0 }
  [data-testid=stColumn]:has(h1) { flex: 1 1 100% !important }
  [class*=st-key-list_below] { display: none !important }
  .stEChartsChart div:has(> svg) { width: 100% !important } .stEChartsChart svg { width: 100%; height: 100% }
  [class*=st-key-picture_], .stEChartsChart, .stPlotlyChart, [data-testid=stMetric], tr, .stDataFrame { break-inside: avoid }
  h1, h2, h3, [class*=st-key-head_] { break-after: avoid }
  .short td, .short th { padding-top: 2px !important; padding-bottom: 2px !important }
  .stMainBlockContainer:has(.short tr:nth-child(8)) { zoom: 0.64 }
  body:has(SHEET) { page: upright } .stMainBlockContainer:has(SHEET) { zoom: 0.64 }
  .stMainBlockContainer:has(SHEET) :is(.short td, .short th) { padding-left: 6px; padding-right: 6px }
  [data-testid=stColumn]:has(h1) > [data-testid=stVerticalBlock] { align-items: baseline; flex-direction: row;
    gap: 24px; justify-content: flex-start }
  [data-testid=stColumn]:has(h1) .stElementContainer { width: auto }
}
</style>""".replace("SHEET", ".st-key-short_table_asleep, .st-key-pies")
# paper is white: what the dark theme draws light is written dark; boxes and lists, which are tints of its ground, are turned over
PRINTED_DARK = """<style>
@media print {
  :root { color-scheme: light; --ground: #FFFFFF; --muted: MUTED; --panel: PANEL; --hairline: HAIRLINE }
  html, body, .stApp, .stApp :is([data-testid=stAppViewContainer], [data-testid=stMain], .stMainBlockContainer),
  .short th { background: #FFFFFF !important }
  .js-plotly-plot .main-svg { background: transparent !important }
  .stApp :not(svg, svg *) { color: INK !important }
  .stEChartsChart svg [fill="DARK_INK" i] { fill: INK } .stEChartsChart svg [fill="DARK_MUTED" i] { fill: MUTED }
  .stEChartsChart svg [fill="DARK_GROUND" i] { fill: #FFFFFF } .stEChartsChart svg [stroke="DARK_GROUND" i] { stroke: #FFFFFF }
  .js-plotly-plot text { fill: INK !important } .js-plotly-plot .bg { fill: #FFFFFF !important }
  [class*=st-key-boxes_] .stEChartsChart, .stDataFrame { filter: invert(1) hue-rotate(180deg) }
  [class*=st-key-boxes_] .stEChartsChart svg [fill="DARK_INK" i] { fill: DARK_INK }
  [class*=st-key-boxes_] .stEChartsChart svg [fill="DARK_MUTED" i] { fill: DARK_MUTED }
  [class*=st-key-boxes_] .stEChartsChart svg [fill="DARK_GROUND" i] { fill: #000000 }
  [class*=st-key-boxes_] .stEChartsChart svg [stroke="DARK_GROUND" i] { stroke: #000000 }
}
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
    """Draw the frame in the language of the session: its scripts and its styles, each as one element."""
    run_script(LANGUAGE[lang])
    run_script(FRAME)
    mode = st.context.theme.type or "light"
    muted, panel, hairline, ground, ink, worse = (
        st.get_option(f"theme.{mode}.{name}")
        for name in (
            "grayTextColor", "secondaryBackgroundColor", "borderColor", "backgroundColor", "textColor", "redTextColor"
        )
    )
    styles = [
        f"<style>:root {{ --muted: {muted}; --panel: {panel}; --hairline: {hairline}; --ground: {ground};"
        f" --ink: {ink}; --worse: {worse} }}</style>",
        f"<style>:root {{ --as-of: '{_('As of {day}').format(day='').strip()}'; "
        f"--swipe: '{_('Swipe right for the rest →')}' }}</style>",
        f"<style>{CAPTIONS}, {CAPTIONS} p {{ color: {muted}; opacity: 1 }}</style>",
    ]
    # white is written on the accent, so in the dark it is too dim for letters of its own: chosen buttons, tabs, a slider's ends
    if mode == "dark":
        styles.append(f"<style>{ACCENT_LETTERS} {{ color: {st.get_option('theme.dark.linkColor')} !important }}</style>")
    dark = _printed_dark() if mode == "dark" else ""
    pieces = (MENU_STYLE, HEADS_STYLE, PHONE_STYLE, SHORT_STYLE, FIGURES_STYLE, PICKERS, PRINTED, dark)
    st.html("".join((STYLE, TABLE_CSV, *styles[:3], *pieces, _printed_mark(lang), *styles[3:])))


def _printed_mark(lang: str) -> str:
    """Return the style that prints at the foot of a page who printed it; "" without sign-in."""
    line = "".join(f"\\{ord(letter):x} " for letter in mark_of(rights_here(), lang))  # nothing in it ends the text or the style
    return f"<style>@page {{ @bottom-left {{ content: '{line}'; font-size: 7pt }} }}</style>" if line else ""


def _printed_dark() -> str:
    """Return the style that prints the dark theme dark on white."""
    light, dark = LOOKS["light"], LOOKS["dark"]
    colours = {
        "DARK_INK": dark.ink, "DARK_MUTED": dark.muted, "DARK_GROUND": dark.ground, "INK": light.ink, "MUTED": light.muted,
        "PANEL": st.get_option("theme.light.secondaryBackgroundColor"), "HAIRLINE": st.get_option("theme.light.borderColor"),
    }
    style = PRINTED_DARK
    for name, colour in colours.items():
        style = style.replace(name, colour)
    return style
