"""The app: page set-up, language and navigation. Start it with ``streamlit run serve.py``, which guards it."""

import streamlit as st

from pages._follow_up import catch_up
from pages._language import _, settle_language, switch_language
from pages._rescue import run_page
from pages._scripts import LANGUAGE, run_script

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
            st.Page("pages/overview.py", title=_("Overview"), default=True),
            st.Page("pages/customers.py", title=_("Customers")),
            st.Page("pages/modules.py", title=_("Modules")),
            st.Page("pages/controllable.py", title=_("Controllable revenue")),
        ],
        _("Gradings"): [
            st.Page("pages/pyramids.py", title=_("Pyramids")),
            st.Page("pages/matrix.py", title=_("Matrix")),
            st.Page("pages/rfm.py", title=_("RFM")),
            st.Page("pages/cards.py", title=_("Card tiers")),
            st.Page("pages/scorecards.py", title=_("Scorecards")),
            st.Page("pages/schemes.py", title=_("Grading schemes")),
        ],
        _("Coming and going"): [
            st.Page("pages/retention.py", title=_("Retention")),
            st.Page("pages/cohorts.py", title=_("Cohorts")),
            st.Page("pages/migration.py", title=_("Migration")),
            st.Page("pages/warnings.py", title=_("Early warning")),
        ],
        _("On stage"): [
            st.Page("pages/compare.py", title=_("Compare")),
            st.Page("pages/workshop.py", title=_("Workshop")),
        ],
        _("Data"): [
            st.Page("pages/upload.py", title=_("Upload")),
            st.Page("pages/settings.py", title=_("Settings")),
        ],
    },
    expanded=True,
)
with st.sidebar:
    switch_language()
    catch_up()
run_page(page)
