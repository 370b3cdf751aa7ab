"""What each festival brought last year and this year, who came then and not now, and which are ahead."""

import streamlit as st

from pages.festivals.ahead import calendar_of, draw_calendar, on_of
from pages.festivals.people import draw_missed
from pages.festivals.picks import festival_of, pick_edition
from pages.festivals.pictures import draw_pictures
from pages.festivals.windows import draw_windows
from pages.festivals.words import DEFINITION, festival_figures, note_of, statements
from pages.shared.behind import draw_behind
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.view import pick_view
from segmentation.measures.festivals.words import finding_ahead, finding_festival

view = pick_view(_("Festivals"))
check_first_bill(view)
lang, on, ahead = current_language(), on_of(view), calendar_of(view)

edition = pick_edition(view, on)
found = festival_of(view, edition, on) if edition else None
if found:
    draw_answer(finding_festival(found, lang))
    draw_figures(festival_figures(found, on))
    if note := note_of(found):
        st.caption(note)
    pick = page_picker("festivals")
    draw_pictures(view, found, pick)
    draw_behind(view, pick.chosen)
    draw_missed(view, found, on)
st.markdown(f":gray[{plain(finding_ahead(ahead, on, lang))}]")
draw_calendar(view, ahead, on)
draw_windows(view, edition)
draw_definition(view, [_(each) for each in DEFINITION], statements())
