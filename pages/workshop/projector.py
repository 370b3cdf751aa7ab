"""One slide on the projector: it fills the window, without controls; keys, a clicker and a quiet foot lead on and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from pages.shared.charts import look
from pages.shared.differences import STYLE as DIFFERENCES
from pages.shared.language import _, current_language, plain, speaking
from pages.shared.scripts import WORKSHOP_KEYS, run_script
from pages.workshop.layouts import draw_parts
from pages.workshop.rehearsal import leave_show, show
from segmentation.charts.stage import FOOT, LEAST, SIDE, TOP, Stage, foot_of, head_of
from segmentation.slides import Slide

FOOT_HIGH = 4.4  # per cent of the height
USUAL = "1366x768"  # until the browser has told its window
ORDER = re.compile(r"(\d{1,4}) (\d{1,5})x(\d{1,5}) \d{1,9}")  # what the browser asks for: slide, window, a count
STYLE = """<style>
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stExpandSidebarButton], [data-testid=stSidebarCollapsedControl],
[data-testid=stToolbar], [data-testid=stElementToolbar], .modebar-container, .st-key-keys { display: none !important }
[data-testid=stMain] { overflow: hidden }
.stMainBlockContainer { padding: 0 !important; max-width: none }
.st-key-show { --accent: ACCENT; background: GROUND; position: fixed; inset: 0; gap: 0 !important; overflow: hidden }
.st-key-show { padding: TOPpx SIDEpx 0 }
.st-key-show [data-testid=stVerticalBlock], .st-key-show [data-testid=stHorizontalBlock] { gap: 0; flex-wrap: nowrap }
.st-key-show [data-testid=stColumn] { min-width: 0 !important }
.st-key-show [data-testid=stElementToolbar], .st-key-show [data-testid=stHeaderActionElements] { display: none }
.st-key-show > *, .st-key-head > * { flex: none !important }
.st-key-show > :has(> .st-key-head) { height: HEADpx; overflow: hidden }
.st-key-show h1 { font-size: TITLEpx; line-height: 1.25; padding: 0; margin: 0; text-wrap: balance }
.st-key-show p { font-size: LEASTpx; line-height: 1.35; margin: 0 }
.st-key-show [data-testid=stCaptionContainer], .st-key-show [data-testid=stMarkdownContainer] { margin: 0 !important }
.st-key-foot { position: fixed; bottom: 0; left: SIDEpx; right: SIDEpx; height: FOOTHIGHpx }
.st-key-foot { width: auto !important; flex-wrap: nowrap; overflow: hidden }
.st-key-foot > * { flex: none !important; height: auto; width: auto !important }
.st-key-foot p, .st-key-foot button p { font-size: FOOTpx; line-height: 1.3; color: MUTED; white-space: nowrap }
.st-key-foot button { min-height: 0; padding: 0 0.4em; border: 0 }
.st-key-foot > :first-child { margin-right: auto !important }
.sides { display: grid; align-items: baseline } .sides div { white-space: nowrap }
.sides b { font-weight: 600 } .sides .figure { color: var(--accent) } .sides span { margin: 0 0.35em 0 0.8em }
.differences { overflow: hidden }
DIFFERENCES.colour-key i { width: 0.7em; height: 0.7em; flex: none; border-radius: 3px }
.colour-key { display: flex; flex-wrap: wrap; gap: 0 1.4em; line-height: 1.35 }
.colour-key span { display: inline-flex; align-items: center; gap: 0.4em; white-space: nowrap }
.slide-table { border-collapse: collapse; table-layout: fixed; width: 100%; font-variant-numeric: tabular-nums; line-height: 1.3 }
.slide-table th { font-weight: 600; color: MUTED; vertical-align: bottom }
.slide-table th, .slide-table td { padding: 0.33em 0.6em; text-align: left; border-bottom: 1px solid rgba(128, 136, 144, 0.35) }
.slide-table .number { text-align: right } .slide-table td.number { white-space: nowrap }
.black-stage .st-key-show > * { visibility: hidden } .black-stage .st-key-show { background: #000 }
</style>""".replace("DIFFERENCES", DIFFERENCES.lstrip())


def show_slide(slides: Sequence[Slide], number: int) -> None:
    """Draw the slide of that number (1 the first) and nothing else, in its own language, and listen to the keys."""
    slide, last, window = slides[number - 1], len(slides), st.session_state.get("stage_window", USUAL)
    stage = Stage.of(*map(int, window.split("x")))
    with st.container(key="keys"):  # before the slide, so that keys are taken while it is drawn
        st.text_input(_("Slide"), key="stage_order", on_change=_follow, args=(last,))
        st.html(f'<div class="stage-at" data-slide="{number}" data-last="{last}" data-window="{window}"></div>')
    run_script(WORKSHOP_KEYS)
    with speaking(slide.lang or current_language()):
        head = head_of(slide, stage, current_language())
        _draw_style(stage, head.size, head.high)
        with st.container(key="show"):
            with st.container(key="head"):
                st.title(plain(head.title), anchor=False)
                if head.under:
                    st.caption(plain(head.under))
            high = stage.height - stage.px(TOP) - head.high - stage.px(FOOT_HIGH)
            draw_parts(slide, stage, f"slide_{number}", high)
            _draw_foot(slide, stage, number, last)


def _follow(last: int) -> None:
    """Do what the browser asks for: show a slide in a window of a size, or, with slide 0, leave."""
    asked = ORDER.fullmatch(st.session_state["stage_order"] or "")
    if asked is None:
        return
    number, width, height = map(int, asked.groups())
    st.session_state["stage_window"] = f"{width}x{height}"
    show(min(number, last) or None)


def _draw_style(stage: Stage, title: int, head: int) -> None:
    mode, ground = st.context.theme.type or "light", look().ground
    accent = st.get_option(f"theme.{mode}.linkColor")
    values = {
        "FOOTHIGHpx": f"{stage.px(FOOT_HIGH)}px", "FOOTpx": f"{stage.px(FOOT)}px", "TITLEpx": f"{title}px", "HEADpx": f"{head}px",
        "LEASTpx": f"{stage.px(LEAST)}px", "SIDEpx": f"{stage.px(SIDE)}px", "TOPpx": f"{stage.px(TOP)}px", "ACCENT": accent,
        "GROUND": ground, "MUTED": look().muted,
    }
    style = STYLE
    for name, value in values.items():
        style = style.replace(name, value)
    st.html(style)


def _draw_foot(slide: Slide, stage: Stage, number: int, last: int) -> None:
    """Draw the foot: what stands under every slide, as much of it as has room, and the ways on and back."""
    with st.container(horizontal=True, key="foot", vertical_alignment="center", gap="small"):
        st.caption(plain(foot_of(slide, stage, current_language())))
        st.button("‹", key="slide_previous", type="tertiary", disabled=number == 1, on_click=show, args=(number - 1,))
        st.caption(f"{number} / {last}")
        st.button("›", key="slide_next", type="tertiary", disabled=number == last, on_click=show, args=(number + 1,))
        st.button(_("Back to the list (Esc)"), key="slide_leave", type="tertiary", on_click=leave_show)
