"""One slide on the projector: full width, large, no controls; keys and a quiet link lead on and back."""

from __future__ import annotations

import streamlit as st

from pages._language import _, current_language
from pages._parts import plain
from pages._rehearsal import leave_show, masked_slides, show
from pages._stage import draw_slide
from segmentation.i18n import format_day
from segmentation.story import Slide
from segmentation.workshops import Workshop

ROOM, SIZE = 560, 20  # pixels of a screen of 768 lines; larger ones are zoomed
STYLE = """<style>
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stExpandSidebarButton], [data-testid=stSidebarCollapsedControl],
[data-testid=stToolbar], [data-testid=stElementToolbar], .modebar-container, .st-key-keys { display: none !important }
.stMainBlockContainer { padding: 1.2rem 2.2rem 0.6rem; max-width: none }
.st-key-show { zoom: var(--enlarged, 1) }
.st-key-show h1 { font-size: 2.1rem; line-height: 1.25; padding: 0 }
.st-key-foot { opacity: 0.75 }
.st-key-foot button, .st-key-foot p { font-size: 0.9rem; color: inherit }
@media (min-width: 1600px) { :root { --enlarged: 1.17 } }
@media (min-width: 1900px) { :root { --enlarged: 1.38 } }
@media (min-width: 2500px) { :root { --enlarged: 1.85 } }
@media (min-width: 3700px) { :root { --enlarged: 2.75 } }
</style>"""
KEYS = """<script>
(() => {
  const names = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
    Home: "first", End: "last", Escape: "leave",
  };
  if (window.workshopKeys) window.removeEventListener("keydown", window.workshopKeys, true);
  window.workshopKeys = (event) => {
    const name = names[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const button = document.querySelector(`.st-key-slide_${name} button`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    if (!button.disabled) button.click();
  };
  window.addEventListener("keydown", window.workshopKeys, true);
})();
</script>"""


def show_slide(workshop: Workshop, number: int) -> None:
    """Draw the slide of that number (1 the first) and nothing else, and listen to the keys."""
    st.html(STYLE)
    slide, last = masked_slides(workshop)[number - 1], len(workshop.slides)
    with st.container(key="show"):
        st.title(plain(slide.title), anchor=False)
        if slide.subtitle:
            st.caption(plain(slide.subtitle))
        draw_slide(slide, f"slide_{number}", room=ROOM, size=SIZE)
        _draw_foot(slide, number, last)
    with st.container(key="keys"):
        for name, to in (("next", number + 1), ("previous", number - 1), ("first", 1), ("last", last)):
            st.button(name, key=f"slide_{name}", on_click=show, args=(to,), disabled=not 1 <= to <= last or to == number)
    st.html(KEYS, unsafe_allow_javascript=True)


def _draw_foot(slide: Slide, number: int, last: int) -> None:
    with st.container(horizontal=True, key="foot", vertical_alignment="center"):
        said = [slide.store, format_day(slide.as_of, current_language()) if slide.as_of else "", f"{number} / {last}"]
        st.caption(plain(" · ".join(part for part in said if part)))
        st.button(_("Back to the list (Esc)"), key="slide_leave", type="tertiary", on_click=leave_show)
