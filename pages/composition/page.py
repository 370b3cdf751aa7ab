"""What a house's sales are made of, and which products serve whom."""

import streamlit as st

from pages.composition import indicators, products, receivables, sales, stored
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.language import _
from pages.shared.tabs import pick_tab, settle_tab
from pages.shared.view import pick_view
from segmentation.measures.composition.products import RULE

TABS = {
    "sales": sales, "products": products, "indicators": indicators, "receivables": receivables, "stored": stored,
}

tab = TABS[settle_tab("composition", TABS)]
view = pick_view(_("Composition"), rules=(RULE,))
with st.container(horizontal=True):
    pick_tab("composition", {key: _(each.NAME) for key, each in TABS.items()})
    tab.pick(view)
check_first_bill(view)

tab.draw(view)

draw_definition(view, [_(each) for each in tab.DEFINITION], tab.statements())
