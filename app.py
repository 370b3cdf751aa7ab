"""The app: page set-up, language and navigation. Start it with ``streamlit run serve.py``, which guards it."""

import streamlit as st

from pages.shared.follow_up import catch_up
from pages.shared.language import _, settle_language, switch_language
from pages.shared.rescue import run_page
from pages.shared.scripts import LANGUAGE, run_script

ACCENT_LETTERS = (
    "button[data-variant][data-selected=true] p, "
    "[data-testid=stTab][aria-selected=true] p, [data-testid=stSliderThumbValue]"
)

st.set_page_config(page_title="Customer grading · 客户分级", page_icon="🏨", layout="wide")

run_script(LANGUAGE[settle_language()])

# the table's own CSV neutralises no formulas and speaks no Chinese: our download buttons do
st.html("<style>[data-testid=stElementToolbarButton]:has([aria-label='Download as CSV']) { display: none }</style>")

# white is written on the accent, so in the dark it is too dim for letters of its own: chosen buttons, tabs, a slider's ends
if st.context.theme.type == "dark":
    st.html(f"<style>{ACCENT_LETTERS} {{ color: {st.get_option('theme.dark.linkColor')} !important }}</style>")

page = st.navigation(
    {
        _("The house"): [
            st.Page("pages/overview/page.py", title=_("Overview"), default=True),
            st.Page("pages/customers/page.py", title=_("Customers"), url_path="customers"),
            st.Page("pages/modules/page.py", title=_("Modules"), url_path="modules"),
            st.Page("pages/controllable/page.py", title=_("Controllable revenue"), url_path="controllable"),
        ],
        _("Gradings"): [
            st.Page("pages/pyramids/page.py", title=_("Pyramids"), url_path="pyramids"),
            st.Page("pages/matrix/page.py", title=_("Matrix"), url_path="matrix"),
            st.Page("pages/rfm/page.py", title=_("RFM"), url_path="rfm"),
            st.Page("pages/cards/page.py", title=_("Card tiers"), url_path="cards"),
            st.Page("pages/scorecards/page.py", title=_("Scorecards"), url_path="scorecards"),
            st.Page("pages/schemes/page.py", title=_("Grading schemes"), url_path="schemes"),
        ],
        _("Coming and going"): [
            st.Page("pages/retention/page.py", title=_("Retention"), url_path="retention"),
            st.Page("pages/cohorts/page.py", title=_("Cohorts"), url_path="cohorts"),
            st.Page("pages/migration/page.py", title=_("Migration"), url_path="migration"),
            st.Page("pages/warnings/page.py", title=_("Early warning"), url_path="warnings"),
        ],
        _("On stage"): [
            st.Page("pages/compare/page.py", title=_("Compare"), url_path="compare"),
            st.Page("pages/workshop/page.py", title=_("Workshop"), url_path="workshop"),
        ],
        _("Data"): [
            st.Page("pages/upload/page.py", title=_("Upload"), url_path="upload"),
            st.Page("pages/settings/page.py", title=_("Settings"), url_path="settings"),
        ],
    },
    expanded=True,
)
with st.sidebar:
    switch_language()
    catch_up()
run_page(page)
