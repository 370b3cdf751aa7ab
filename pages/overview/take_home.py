"""The printed pages of a store, each on one sheet of A4: what the overview says, and what the morning needs."""

from __future__ import annotations

import streamlit as st

from pages.overview.summary import DEFINITION, overview_figures
from pages.shared.definition import period, potential_of
from pages.shared.downloads import offer
from pages.shared.figures import said_change
from pages.shared.house import View, current_warehouse, scheme, settings_of
from pages.shared.language import _, current_language
from pages.shared.masking import pick_masking
from pages.shared.tables import described
from pages.shared.tiers import SUMMARY_COLUMNS
from segmentation.charts.grades.pies import (
    tell_part_contributions,
    tell_parts,
    tier_parts,
)
from segmentation.charts.revenue.stories import tell_months
from segmentation.exports.csv import file_name
from segmentation.exports.summary import MONTHS, PrintedFigure, Summary, mask_summary, one_page
from segmentation.language.i18n import N_
from segmentation.measures.grades.tier_shares import finding_best_contribution, finding_best_customers
from segmentation.measures.revenue.overview import Overview, finding_overview, finding_recent_months
from segmentation.reports import morning_sheet
from segmentation.settings.clock import today


def draw_pages_to_print(view: View, overview: Overview) -> None:
    """Draw the buttons that make the pages when they are clicked; opened in a browser, each prints to one sheet."""
    lang, own, settings, on = current_language(), scheme(), settings_of(view), today()
    place = (current_warehouse(), view.store_id, view.store["store"])
    said = _("A page that opens in any browser and prints to one sheet of A4")

    with st.container(horizontal=True, gap="small"):
        masking = pick_masking("download_summary")

        def name(what: str, store: str) -> str:
            return file_name(store, what, view.as_of, lang).removesuffix(".csv") + ".html"

        def page() -> bytes:
            summary = _summary(view, overview)
            return one_page(mask_summary(summary, masking.masker()) if masking.how else summary, lang).encode()

        def morning() -> bytes:
            return morning_sheet(*place, own, view.as_of, on, settings, lang, masking.masker() if masking.how else None)

        offer(
            _("One-page summary to print"), page, name(N_("Summary"), masking.store(view.store["store"])),
            "text/html", "download_summary", help=said,
        )
        offer(
            _("Morning page to print"), morning, name(N_("Morning page"), masking.store(view.store["store"])), "text/html",
            "download_morning", help=said,
        )


def _summary(view: View, overview: Overview) -> Summary:
    lang, own, tiers = current_language(), scheme(), overview.tiers
    parts, span, walk_in = tier_parts(tiers, own, lang), period(view), overview.window_shares.walk_in
    months = overview.months.slice(max(0, overview.months.num_rows - MONTHS))
    figures = overview_figures(overview, settings_of(view)["active_days"])
    return Summary(
        view.store["store"], view.as_of, span, finding_overview(overview, lang),
        tuple(PrintedFigure(each.label, each.value, f"{said_change(each)} {each.against}".strip()) for each in figures),
        (
            tell_parts(parts, lang, finding_best_customers(tiers, own, lang), ""),
            tell_part_contributions(parts, lang, finding_best_contribution(tiers, own, lang, walk_in), "", walk_in),
        ),
        described(tiers.select(SUMMARY_COLUMNS), _("What each grade is and brings")),
        tuple(filter(None, (own.summary[lang], potential_of(view), _(DEFINITION)))),
        tell_months(months, finding_recent_months(months, lang, view.as_of), _("Revenue by month"), lang, view.as_of),
    )
