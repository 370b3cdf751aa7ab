"""What each product sells to which grade and leaves, which mostly serve C and D, and who comes again after which first dish."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.composition.words import (
    RULES,
    SALES,
    STOCK,
    first_dishes_table,
    product_figures,
    products_of,
    products_table,
    statements_by,
)
from pages.shared.behind import draw_behind
from pages.shared.charts import draw_boxes
from pages.shared.definition import period, up_to
from pages.shared.downloads import draw_download
from pages.shared.empty import offer_upload
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import grid_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.composition.parts import tell_products
from segmentation.language.i18n import N_
from segmentation.measures.composition.parts import WALK_IN
from segmentation.measures.composition.products import Products
from segmentation.measures.composition.words import finding_cut, finding_first_dishes, finding_products, note_unpriced
from segmentation.measures.revenue.composition import UNGRADED

DEFINITION = (SALES, RULES, STOCK)
NAME = N_("Products")
FIRST = ("product", "verdict", "low_share", "margin_rate")  # beside the matrix
HIGH = 380  # pixels of the matrix


def pick(_view: View) -> None:
    """Draw nothing: the tab has no picker of its own."""


def draw(view: View) -> None:
    """Draw the tab, or what to bring where no bill says what was sold."""
    lang, found = current_language(), products_of(view)
    draw_answer(finding_products(found, lang))
    if note := note_unpriced(found, lang):
        st.caption(plain(note))
    if not found.products:
        st.info(_("Upload bills with a line for each dish or service and its amount, with its cost if it is known."))
        offer_upload()
        return
    draw_figures(product_figures(found))
    picker = page_picker("composition")
    one, two = st.columns([1.15, 1], gap="medium")
    with one:
        names = {tier.key: tier.label[lang] for tier in scheme().tiers}
        names |= {UNGRADED: scheme().ungraded[lang], WALK_IN: _("Walk-ins")}
        grid = tell_products(found, names, lang, _("Products by grade"), f"{_('Sales')} · {period(view)}")
        if grid is not None:
            draw_boxes(grid, "products", slide=lambda: grid_slide(view, grid), height=HIGH, width=620, pick=picker)
    with two:
        _draw_cut(view, found)
    draw_behind(view, picker.chosen)
    _draw_first(view, found)
    draw_head(_("All products"))
    every = products_table(found.products)
    draw_table(every, every.column_names, "products_all", rows=10)
    draw_download(lambda: every, N_("Products"), view, "download_products", notes=(period(view),))


def _draw_cut(view: View, found: Products) -> None:
    """Draw the candidates, those to cut first, with who is spared and why."""
    lang = current_language()
    ordered = tuple(sorted(found.candidates, key=lambda each: not each.cut))
    draw_head(finding_cut(found, lang), _("Mostly for C, D and walk-ins, margin below the house's"))
    if not ordered:
        return
    table = products_table(ordered)
    draw_table(table, FIRST, "products_cut", rows=9)
    draw_download(
        lambda: table, N_("Candidates to cut"), view, "download_cut",
        slide=lambda: table_slide(view, finding_cut(found, lang), period(view), described(table, columns=FIRST, most=12)),
        notes=(period(view),),
    )


def _draw_first(view: View, found: Products) -> None:
    """Draw which first dish brings new customers back, with the interval of each share."""
    lang, table = current_language(), first_dishes_table(found)
    said = _("New customers who came again within 90 days, by what was on their first bill")
    draw_head(finding_first_dishes(found, lang), said)
    if not table.num_rows:
        return
    draw_table(table, table.column_names, "first_dishes", rows=8)
    draw_download(
        lambda: table, N_("First dishes"), view, "download_first", totals=False,
        notes=(said, up_to(view)),
    )


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    own = ("part_tiers", "first_dishes", "mean_stock", "unpriced_dishes")
    return (*statements_by("product"), *(f"measures/composition/{name}" for name in own))
