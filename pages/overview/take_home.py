"""The printed page of a store: what the overview says, on one sheet of A4."""

from __future__ import annotations

import streamlit as st

from pages.overview.summary import DEFINITION, overview_figures
from pages.shared.definition import period
from pages.shared.downloads import offer
from pages.shared.house import View, scheme, settings_of
from pages.shared.language import _, current_language
from pages.shared.masking import pick_masking
from pages.shared.tables import described
from pages.shared.tiers import SUMMARY_COLUMNS
from segmentation.charts.grades.pies import (
    tell_part_contributions,
    tell_parts,
    tier_parts,
)
from segmentation.exports.csv import file_name
from segmentation.exports.summary import PrintedFigure, Summary, mask_summary, one_page
from segmentation.language.i18n import N_
from segmentation.measures.grades.tier_shares import finding_best_contribution, finding_best_customers
from segmentation.measures.revenue.overview import Overview, finding_overview


def draw_one_page(view: View, overview: Overview) -> None:
    """Draw the button that makes the page when it is clicked; opened in a browser, it prints to one sheet."""
    lang = current_language()
    with st.container(horizontal=True, gap="small"):
        masking = pick_masking("download_summary")
        name = file_name(masking.store(view.store["store"]), N_("Summary"), view.as_of, lang).removesuffix(".csv")

        def page() -> bytes:
            summary = _summary(view, overview)
            return one_page(mask_summary(summary, masking.masker()) if masking.how else summary, lang).encode()

        offer(
            _("One-page summary to print"), page, f"{name}.html", "text/html", "download_summary",
            help=_("A page that opens in any browser and prints to one sheet of A4"),
        )


def _summary(view: View, overview: Overview) -> Summary:
    lang, own, tiers = current_language(), scheme(), overview.tiers
    parts, span, walk_in = tier_parts(tiers, own, lang), period(view), overview.window_shares.walk_in
    figures = overview_figures(overview, settings_of(view)["active_days"])
    return Summary(
        view.store["store"], view.as_of, span, finding_overview(overview, lang),
        tuple(PrintedFigure(each.label, each.value, f"{each.change or ''} {each.against}".strip()) for each in figures),
        (
            tell_parts(parts, lang, finding_best_customers(tiers, own, lang), ""),
            tell_part_contributions(parts, lang, finding_best_contribution(tiers, own, lang, walk_in), "", walk_in),
        ),
        described(tiers.select(SUMMARY_COLUMNS), _("What each grade is and brings")),
        (own.summary[lang], _(DEFINITION)),
    )
