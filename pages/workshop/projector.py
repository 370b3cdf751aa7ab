"""One slide on the projector: full width, large, no controls; keys and a quiet link lead on and back."""

from __future__ import annotations

import streamlit as st

from pages.shared.language import _, current_language, plain
from pages.shared.scripts import WORKSHOP_KEYS, run_script
from pages.shared.stage import draw_slide
from pages.workshop.masked import masked_slides
from pages.workshop.rehearsal import leave_show, show
from segmentation.language.i18n import format_day
from segmentation.settings.workshops import Workshop
from segmentation.slides import Slide

ROOM, SIZE = 540, 18  # pixels on a screen of 1366 × 768; larger ones are scaled
ROOM_COMPARED, SIZE_COMPARED = 440, 16
SCALES = (1.0, 1.2, 1.4, 1.85, 2.75)
STYLE = """<style>
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stExpandSidebarButton], [data-testid=stSidebarCollapsedControl],
[data-testid=stToolbar], [data-testid=stElementToolbar], .modebar-container, .st-key-keys { display: none !important }
.stMainBlockContainer { padding: 1.1rem 2.2rem 0; max-width: none }
.st-key-show { font-size: SCALErem; gap: calc(0.5rem * SCALE) }
.st-key-show h1 { font-size: calc(2rem * SCALE); line-height: 1.25; padding: 0 0 0.2em }
.st-key-show h3 { font-size: calc(1.25rem * SCALE); padding: 0 }
.st-key-show p { font-size: calc(1.05rem * SCALE) }
.st-key-show [data-testid=stColumn] [data-testid=stColumn] { min-width: 0 !important }
.st-key-foot p, .st-key-foot button p { font-size: calc(0.85rem * SCALE); color: inherit; opacity: 0.75 }
</style>"""


def show_slide(workshop: Workshop, number: int) -> None:
    """Draw the slide of that number (1 the first) and nothing else, and listen to the keys."""
    step = st.session_state.get("scale", 0)
    scale = SCALES[step]
    st.html(STYLE.replace("SCALE", str(scale)))
    slide, last = masked_slides(workshop)[number - 1], len(workshop.slides)
    with st.container(key="show"):
        st.title(plain(slide.title), anchor=False)
        if slide.subtitle and not slide.sides:
            st.caption(plain(slide.subtitle))
        room, size = (ROOM_COMPARED, SIZE_COMPARED) if slide.sides else (ROOM, SIZE)
        draw_slide(slide, f"slide_{number}", room=int(room * scale), size=round(size * scale))
        _draw_foot(slide, number, last)
    with st.container(key="keys"):
        for name, to in (("next", number + 1), ("previous", number - 1), ("first", 1), ("last", last)):
            st.button(name, key=f"slide_{name}", on_click=show, args=(to,), disabled=not 1 <= to <= last or to == number)
        for number, each in enumerate(SCALES):
            st.button(str(each), key=f"scale_{number}", on_click=_set_scale, args=(number,), disabled=number == step)
    run_script(WORKSHOP_KEYS)


def _set_scale(step: int) -> None:
    """Draw for a screen of another size; the browser asks for it."""
    st.session_state["scale"] = step


def _draw_foot(slide: Slide, number: int, last: int) -> None:
    with st.container(horizontal=True, key="foot", vertical_alignment="center"):
        said = [slide.store, format_day(slide.as_of, current_language()) if slide.as_of else "", f"{number} / {last}"]
        st.caption(plain(" · ".join(part for part in said if part)))
        st.button(_("Back to the list (Esc)"), key="slide_leave", type="tertiary", on_click=leave_show)
