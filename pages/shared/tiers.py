"""The tiers of a page's scheme: bars of what they are and bring, a table of what makes them, advice and service norms."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.short_table import draw_short_table
from pages.shared.tables import described
from segmentation.charts.grades.gradings import tell_ranked_tiers, tell_tiers
from segmentation.language.i18n import N_, count_customers, format_money_short
from segmentation.measures.grades.grading import tier_summary
from segmentation.measures.grades.next_tier import finding_climbs
from segmentation.measures.grades.tier_shares import finding_best_contribution, finding_habits
from segmentation.schemes import Tier

SUMMARY_COLUMNS = (
    "tier", "customers", "customer_share", "contribution", "contribution_share", "average_frequency", "standard",
)


def tiers_of(view: View) -> pa.Table:
    """Return what each tier of the page's scheme is and brings."""
    warehouse, settings, own = current_warehouse(), settings_of(view), scheme()
    return reading_of(view, "tiers", lambda: tier_summary(warehouse, view.store_id, own, view.as_of, settings))


def draw_tier_bars(view: View, tiers: pa.Table, pick: Picker) -> None:
    """Draw the customers and the contribution of each tier as bars in the tiers' colours, side by side."""
    for column, name in zip(st.columns(2, gap="large"), ("customers", "contribution"), strict=True):
        with column:
            draw_one_tier_bars(view, tiers, name, pick)


def draw_one_tier_bars(view: View, tiers: pa.Table, name: str, pick: Picker, *, ranked: bool = False) -> None:
    """Draw ``customers`` or ``contribution`` of each tier as bars, ``ranked`` by size; nothing where nobody is graded."""
    lang, own = current_language(), scheme()
    if not sum(tiers["customers"].to_pylist()):
        return
    when = _("Graded customers on {day}").format(day=day_text(view.as_of)) if name == "customers" else period(view)
    chart = (tell_ranked_tiers if ranked else tell_tiers)(tiers, own, lang, when, name)
    draw_told(
        chart, f"tiers_{name}", slide=lambda: chart_slide(view, chart), height=30 + 38 * len(own.tiers), pick=pick
    )


def draw_tier_table(view: View, tiers: pa.Table, *, told: bool = False) -> None:
    """Draw the tiers as a table with its downloads; its head is a finding unless that is ``told`` by a chart above it already."""
    shares = _of_whom(tiers)
    heading = (finding_habits if told else finding_best_contribution)(tiers, scheme(), current_language())
    draw_head(heading, shares)
    draw_short_table(tiers, SUMMARY_COLUMNS, "tier_summary")
    draw_download(
        lambda: tiers.select(["store", *SUMMARY_COLUMNS]), N_("Grades"), view, "download_tiers",
        slide=lambda: table_slide(
            view, finding_climbs(scheme(), tiers, [], current_language()), period(view), described(tiers.select(SUMMARY_COLUMNS))
        ),
        notes=(period(view), shares),
    )


def _of_whom(tiers: pa.Table) -> str:
    """Return what the shares of the table are of: who has a tier, which under some schemes are few."""
    lang = current_language()
    text = _("Shares are of the {customers} with a grade, who bring {money}")
    customers, money = sum(tiers["customers"].to_pylist()), sum(tiers["contribution"].to_pylist())
    return text.format(customers=count_customers(customers, lang), money=format_money_short(money, lang))


def draw_norms(what_makes: Callable[[Tier], str] | None = None) -> None:
    """Draw for every tier what makes it (``what_makes`` in words), what to do, and the norms of service, folded up."""
    lang = current_language()
    with st.expander(_("What makes each tier, what to do, and the norms of service")):
        for tier in scheme().tiers:
            made = f" · {plain(what_makes(tier))}" if what_makes else ""
            st.markdown(f"**{plain(tier.label[lang])}** · {plain(tier.meaning[lang])}{made}  \n{plain(tier.advice[lang])}")
            st.caption(plain(tier.norms[lang]))
