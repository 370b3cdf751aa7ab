"""What the room sees: pinned slides, one at a time, large and without controls; and the list to prepare them."""

import streamlit as st

from pages.shared.address import stop
from pages.shared.language import _
from pages.workshop.masked import masked_slides, say_left_out
from pages.workshop.projector import show_slide
from pages.workshop.rehearsal import draw_slides, offer_pinning, pick_workshop, picked_slide
from segmentation.charts.stage import shown_slides

workshop = pick_workshop()
slides = shown_slides(masked_slides(workshop)) if workshop else ()
number = picked_slide(len(slides))
if number:
    show_slide(slides, number)
    stop()

st.title(_("Workshop"), anchor=False)
say_left_out()
if workshop is None or not workshop.slides:
    offer_pinning(workshop)
    stop()
draw_slides(workshop)
