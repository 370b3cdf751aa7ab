"""The app: page set-up, language and navigation. Start it with ``streamlit run serve.py``, which guards it."""

import streamlit as st

from pages.shared.address import writing_address
from pages.shared.follow_up import catch_up
from pages.shared.frame import SIDEBAR, draw_frame
from pages.shared.language import settle_language, switch_language
from pages.shared.lasting import keep_for_good
from pages.shared.menu import LOOKING, Entry, navigate, say_cut
from pages.shared.rescue import run_page
from pages.shared.signed_in import let_in, show_who
from segmentation.language.i18n import N_
from segmentation.warehouse.rights import MANAGER, OWNER

# who adds a page adds its line; pages/<folder>/page.py is the page, and its folder the address
MENU = (
    Entry(N_("The store"), N_("Overview"), "overview"),
    Entry(N_("The store"), N_("Controllable revenue"), "controllable"),
    Entry(N_("The store"), N_("Composition"), "composition"),
    Entry(N_("The store"), N_("Festivals"), "festivals", (*LOOKING, MANAGER)),
    Entry(N_("Customers"), N_("Customers"), "customers", (*LOOKING, MANAGER)),
    Entry(N_("Customers"), N_("Modules"), "modules"),
    Entry(N_("Customers"), N_("Customer file"), "customer", (*LOOKING, MANAGER), in_menu=False),
    Entry(N_("Gradings"), N_("Pyramids"), "pyramids"),
    Entry(N_("Gradings"), N_("Gradings"), "gradings"),
    Entry(N_("Gradings"), N_("Grading schemes"), "schemes"),
    Entry(N_("Coming and going"), N_("Retention"), "retention"),
    Entry(N_("Coming and going"), N_("Migration"), "migration"),
    Entry(N_("Coming and going"), N_("Early warning"), "warnings"),
    Entry(N_("Coming and going"), N_("Foresight"), "foresight"),
    Entry(N_("Coming and going"), N_("Did it help?"), "helped", (*LOOKING, MANAGER)),
    Entry(N_("Control"), N_("Today's list"), "today", (*LOOKING, MANAGER)),
    Entry(N_("Control"), N_("Assign"), "assign"),
    Entry(N_("Control"), N_("Targets"), "targets"),
    Entry(N_("Control"), N_("Progress"), "progress"),
    Entry(N_("Control"), N_("Handover"), "handover"),
    Entry(N_("On stage"), N_("Compare"), "compare", needs="two houses"),
    Entry(N_("On stage"), N_("Workshop"), "workshop"),
    Entry(N_("Data"), N_("Upload"), "upload", (OWNER,)),
    Entry(N_("Data"), N_("Settings"), "settings", (OWNER,)),
    Entry(N_("Data"), N_("Help"), "help", (*LOOKING, MANAGER)),
)

st.set_page_config(page_title="Customer grading · 客户分级", page_icon="🏨", layout="wide", initial_sidebar_state=SIDEBAR)
with writing_address():
    draw_frame(settle_language())
    let_in()
    page = navigate(MENU)
    with st.sidebar:
        switch_language()
        show_who()
        catch_up()
    say_cut(MENU, page)
    run_page(page)
keep_for_good(page.url_path)
